package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Cursor;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.Reply;
import io.apothik.sim.Journal.Told;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A client that looks which keys there are, scan after scan: of slots that follow each other it
 * asks their primary, and goes on where that one stopped, wherever the slots go meanwhile.
 */
final class Scans {
  private static final String NAME = "scanner";
  private static final int COUNT_MAX = 3;
  private static final int REST_MILLIS_MAX = 40;

  /** A scan that came to its end. */
  record Scan(long beginMillis, long endMillis, Set<String> keys) {}

  private final World world;
  private final int patienceMillis;
  private final List<Scan> ended = new ArrayList<>();
  private final Set<String> keys = new LinkedHashSet<>();
  private SlotTable table = SlotTable.NONE;
  private Cursor at = Cursor.START;
  private long beginMillis;
  private int attempt;

  /**
   * @param patienceMillis after how long it asks again
   */
  Scans(World world, int patienceMillis) {
    this.world = world;
    this.patienceMillis = patienceMillis;
  }

  /** Those that came to their end. */
  List<Scan> ended() {
    return ended;
  }

  /** Begins to scan, and does so as long as there is something to come. */
  void begin() {
    beginMillis = world.timeline.nowMillis();
    keys.clear();
    at = Cursor.START;
    ask();
  }

  private void ask() {
    int number = ++attempt;
    table = world.tableInReach(NAME, table);
    if (table.isEmpty()) {
      askAgainSoon();
      return;
    }
    NodeName primary = table.owners(at.slot()).primary().node();
    int[] slots =
        IntStream.range(at.slot(), table.slotCount())
            .takeWhile(slot -> table.owners(slot).isPrimary(primary))
            .toArray();
    SlotScan message =
        new SlotScan(
            table.epoch(),
            SlotSet.of(slots),
            at.afterOrNull(),
            Bytes.EMPTY,
            1 + world.random.nextInt(COUNT_MAX));
    Cursor end = new Cursor(at.slot() + slots.length, null);
    Consumer<Told> onReply = world.network.once(told -> onReply(number, told.reply(), end));
    world.network.send(
        NAME,
        primary.value(),
        () ->
            world
                .at(primary)
                .ifPresent(
                    process ->
                        process.onScan(
                            message,
                            told ->
                                world.network.send(
                                    primary.value(), NAME, () -> onReply.accept(told)))));
    world.timeline.in(patienceMillis, () -> onSilence(number));
  }

  private void onSilence(int number) {
    if (number == attempt) {
      askAgainSoon();
    }
  }

  private void onReply(int number, Reply reply, Cursor end) {
    if (number != attempt) {
      return;
    }
    if (reply instanceof Reply.Page page) {
      page.keys().forEach(key -> take(key.key().asText().orElseThrow()));
      at = page.nextOrNull() == null ? end : page.nextOrNull();
    }
    if (at.slot() >= table.slotCount()) {
      ended.add(new Scan(beginMillis, world.timeline.nowMillis(), Set.copyOf(keys)));
      attempt++;
      world.timeline.in(1 + world.random.nextInt(REST_MILLIS_MAX), this::begin);
    } else {
      askAgainSoon();
    }
  }

  private void take(String key) {
    assertThat(keys.add(key)).as("%s is reported twice, at last before %s", key, at).isTrue();
  }

  private void askAgainSoon() {
    attempt++;
    world.timeline.in(1 + world.random.nextInt(REST_MILLIS_MAX), this::ask);
  }
}
