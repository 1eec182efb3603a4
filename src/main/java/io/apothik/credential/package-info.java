/** What a process knows of who may come in, and proves itself with: files that are watched. */
@NullMarked
package io.apothik.credential;

import org.jspecify.annotations.NullMarked;
