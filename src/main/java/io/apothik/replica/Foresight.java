package io.apothik.replica;

import io.apothik.message.NodeMessage.SlotRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what some requests are about before the first of them is done. From its slot to its
 * entry a request follows half a dozen references, each to somewhere else in memory, and waits for
 * one after the other; here the same step is made for many requests, and the processor waits for
 * several at once (Chen, Ailamaki, Gibbons and Mowry, "Improving Hash Join Performance through
 * Prefetching", ICDE 2004: group prefetching).
 *
 * <p>Changes nothing. Used by one thread.
 */
final class Foresight {
  private static final int GROUP_MAX = 64;

  private final @Nullable Primacy[] primacies = new Primacy[GROUP_MAX];
  private final @Nullable Cell[] cells = new Cell[GROUP_MAX];

  /** Of what was seen: so the compiler cannot take the looks for useless. */
  @SuppressWarnings("UnusedVariable")
  private int sum;

  /** Looks at what these requests are about. */
  void look(Primacies bySlot, List<SlotRequest> requests) {
    for (int from = 0; from < requests.size(); from += GROUP_MAX) {
      look(bySlot, requests, from, Math.min(GROUP_MAX, requests.size() - from));
    }
  }

  private void look(Primacies bySlot, List<SlotRequest> requests, int from, int count) {
    for (int i = 0; i < count; i++) {
      primacies[i] = bySlot.get(requests.get(from + i).slot());
    }
    for (int i = 0; i < count; i++) {
      Primacy primacy = primacies[i];
      sum += primacy == null ? 0 : (int) primacy.replication().term();
    }
    for (int i = 0; i < count; i++) {
      Primacy primacy = primacies[i];
      sum += primacy == null ? 0 : primacy.shard().liveEntries();
    }
    for (int i = 0; i < count; i++) {
      Primacy primacy = primacies[i];
      cells[i] =
          primacy == null
              ? null
              : primacy.shard().guess(requests.get(from + i).request().key().hashCode());
    }
    for (int i = 0; i < count; i++) {
      Cell cell = cells[i];
      sum += cell == null ? 0 : cell.glance();
    }
  }
}
