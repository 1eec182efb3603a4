/** Apothik, an elastic distributed in-memory cache of Vert.x clustered verticles. */
@NullMarked
package io.apothik;

import org.jspecify.annotations.NullMarked;
