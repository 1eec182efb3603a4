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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What holds when nobody writes any more, and all along as far as only the end shows it. */
final class Ending {
  private static final int AGREE_MILLIS_MAX = 5_000;
  private static final int ANSWER_MILLIS_MAX = 10_000;
  private static final int HEAR_MILLIS_MAX = 10_000;

  private final World world;
  private final List<Client> clients;
  private final Scans scans;
  private final Pace pace;
  private final @Nullable Ear ear;

  /**
   * @param ear who listens, or null
   */
  Ending(World world, List<Client> clients, Scans scans, Pace pace, @Nullable Ear ear) {
    this.world = world;
    this.clients = clients;
    this.scans = scans;
    this.pace = pace;
    this.ear = ear;
  }

  /** All copies of a slot become equal, and every primary may answer. */
  void awaitAgreement() {
    await(() -> differing().isEmpty(), AGREE_MILLIS_MAX);
    assertThat(differing()).as("keys of which copies differ").isEmpty();
    await(() -> silent().isEmpty(), ANSWER_MILLIS_MAX);
    assertThat(silent()).as("who may not answer for all of its slots").isEmpty();
  }

  private void await(BooleanSupplier condition, long millisMax) {
    long until = world.timeline.nowMillis() + millisMax;
    while (world.timeline.nowMillis() < until && !condition.getAsBoolean()) {
      world.timeline.step();
    }
  }

  private List<String> silent() {
    return world.alive().stream()
        .filter(process -> !process.answersForAll())
        .map(process -> process.name().value())
        .toList();
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
    List<Client.Work> reads = pace == Pace.PAIRED ? PairWork.reads() : RandomWork.reads();
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
    List<Line> lines = pace == Pace.SPLIT ? world.laws.lines() : List.of(onlyLine);
    for (Line line : lines) {
      assertThat(deadly || line.isLossless()).as("nothing is lost while few die").isTrue();
      History history = world.journal.along(line);
      if (pace == Pace.MORTAL) {
        checkLifetimes(line, history);
      }
      Verdict verdict = Linearizability.check(history);
      // Of one history in some ten thousand the search is too long: that says nothing.
      assertThat(verdict.kind())
          .as("%s, along %s", verdict, line)
          .isNotEqualTo(Verdict.Kind.VIOLATION);
    }
    checkScans(onlyLine);
    awaitHeard();
  }

  /** Who listens hears all in the end. */
  private void awaitHeard() {
    if (ear != null) {
      await(ear::isDone, HEAR_MILLIS_MAX);
      assertThat(ear.isDone()).as("all is heard by %s", ear).isTrue();
    }
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
