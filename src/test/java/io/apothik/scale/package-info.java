/** What it costs a cluster of many nodes that members come and go. */
@NullMarked
package io.apothik.scale;

import org.jspecify.annotations.NullMarked;
