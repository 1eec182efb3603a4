package io.apothik.replica;

import io.apothik.message.Effect;
import io.apothik.message.NodeMessage.Suspected;
import io.apothik.slot.NodeName;
import io.apothik.slot.Suspicion;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells the coordinator who keeps writes from being acknowledged: who has been silent for long,
 * though this node itself did not stand still meanwhile.
 */
final class Silence {
  private static final long SUSPECT_MILLIS = 1_500;

  /** Who was not asked to do what is due for so long stood still, and heard nobody meanwhile. */
  private static final long STANDSTILL_MILLIS = 500;

  private final Host host;
  private final Takeovers takeovers;
  private final Primacies primacies;
  private final Copies copies;
  private long tickedAtMillis;
  private long awakeSinceMillis;

  Silence(Host host, Takeovers takeovers, Primacies primacies, Copies copies) {
    this.host = host;
    this.takeovers = takeovers;
    this.primacies = primacies;
    this.copies = copies;
  }

  /** This node is awake. */
  void tick(long nowMillis) {
    if (nowMillis - tickedAtMillis >= STANDSTILL_MILLIS) {
      awakeSinceMillis = nowMillis;
    }
    tickedAtMillis = nowMillis;
  }

  /** Says who is silent. */
  void tell(long nowMillis) {
    if (nowMillis - awakeSinceMillis < SUSPECT_MILLIS) {
      return;
    }
    long sinceMillis = nowMillis - SUSPECT_MILLIS;
    Set<NodeName> silent = new LinkedHashSet<>(takeovers.silentSince(sinceMillis));
    silent.addAll(primacies.silentSince(sinceMillis));
    if (copies.areOverrated()) {
      silent.add(host.self());
    }
    for (NodeName node : silent) {
      host.perform(new Effect.Tell(new Suspected(new Suspicion(host.epoch(), host.self(), node))));
    }
  }
}
