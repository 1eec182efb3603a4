/** The systems that are measured, each behind the same small interface. */
@NullMarked
package io.apothik.bench.system;

import org.jspecify.annotations.NullMarked;
