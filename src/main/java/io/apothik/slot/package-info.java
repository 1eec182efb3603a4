/**
 * Where a key lives: hashes, the slot table, and the pure planner. Imports neither Vert.x nor
 * Hazelcast.
 */
@NullMarked
package io.apothik.slot;

import org.jspecify.annotations.NullMarked;
