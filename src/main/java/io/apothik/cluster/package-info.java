/** Membership, the coordinator, and how a slot table reaches every node. */
@NullMarked
package io.apothik.cluster;

import org.jspecify.annotations.NullMarked;
