/** How much a cluster needs that is to hold so many entries, computed from what an entry takes. */
@NullMarked
package io.apothik.capacity;

import org.jspecify.annotations.NullMarked;
