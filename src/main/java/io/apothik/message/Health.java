package io.apothik.message;

import io.apothik.slot.Role;

/**
 * How a node is, as those in its own process can be told.
 *
 * @param leaving whether it is handing over what it holds in order to end
 */
public record Health(Role role, boolean leaving, Duties duties) {}
