/** The door for Java programs: typed caches over the node in their own process. */
@NullMarked
package io.apothik.door.api;

import org.jspecify.annotations.NullMarked;
