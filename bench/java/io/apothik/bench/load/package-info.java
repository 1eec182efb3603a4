/** The load: the same code for every system, so that its own cost is equal. */
@NullMarked
package io.apothik.bench.load;

import org.jspecify.annotations.NullMarked;
