package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.core.Listening;
import io.apothik.message.EventMessage.Events;
import io.apothik.message.EventMessage.Listen;
import io.apothik.message.Listener;
import io.apothik.message.NodeMessage;
import io.apothik.message.Reply;
import io.apothik.message.SlotEvent.Changed;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Listens to all changes, and holds what it hears against what clients are told: of one key nothing
 * is told after something later; and when it takes a slot for fresh, it has heard of every write
 * that was acknowledged before, or that it missed some.
 */
final class Ear implements Listener {
  private static final NodeName NAME = NodeName.numbered(99, "h");
  private static final int TICK_MILLIS = 50;
  private static final long NEVER = -1;

  /** A version that somebody was told; a write was begun no earlier than that. */
  private record Fact(
      Bytes key, int slot, Version version, boolean written, long begunMillis, long toldMillis) {}

  private final World world;
  private final Listening listening;
  private final Map<Bytes, Version> heard = new HashMap<>();
  private final List<Fact> facts = new ArrayList<>();
  private final long[] missedAtMillis;
  private final long wish;
  private SlotTable table = SlotTable.NONE;
  private long completeAtMillis = NEVER;

  Ear(World world) {
    this.world = world;
    this.missedAtMillis = new long[world.slotCount()];
    this.listening =
        new Listening(
            new Incarnation(NAME, "ear"),
            world.slotCount(),
            world.settings().loops(),
            this,
            this::ask);
    this.wish = listening.wish(List.of(Bytes.EMPTY), now());
    world.connect(NAME, this::hear);
    world.show(this::onTold);
    world.timeline.in(1, this::tick);
  }

  private long now() {
    return world.timeline.nowMillis();
  }

  private void ask(NodeName to, int loop, Listen listen) {
    world.send(NAME, to, loop, listen);
  }

  /** Something is told to it. */
  static boolean isMeant(NodeName to) {
    return to.equals(NAME);
  }

  private void hear(NodeMessage message) {
    listening.on((Events) message, now());
    check();
  }

  private void tick() {
    table = world.tableInReach(NAME.value(), table);
    listening.install(table, now());
    listening.tick(now());
    if (completeAtMillis == NEVER && listening.isComplete(wish)) {
      completeAtMillis = now();
    }
    check();
    world.timeline.in(TICK_MILLIS, this::tick);
  }

  @Override
  public void changed(Changed change) {
    Version before = heard.put(change.key(), change.version());
    assertThat(before == null || !change.version().isBefore(before))
        .as("%s is told after %s, at %d", change, before, now())
        .isTrue();
  }

  @Override
  public void missed(SlotSet slots) {
    heard.keySet().removeIf(key -> slots.contains(slotOf(key)));
    slots.stream().forEach(slot -> missedAtMillis[slot] = now());
  }

  private int slotOf(Bytes key) {
    return Placement.SLOTS.slotOf(key, world.slotCount());
  }

  /** A client is told this. */
  private void onTold(Bytes key, Reply reply, long begunMillis, long toldMillis) {
    if (reply instanceof Reply.Changed write && write.changed()) {
      facts.add(new Fact(key, slotOf(key), write.version(), true, begunMillis, toldMillis));
    } else if (reply instanceof Reply.Value read && read.valueOrNull() != null) {
      facts.add(new Fact(key, slotOf(key), read.version(), false, begunMillis, toldMillis));
    }
  }

  private void check() {
    facts.removeIf(
        fact -> {
          boolean due = listening.freshAtMillis(fact.slot()) > fact.toldMillis();
          if (due) {
            check(fact, heard.get(fact.key()));
          }
          return due;
        });
  }

  private void check(Fact fact, @Nullable Version known) {
    if (known != null) {
      assertThat(known.isBefore(fact.version()))
          .as("%s, but what is heard is %s, at %d", fact, known, now())
          .isFalse();
    } else {
      long sinceMillis = Math.max(completeAtMillis, missedAtMillis[fact.slot()]);
      boolean heardAll = completeAtMillis != NEVER && fact.begunMillis() > sinceMillis;
      assertThat(fact.written() && heardAll)
          .as("%s, but nothing is heard since %d, at %d", fact, sinceMillis, now())
          .isFalse();
    }
  }

  /** Whether all that was told is held against what was heard. */
  boolean isDone() {
    return facts.isEmpty()
        && IntStream.range(0, world.slotCount())
            .allMatch(slot -> listening.freshAtMillis(slot) > now() - 2 * Listening.ASK_MILLIS);
  }

  @Override
  public String toString() {
    return "%d facts, fresh %s of %s, %s"
        .formatted(
            facts.size(),
            IntStream.range(0, world.slotCount()).mapToObj(listening::freshAtMillis).toList(),
            now(),
            table);
  }
}
