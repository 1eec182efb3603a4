/** One running node: the verticles and the launcher that joins them to the cluster. */
@NullMarked
package io.apothik.node;

import org.jspecify.annotations.NullMarked;
