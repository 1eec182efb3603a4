/**
 * The failure laboratory: faults that somebody names, on a simulated cluster under load, and what
 * they cost with one setting and another. The same scenario has the same outcome each time.
 */
@NullMarked
package io.apothik.lab;

import org.jspecify.annotations.NullMarked;
