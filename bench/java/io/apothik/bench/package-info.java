/** The benchmark: Apothik and what would be picked instead, side by side on one machine. */
@NullMarked
package io.apothik.bench;

import org.jspecify.annotations.NullMarked;
