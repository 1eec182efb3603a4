/** What clients saw of a cache, and whether an atomic one could have shown it to them. */
@NullMarked
package io.apothik.history;

import org.jspecify.annotations.NullMarked;
