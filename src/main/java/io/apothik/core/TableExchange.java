package io.apothik.core;

import io.apothik.message.Effect;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Amendment;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import io.apothik.slot.TableDifference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How those who have an older table come to a newer one. Whoever chose it shows it to everybody;
 * what is here is for those whom that does not reach. So a while passes before two nodes that learn
 * that one is behind do something about it: mostly the table is on its way.
 *
 * <p>Who is behind is so to all others, and a table is large: so it is shown one unasked by the
 * oldest nodes alone, and asks for it one at a time of those that say that they have a newer one.
 */
final class TableExchange {
  /** So many nodes, the oldest, show their table unasked to who has an older one. */
  static final int ELDERS = 3;

  /** So long a new table may be on its way. */
  private static final long ON_ITS_WAY_MILLIS = 100;

  /** A table is as much as a hundred entries: it is shown to nobody twice within so long. */
  private static final long SHOW_MILLIS = 100;

  /** When a node that had the one table was shown the other, or asked for it. */
  private record Shown(long epoch, long lineage, long hasEpoch, long hasLineage, long atMillis) {
    Shown at(long millis) {
      return new Shown(epoch, lineage, hasEpoch, hasLineage, millis);
    }
  }

  private final NodeName self;
  private final Consumer<Effect> out;
  private final Map<NodeName, Shown> shown = new HashMap<>();
  private final Map<NodeName, Shown> asked = new HashMap<>();
  private SlotTable table = SlotTable.NONE;
  private @Nullable TableDifference latest;
  private long installedAtMillis;
  private @Nullable Long behindSinceMillis;
  private @Nullable Shown sought;
  private boolean isElder;

  TableExchange(NodeName self, Consumer<Effect> out) {
    this.self = self;
    this.out = out;
  }

  /** Other members are there. */
  void onLive(LiveSet live) {
    isElder = live.cacheNodes().stream().limit(ELDERS).anyMatch(self::equals);
    shown.keySet().removeIf(node -> !live.contains(node));
    asked.keySet().removeIf(node -> !live.contains(node));
  }

  /** This node acts under another table. */
  void install(SlotTable next, long nowMillis) {
    latest = table.slotCount() == next.slotCount() ? table.differenceTo(next) : null;
    table = next;
    installedAtMillis = nowMillis;
    behindSinceMillis = null;
  }

  /** Another node has the table with that epoch and lineage. */
  void compare(NodeName other, long epoch, long lineage, long nowMillis) {
    if (epoch == table.epoch() && lineage == table.lineage()) {
      return;
    }
    if (!table.isNewerThan(epoch, lineage)) {
      onBehind(other, epoch, lineage, nowMillis);
    } else if (isElder && (epoch == 0 || nowMillis - installedAtMillis >= ON_ITS_WAY_MILLIS)) {
      show(other, epoch, lineage, nowMillis);
    }
  }

  private void onBehind(NodeName other, long epoch, long lineage, long nowMillis) {
    if (behindSinceMillis == null) {
      behindSinceMillis = nowMillis;
    }
    Shown now = new Shown(epoch, lineage, table.epoch(), table.lineage(), nowMillis);
    boolean may = table.isEmpty() || nowMillis - behindSinceMillis >= ON_ITS_WAY_MILLIS;
    if (may && isDue(sought, now)) {
      sought = now;
      ask(other, nowMillis);
    }
  }

  /** Asks a node for its table. */
  void ask(NodeName other, long nowMillis) {
    if (isDue(asked, other, table.epoch(), table.lineage(), nowMillis)) {
      out.accept(new Effect.Send(other, new TableRequest(self, table.epoch(), table.lineage())));
    }
  }

  void on(TableRequest request, long nowMillis) {
    boolean neither = request.epoch() == 0 && table.isEmpty();
    if (table.isNewerThan(request.epoch(), request.lineage())) {
      show(request.from(), request.epoch(), request.lineage(), nowMillis);
    } else if (neither) {
      out.accept(new Effect.Send(request.from(), new Announcement(self, table)));
    }
  }

  /** Shows the table to a node that has, or should have, the one with that epoch and lineage. */
  void show(NodeName node, long hasEpoch, long hasLineage, long nowMillis) {
    if (isDue(shown, node, hasEpoch, hasLineage, nowMillis)) {
      out.accept(new Effect.Send(node, tableFor(hasEpoch, hasLineage)));
    }
  }

  private NodeMessage tableFor(long hasEpoch, long hasLineage) {
    TableDifference difference = latest;
    return difference != null
            && difference.baseEpoch() == hasEpoch
            && difference.baseLineage() == hasLineage
        ? new Amendment(self, difference)
        : new Announcement(self, table);
  }

  private boolean isDue(
      Map<NodeName, Shown> last, NodeName node, long hasEpoch, long hasLineage, long nowMillis) {
    Shown before = last.get(node);
    Shown now = new Shown(table.epoch(), table.lineage(), hasEpoch, hasLineage, nowMillis);
    boolean due = isDue(before, now);
    if (due) {
      last.put(node, now);
    }
    return due;
  }

  private static boolean isDue(@Nullable Shown before, Shown now) {
    return before == null
        || now.atMillis() - before.atMillis() >= SHOW_MILLIS
        || !now.equals(before.at(now.atMillis()));
  }
}
