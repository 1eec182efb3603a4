/** A cluster of child JVMs on this machine, supervised by a master in the foreground. */
@NullMarked
package io.apothik.supervisor;

import org.jspecify.annotations.NullMarked;
