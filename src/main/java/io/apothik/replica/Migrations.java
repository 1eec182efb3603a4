package io.apothik.replica;

import io.apothik.message.Effect;
import io.apothik.message.FillProgress;
import io.apothik.message.NodeMessage.Synced;
import io.apothik.message.PeerMessage.ChunkAccepted;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import io.apothik.slot.SyncReport;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that this node fills learners with: one feed a learner, within a rate, and the reports to the
 * coordinator of what is complete.
 */
final class Migrations {
  private static final long REPORT_MILLIS = 250;
  private static final long REPORT_AGAIN_MILLIS = 1_000;

  /** What was reported of a learner last. */
  private record Reported(long epoch, int slots, long atMillis) {}

  private final Host host;
  private final Map<NodeName, Feed> feeds = new LinkedHashMap<>();
  private final Map<NodeName, Reported> reported = new LinkedHashMap<>();
  private final FillRate rate = new FillRate();
  private long bytesPerSecond = 1;
  private long nextFeed;
  private long budget;
  private long filledAtMillis;
  private long reportedAtMillis;

  /**
   * @param firstFeed greater than any number that an earlier process of this name can have used
   */
  Migrations(Host host, long firstFeed) {
    this.host = host;
    this.nextFeed = firstFeed;
  }

  /**
   * From now on so much may be sent to all learners together.
   *
   * @param rate in bytes a second, at least 1
   */
  void limit(long rate) {
    bytesPerSecond = rate;
  }

  /** Drops what another table does not want any more. */
  void review() {
    for (Feed feed : feeds.values()) {
      if (feed.review(nextFeed)) {
        nextFeed++;
      }
    }
    feeds.values().removeIf(Feed::isIdle);
  }

  /** Fills the learners of a slot, each in its turn. */
  void add(Primacy primacy, Collection<Copy> learners) {
    for (Copy copy : learners) {
      add(primacy, copy);
    }
  }

  private void add(Primacy primacy, Copy learner) {
    if (primacy.replication().needsFeeding(learner)) {
      feeds
          .computeIfAbsent(learner.node(), node -> new Feed(node, nextFeed++, host))
          .add(primacy, learner);
    }
  }

  /** Fills the learners of a slot that were none under the table before. */
  void addNew(Primacy primacy, SlotTable previous) {
    int slot = primacy.shard().slot();
    List<Copy> before = previous.isEmpty() ? List.of() : previous.owners(slot).learners();
    for (Copy learner : primacy.replication().owners().learners()) {
      if (!before.contains(learner)) {
        add(primacy, learner);
      }
    }
  }

  void onAccepted(ChunkAccepted answer, Iterable<Primacy> primacies, long nowMillis) {
    Feed feed = feeds.get(answer.from());
    if (feed != null) {
      feed.onAccepted(answer.feed(), answer.sequence());
      send(nowMillis);
      if (feed.isIdle()) {
        report(primacies, nowMillis);
      }
    }
  }

  /** Sends what may be sent. */
  void send(long nowMillis) {
    refill(nowMillis);
    for (Feed feed : feeds.values()) {
      long sent = feed.send(budget, nowMillis);
      budget -= sent;
      rate.count(sent, nowMillis);
    }
  }

  /** What is not used within a quarter of a second is lost, so that there are no bursts. */
  private void refill(long nowMillis) {
    long fresh = bytesPerSecond * Math.min(1_000, nowMillis - filledAtMillis) / 1_000;
    if (fresh > 0) {
      budget = Math.min(budget + fresh, Math.max(1, bytesPerSecond / 4));
      filledAtMillis = nowMillis;
    }
  }

  void tick(Iterable<Primacy> primacies, long nowMillis) {
    send(nowMillis);
    if (nowMillis - reportedAtMillis >= REPORT_MILLIS) {
      report(primacies, nowMillis);
    }
  }

  private void report(Iterable<Primacy> primacies, long nowMillis) {
    reportedAtMillis = nowMillis;
    Map<NodeName, SlotSet.Builder> complete = new LinkedHashMap<>();
    for (Primacy primacy : primacies) {
      for (NodeName learner : primacy.replication().complete()) {
        complete
            .computeIfAbsent(learner, absent -> new SlotSet.Builder())
            .add(primacy.shard().slot());
      }
    }
    complete.forEach((learner, slots) -> report(learner, slots.build(), nowMillis));
  }

  private void report(NodeName learner, SlotSet slots, long nowMillis) {
    Reported last = reported.get(learner);
    boolean isNews =
        last == null
            || last.epoch() != host.epoch()
            || last.slots() != slots.size()
            || nowMillis - last.atMillis() >= REPORT_AGAIN_MILLIS;
    if (isNews) {
      reported.put(learner, new Reported(host.epoch(), slots.size(), nowMillis));
      host.perform(
          new Effect.Tell(new Synced(new SyncReport(host.epoch(), host.self(), learner, slots))));
    }
  }

  /** How far all of it is. */
  FillProgress progress(long nowMillis) {
    int slots = feeds.values().stream().mapToInt(Feed::slotsLeft).sum();
    long bytes = feeds.values().stream().mapToLong(Feed::bytesLeft).sum();
    return slots == 0
        ? FillProgress.NONE
        : new FillProgress(slots, bytes, rate.bytesPerSecond(nowMillis));
  }
}
