/** What comes of a run: tables and plots. */
@NullMarked
package io.apothik.bench.report;

import org.jspecify.annotations.NullMarked;
