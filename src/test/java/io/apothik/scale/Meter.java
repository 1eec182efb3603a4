package io.apothik.scale;

import io.apothik.message.Message;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Amendment;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.scale.Cost.Publication;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import io.apothik.wire.MessageWire;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what a cluster does until it is read. */
final class Meter {
  private final Map<Class<?>, Topic> topics = new HashMap<>();
  private final Map<Topic, Long> messages = new EnumMap<>(Topic.class);
  private final Map<Topic, Long> bytes = new EnumMap<>(Topic.class);
  private final Map<NodeName, Long> nanos = new HashMap<>();
  private final List<SlotTable> tables = new ArrayList<>();
  private SlotTable newest = SlotTable.NONE;
  private long sinceMillis;

  void sent(NodeMessage message, int length) {
    Topic topic = topics.computeIfAbsent(message.getClass(), same -> Topic.of(message));
    messages.merge(topic, 1L, Long::sum);
    bytes.merge(topic, (long) length, Long::sum);
  }

  void spent(NodeName node, long spentNanos) {
    nanos.merge(node, spentNanos, Long::sum);
  }

  /** A node acts under this table, maybe as the first to do so. */
  void installed(SlotTable table) {
    if (table.isNewerThan(newest)) {
      if (tables.isEmpty()) {
        tables.add(newest);
      }
      newest = table;
      tables.add(table);
    }
  }

  /** The newest table that any node has or had. */
  SlotTable newest() {
    return newest;
  }

  /** What was counted since it was asked last, and begins anew. */
  Cost read(long nowMillis) {
    List<Publication> published = new ArrayList<>();
    for (int i = 1; i < tables.size(); i++) {
      published.add(publication(tables.get(i - 1), tables.get(i)));
    }
    long all = nanos.values().stream().mapToLong(Long::longValue).sum();
    long busiest = nanos.values().stream().mapToLong(Long::longValue).max().orElse(0);
    Cost cost = new Cost(nowMillis - sinceMillis, messages, bytes, all, busiest, published);
    messages.clear();
    bytes.clear();
    nanos.clear();
    tables.clear();
    sinceMillis = nowMillis;
    return cost;
  }

  private static Publication publication(SlotTable before, SlotTable table) {
    NodeName from = table.members().get(0).node();
    long full = length(new Announcement(from, table));
    return before.isEmpty()
        ? new Publication(full, full, table.slotCount())
        : new Publication(
            full,
            length(new Amendment(from, before.differenceTo(table))),
            before.slotsOtherThan(table).size());
  }

  private static int length(Message message) {
    Buffer buffer = Buffer.buffer();
    MessageWire.encode(buffer, message);
    return buffer.length();
  }
}
