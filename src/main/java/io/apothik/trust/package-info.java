/** Who may come in, and what they may do: users, passwords and rights. */
@NullMarked
package io.apothik.trust;

import org.jspecify.annotations.NullMarked;
