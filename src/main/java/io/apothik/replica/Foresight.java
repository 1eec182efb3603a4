package io.apothik.replica;

import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.slot.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what some requests or messages are about before the first of them is done. From its slot
 * to its entry each follows half a dozen references, each to somewhere else in memory, and waits
 * for one after the other; here the same step is made for many of them, and the processor waits for
 * several at once (Chen, Ailamaki, Gibbons and Mowry, "Improving Hash Join Performance through
 * Prefetching", ICDE 2004: group prefetching).
 *
 * <p>Changes nothing. Used by one thread.
 */
final class Foresight {
  private static final int GROUP_MAX = 64;

  private final Primacies primacies;
  private final Copies copies;
  private final @Nullable Primacy[] led = new Primacy[GROUP_MAX];
  private final @Nullable Shard[] shards = new Shard[GROUP_MAX];
  private final Bytes[] keys = new Bytes[GROUP_MAX];
  private final @Nullable Cell[] cells = new Cell[GROUP_MAX];

  /** Of what was seen: so the compiler cannot take the looks for useless. */
  @SuppressWarnings("UnusedVariable")
  private int sum;

  Foresight(Primacies primacies, Copies copies) {
    this.primacies = primacies;
    this.copies = copies;
  }

  /** These requests come next. */
  void onRequests(List<SlotRequest> requests) {
    for (int from = 0; from < requests.size(); from += GROUP_MAX) {
      int count = Math.min(GROUP_MAX, requests.size() - from);
      for (int i = 0; i < count; i++) {
        SlotRequest request = requests.get(from + i);
        led[i] = primacies.get(request.slot());
        keys[i] = request.request().key();
      }
      lookAtPrimacies(count);
      for (int i = 0; i < count; i++) {
        Primacy primacy = led[i];
        shards[i] = primacy == null ? null : primacy.shard();
      }
      lookAtCells(count);
    }
  }

  /** What others said comes next. */
  void onMessages(List<PeerMessage> messages) {
    for (int from = 0; from < messages.size(); from += GROUP_MAX) {
      int count = Math.min(GROUP_MAX, messages.size() - from);
      for (int i = 0; i < count; i++) {
        PeerMessage message = messages.get(from + i);
        Replicate replicate = message instanceof Replicate writes ? writes : null;
        led[i] = message instanceof Replicated done ? primacies.get(done.slot()) : null;
        shards[i] = replicate == null ? null : copies.shard(replicate.slot());
        keys[i] = replicate == null ? Bytes.EMPTY : replicate.changes().get(0).key();
      }
      lookAtPrimacies(count);
      lookAtCells(count);
    }
  }

  private void lookAtPrimacies(int count) {
    for (int i = 0; i < count; i++) {
      Primacy primacy = led[i];
      sum += primacy == null ? 0 : (int) primacy.replication().term();
    }
    for (int i = 0; i < count; i++) {
      Primacy primacy = led[i];
      sum += primacy == null ? 0 : primacy.replication().size() + primacy.shard().liveEntries();
    }
  }

  private void lookAtCells(int count) {
    for (int i = 0; i < count; i++) {
      Shard shard = shards[i];
      sum += shard == null ? 0 : shard.liveEntries();
    }
    for (int i = 0; i < count; i++) {
      Shard shard = shards[i];
      cells[i] = shard == null ? null : shard.guess(keys[i].hashCode());
    }
    for (int i = 0; i < count; i++) {
      Cell cell = cells[i];
      sum += cell == null ? 0 : cell.glance();
    }
  }
}
