/** The page that shows the cluster: its files, and the socket on which it asks. */
@NullMarked
package io.apothik.door.web;

import org.jspecify.annotations.NullMarked;
