/**
 * A cluster of the real core in one thread and in virtual time: the same again from the same seed.
 * The tests put it under random trouble; a laboratory, under the faults that somebody names.
 */
@NullMarked
package io.apothik.sim;

import org.jspecify.annotations.NullMarked;
