package io.apothik.node;

import io.apothik.message.JournalEvent.Kind;
import io.apothik.message.Limits;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notes in words who comes and goes. Who goes by its own will says so to all before it ends; so
 * whoever is gone without that has died, or is cut off. Safe for use by several threads.
 */
final class Chronicle {
  private final NodeName self;
  private final Journal journal;

  /** Those that said that they go, of late. */
  private final Set<Incarnation> going =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Incarnation, Boolean> eldest) {
              return size() > Limits.DEPARTED_NODES_MAX;
            }
          });

  Chronicle(NodeName self, Journal journal) {
    this.self = self;
    this.journal = journal;
  }

  /** A process says that it goes now. */
  synchronized void onGoing(Incarnation process) {
    going.add(process);
  }

  /**
   * Other members are there.
   *
   * @param table by which this node routes
   */
  synchronized void onLive(LiveSet before, LiveSet now, SlotTable table) {
    if (!before.contains(self)) {
      noteArrival(now);
      return;
    }
    String leader = leader(before, now);
    for (Member member : before.members()) {
      if (!now.has(member.process())) {
        noteGone(member, table, leader);
      }
    }
    for (Member member : now.members()) {
      if (!before.has(member.process())) {
        journal.note(
            Kind.NODE_JOINED,
            member.name(),
            "%s joined as a %s node: %d nodes are there"
                .formatted(member.name(), member.role().label(), now.members().size()));
      }
    }
  }

  private void noteArrival(LiveSet now) {
    String others =
        now.names().stream()
            .filter(node -> !node.equals(self))
            .map(NodeName::value)
            .collect(Collectors.joining(", "));
    journal.note(
        Kind.NODE_JOINED,
        self,
        others.isEmpty()
            ? "this node is here, and sees no other"
            : "this node joined those that it sees: " + others);
  }

  /** Who plans from now on, if that is another one. */
  private static String leader(LiveSet before, LiveSet now) {
    return Objects.equals(before.coordinator(), now.coordinator())
        ? ""
        : now.coordinator().map(node -> "; the coordinator is " + node + " now").orElse("");
  }

  private void noteGone(Member member, SlotTable table, String leader) {
    NodeName node = member.name();
    int slots = table.isMember(member.process()) ? table.slotsServed().getOrDefault(node, 0) : 0;
    if (going.remove(member.process())) {
      String left =
          slots == 0 ? "it holds nothing any more" : "it left %d slots behind".formatted(slots);
      journal.note(
          Kind.NODE_LEFT, node, "%s left, as it had said: %s%s".formatted(node, left, leader));
    } else {
      String held = slots == 0 ? "" : ", and it served %d slots".formatted(slots);
      journal.note(
          Kind.NODE_DIED,
          node,
          "%s died, or is cut off: it is gone without a word%s%s".formatted(node, held, leader));
    }
  }
}
