/** The HTTP door: how a node is, and its metrics, for operators and their tools. */
@NullMarked
package io.apothik.door.http;

import org.jspecify.annotations.NullMarked;
