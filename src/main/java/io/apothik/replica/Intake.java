package io.apothik.replica;

import io.apothik.message.PeerMessage.Chunk;
import io.apothik.slot.NodeName;
import java.util.HashMap;
import java.util.Map;

/** The receiver's side of feeds: which chunk of which feed each sender may send next. */
final class Intake {
  /** Where a chunk stands in the order of what its sender sends. */
  enum Turn {
    NEXT,
    /** Taken in already; the answer was lost. */
    REPEATED,
    /** Of a feed that was given up, or after a gap. */
    OUT_OF_TURN
  }

  private record Progress(long feed, int next) {}

  private final Map<NodeName, Progress> senders = new HashMap<>();

  Turn turnOf(Chunk chunk) {
    Progress known = senders.getOrDefault(chunk.from(), new Progress(Long.MIN_VALUE, 0));
    if (chunk.feed() > known.feed()) {
      return chunk.sequence() == 0 ? Turn.NEXT : Turn.OUT_OF_TURN;
    } else if (chunk.feed() < known.feed() || chunk.sequence() > known.next()) {
      return Turn.OUT_OF_TURN;
    }
    return chunk.sequence() == known.next() ? Turn.NEXT : Turn.REPEATED;
  }

  void taken(Chunk chunk) {
    senders.put(chunk.from(), new Progress(chunk.feed(), chunk.sequence() + 1));
  }
}
