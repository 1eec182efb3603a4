package io.apothik.replica;

import io.apothik.message.Duties;
import io.apothik.message.FillProgress;
import io.apothik.message.Holdings;
import io.apothik.message.KeyTrace;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.Pauses;
import io.apothik.message.Reply.CopyReport;
import io.apothik.slot.CopyRole;
import io.apothik.slot.Move;
import java.util.List;

/** Says what a node has in its copies, for those who look at the cluster. */
final class Inventory {
  private final Primacies primacies;
  private final Copies copies;

  Inventory(Primacies primacies, Copies copies) {
    this.primacies = primacies;
    this.copies = copies;
  }

  /**
   * What there is of a key.
   *
   * @param epoch of the table in force
   * @param moves what is remembered of the key's slot
   */
  CopyReport report(SlotInquiry inquiry, long epoch, List<Move> moves, long nowMillis) {
    int slot = inquiry.slot();
    Primacy primacy = primacies.get(slot);
    boolean over =
        primacy != null && primacy.isServing() && !primacy.isLive(inquiry.key(), nowMillis);
    KeyTrace trace = copies.trace(slot, inquiry.key(), over, nowMillis);
    boolean writing = primacy != null && !primacy.replication().isCommitted(inquiry.key());
    return new CopyReport(epoch, copies.role(slot), trace, writing, moves);
  }

  /** What there is, in numbers. */
  Holdings holdings(long evicted, FillProgress progress, Pauses pauses) {
    long entries = 0;
    for (Primacy primacy : primacies.all()) {
      entries += primacy.shard().liveEntries();
    }
    long all = 0;
    long bytes = 0;
    for (Shard shard : copies.all()) {
      all += shard.liveEntries();
      bytes += shard.bytes();
    }
    return new Holdings(primacies.size(), entries, all - entries, bytes, evicted, progress, pauses);
  }

  /**
   * What the node is to the slots that it has copies of, in numbers.
   *
   * @param leased whether enough members grant it a lease
   */
  Duties duties(boolean leased, long nowMillis) {
    int answering = 0;
    for (Primacy primacy : primacies.all()) {
      answering += primacy.isAnswering(nowMillis) ? 1 : 0;
    }
    int learners = 0;
    for (Shard shard : copies.all()) {
      learners += isLearner(shard) ? 1 : 0;
    }
    int others = copies.size() - primacies.size();
    return new Duties(primacies.size(), answering, others - learners, learners, leased);
  }

  private boolean isLearner(Shard shard) {
    return copies.role(shard.slot()) == CopyRole.LEARNER;
  }
}
