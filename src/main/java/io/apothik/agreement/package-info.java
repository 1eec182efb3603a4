/** How the next slot table is planned and chosen: agreement among the nodes of the last one. */
@NullMarked
package io.apothik.agreement;

import org.jspecify.annotations.NullMarked;
