package io.apothik.replica;

import io.apothik.message.NodeMessage.Chunk;
import io.apothik.slot.NodeName;
import java.util.HashMap;
import java.util.Map;

/** The receiver's side of handovers: which chunk of which batch each sender may send next. */
final class Incoming {
  /** Where a chunk stands in the order of what its sender sends. */
  enum Turn {
    NEXT,
    /** Applied already; its answer was lost. */
    REPEATED,
    /** Of a batch that was given up, or after a gap. */
    OUT_OF_SEQUENCE
  }

  private static final int CALLED_OFF = -1;

  private record Progress(long batch, int next) {}

  private final Map<NodeName, Progress> senders = new HashMap<>();

  Turn turnOf(Chunk chunk) {
    Progress known = senders.getOrDefault(chunk.from(), new Progress(Long.MIN_VALUE, 0));
    if (chunk.batch() > known.batch()) {
      return chunk.sequence() == 0 ? Turn.NEXT : Turn.OUT_OF_SEQUENCE;
    }
    boolean over = chunk.batch() < known.batch() || known.next() == CALLED_OFF;
    if (over || chunk.sequence() > known.next()) {
      return Turn.OUT_OF_SEQUENCE;
    }
    return chunk.sequence() == known.next() ? Turn.NEXT : Turn.REPEATED;
  }

  /** What the sender's current batch brought is not held any more: no further chunk of it fits. */
  void forget(NodeName sender) {
    senders.computeIfPresent(
        sender, (same, progress) -> new Progress(progress.batch(), CALLED_OFF));
  }

  void applied(Chunk chunk) {
    senders.put(chunk.from(), new Progress(chunk.batch(), chunk.sequence() + 1));
  }
}
