/**
 * One cache node without network, threads or clock: its copies, its vote, its part as coordinator.
 */
@NullMarked
package io.apothik.core;

import org.jspecify.annotations.NullMarked;
