/**
 * The experiment that the system comes from, with three placements side by side: where keys are,
 * and what becomes of them when nodes come and go. Touches no user's data.
 */
@NullMarked
package io.apothik.replay;

import org.jspecify.annotations.NullMarked;
