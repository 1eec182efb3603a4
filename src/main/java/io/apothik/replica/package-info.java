/** What one cache node holds and how it hands slots over: a state machine without I/O. */
@NullMarked
package io.apothik.replica;

import org.jspecify.annotations.NullMarked;
