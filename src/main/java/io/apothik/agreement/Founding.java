package io.apothik.agreement;

import io.apothik.message.Effect;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether this is where a cluster begins: nobody has a table, by their own word. Who lost sight of
 * somebody before that word may be cut off from a cluster that has one.
 */
final class Founding {
  private static final long ASK_MILLIS = 100;

  /** For so long a new cluster waits for the nodes that it should begin with. */
  private static final long EXPECT_MILLIS = 5_000;

  private final NodeName self;
  private final Consumer<Effect> out;
  private final Set<NodeName> withoutTable = new HashSet<>();
  private boolean mayBeCutOff;
  private boolean awaitsOthers;
  private int needed = 1;
  private int expected = 1;
  private long expectsUntilMillis = Long.MAX_VALUE;
  private long askedAtMillis = Long.MIN_VALUE / 2;

  Founding(Incarnation self, Consumer<Effect> out) {
    this.self = self.node();
    this.out = out;
  }

  /** This process joined others: as long as it sees none of them, it founds nothing. */
  void joinedOthers() {
    awaitsOthers = true;
  }

  /** A new cluster waits for so many cache nodes, a while, before it divides the slots. */
  void expect(int nodes) {
    expected = nodes;
  }

  /** With fewer cache nodes no cluster is founded, however long that takes. */
  void need(int nodes) {
    needed = nodes;
  }

  /**
   * Other members are there than before.
   *
   * @param hasTable whether this node has a table
   */
  void onLive(LiveSet before, LiveSet now, boolean hasTable) {
    awaitsOthers = awaitsOthers && now.members().size() <= 1;
    // Of who is gone it is not known whether it had a table, unless it said so.
    mayBeCutOff |=
        !hasTable
            && before.names().stream()
                .anyMatch(node -> !now.contains(node) && !withoutTable.contains(node));
    withoutTable.removeIf(node -> !now.contains(node));
  }

  /** A node says that it has no table, as this one. */
  void onNoTable(NodeName node) {
    withoutTable.add(node);
  }

  /** Whether nothing can be founded by itself, with those who are there. */
  boolean isStuck(LiveSet live) {
    return mayBeCutOff || awaitsOthers || live.cacheNodes().size() < needed;
  }

  /**
   * Whether the cluster begins now. Asks those whose word is missing.
   *
   * @param lossAccepted whether an operator says that it may, cut off or not
   */
  boolean isDue(LiveSet live, boolean lossAccepted, long nowMillis) {
    List<NodeName> unheard =
        live.names().stream()
            .filter(node -> !node.equals(self) && !withoutTable.contains(node))
            .toList();
    if (!unheard.isEmpty() && nowMillis - askedAtMillis >= ASK_MILLIS) {
      askedAtMillis = nowMillis;
      unheard.forEach(node -> out.accept(new Effect.Send(node, new TableRequest(self, 0, 0))));
    }
    return unheard.isEmpty() && (lossAccepted || (!isStuck(live) && isComplete(live, nowMillis)));
  }

  /** Whether those are there that were expected, or were waited for long enough. */
  private boolean isComplete(LiveSet live, long nowMillis) {
    expectsUntilMillis = Math.min(expectsUntilMillis, nowMillis + EXPECT_MILLIS);
    return live.cacheNodes().size() >= expected || nowMillis >= expectsUntilMillis;
  }
}
