/** The command line: every command reaches the master over the bridge. */
@NullMarked
package io.apothik.door.cli;

import org.jspecify.annotations.NullMarked;
