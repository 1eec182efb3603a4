/** The TCP event-bus bridge, guarded against malformed and oversized frames. */
@NullMarked
package io.apothik.door.bus;

import org.jspecify.annotations.NullMarked;
