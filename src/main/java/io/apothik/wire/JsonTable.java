package io.apothik.wire;

import io.apothik.message.TableView;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replies to {@code table} as JSON. A table is large and asked for by many, so each is written
 * once. Safe for use by several threads.
 */
public final class JsonTable {
  private volatile @Nullable Written latest;

  /** What was written of a table; not to be changed. */
  private record Written(TableView view, JsonObject json) {
    boolean isOf(TableView other) {
      return view.table().equals(other.table()) && view.web().equals(other.web());
    }
  }

  /** The reply, which is the caller's own; the parts in it are not. */
  public JsonObject encode(TableView view) {
    if (view.known()) {
      return new JsonObject().put("ok", true).put("epoch", view.table().epoch());
    }
    Written written = latest;
    if (written == null || !written.isOf(view)) {
      written = new Written(view, new Writing().write(view));
      latest = written;
    }
    return new JsonObject(new HashMap<>(written.json().getMap()));
  }

  /** One table that is being written: each node and each group of owners once, by number. */
  private static final class Writing {
    private final JsonArray nodes = new JsonArray();
    private final JsonArray copies = new JsonArray();
    private final Map<NodeName, Integer> numbersOfNodes = new HashMap<>();
    private final Map<List<List<Integer>>, Integer> numbersOfCopies = new HashMap<>();

    JsonObject write(TableView view) {
      SlotTable table = view.table();
      ByteBuffer assignment =
          ByteBuffer.allocate(Short.BYTES * table.slotCount()).order(ByteOrder.LITTLE_ENDIAN);
      table.allOwners().forEach(owners -> assignment.putShort((short) numberOf(owners)));
      JsonObject web = new JsonObject();
      view.web().forEach((node, address) -> web.put(node.value(), address));
      return new JsonObject()
          .put("ok", true)
          .put("epoch", table.epoch())
          .put("slots", table.slotCount())
          .put("nodes", nodes)
          .put("web", web)
          .put("copies", copies)
          .put("assignment", Base64.getEncoder().encodeToString(assignment.array()));
    }

    private int numberOf(SlotOwners owners) {
      List<List<Integer>> group =
          List.of(
              List.of(numberOf(owners.primary())),
              owners.backups().stream().map(this::numberOf).toList(),
              owners.learners().stream().map(this::numberOf).toList());
      Integer number = numbersOfCopies.get(group);
      return number == null ? add(group) : number;
    }

    private int add(List<List<Integer>> group) {
      numbersOfCopies.put(group, copies.size());
      copies.add(
          new JsonObject()
              .put("primary", group.get(0).get(0))
              .put("backups", new JsonArray(group.get(1)))
              .put("learners", new JsonArray(group.get(2))));
      return copies.size() - 1;
    }

    private int numberOf(Copy copy) {
      Integer number = numbersOfNodes.get(copy.node());
      if (number == null) {
        number = nodes.size();
        numbersOfNodes.put(copy.node(), number);
        nodes.add(copy.node().value());
      }
      return number;
    }
  }
}
