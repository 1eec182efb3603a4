/** What callers, masters and cache nodes say to each other, as immutable values. */
@NullMarked
package io.apothik.message;

import org.jspecify.annotations.NullMarked;
