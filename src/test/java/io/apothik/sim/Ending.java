package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.history.History;
import io.apothik.history.Linearizability;
import io.apothik.history.Verdict;
import io.apothik.message.KeyTrace;
import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotTable;
import java.util.List;

/** What holds when nobody writes any more, and all along as far as only the end shows it. */
final class Ending {
  private static final int AGREE_MILLIS_MAX = 5_000;

  private final World world;
  private final List<Client> clients;
  private final Scans scans;

  Ending(World world, List<Client> clients, Scans scans) {
    this.world = world;
    this.clients = clients;
    this.scans = scans;
  }

  /** All copies of a slot become equal. */
  void awaitAgreement() {
    long until = world.timeline.nowMillis() + AGREE_MILLIS_MAX;
    while (world.timeline.nowMillis() < until && !differing().isEmpty()) {
      world.timeline.step();
    }
    assertThat(differing()).as("keys of which copies differ").isEmpty();
  }

  private List<String> differing() {
    return RandomWork.keys().stream().filter(key -> !agree(Bytes.utf8(key))).toList();
  }

  private boolean agree(Bytes key) {
    SlotTable table = world.alive().get(0).table();
    int slot = Placement.SLOTS.slotOf(key, table.slotCount());
    List<KeyTrace> traces =
        table.owners(slot).copies().stream()
            .flatMap(copy -> world.at(copy.node()).stream())
            .map(process -> process.trace(slot, key))
            .toList();
    return traces.stream().allMatch(traces.get(0)::agreesWith);
  }

  /** What is there in the end has to follow from what was told before. */
  void readAll() {
    List<Client.Work> reads = world.pace() == Pace.PAIRED ? PairWork.reads() : RandomWork.reads();
    for (int i = 0; i < reads.size(); i++) {
      Client client = clients.get(i % clients.size());
      while (!client.isIdle()) {
        world.timeline.step();
      }
      client.begin(reads.get(i));
    }
    while (!clients.stream().allMatch(Client::isIdle)) {
      world.timeline.step();
    }
  }

  /**
   * What was told is linearizable.
   *
   * @param deadly whether slots may be lost
   */
  void check(boolean deadly) {
    Line onlyLine = world.laws.onlyLine();
    List<Line> lines = world.pace() == Pace.SPLIT ? world.laws.lines() : List.of(onlyLine);
    for (Line line : lines) {
      assertThat(deadly || line.isLossless()).as("nothing is lost while few die").isTrue();
      History history = world.journal.along(line);
      if (world.pace() == Pace.MORTAL) {
        checkLifetimes(line, history);
      }
      Verdict verdict = Linearizability.check(history);
      // Of one history in some ten thousand the search is too long: that says nothing.
      assertThat(verdict.kind())
          .as("%s, along %s", verdict, line)
          .isNotEqualTo(Verdict.Kind.VIOLATION);
    }
    checkScans(onlyLine);
  }

  private void checkLifetimes(Line line, History history) {
    for (String key : RandomWork.keys()) {
      Lifetimes lifetimes = new Lifetimes(world.journal.about(key), line, world.latenessMillis());
      lifetimes.permitEnds(history);
      lifetimes.check();
    }
  }

  private void checkScans(Line line) {
    for (String key : RandomWork.keys()) {
      Presence presence = new Presence(key, world.journal.about(key), line);
      scans.ended().forEach(presence::check);
    }
  }
}
