/** Messages as bytes between nodes, and as JSON for doors. */
@NullMarked
package io.apothik.wire;

import org.jspecify.annotations.NullMarked;
