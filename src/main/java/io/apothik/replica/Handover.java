package io.apothik.replica;

import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.Chunk;
import io.apothik.message.NodeMessage.Pair;
import io.apothik.message.NodeMessage.Part;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;

/**
 * The sender's side of one batch of slots on its way to one learner.
 *
 * <p>Chunk 0 is empty: it asks whether the learner listens, so that no slot is sealed for a node
 * that is still starting. Then the slots are sealed, which means that nobody may write to them, and
 * their entries follow, one chunk at a time. A chunk that is not answered is sent again as it is.
 * The last chunk is empty again: it asks whether the learner still holds it all, and under which
 * table.
 */
final class Handover {
  private enum Stage {
    ASKING,
    SENDING,
    DELIVERED
  }

  private final NodeName self;
  private final NodeName learner;
  private final long batch;
  private final SlotSet slots;
  private final Store store;
  private final PrimitiveIterator.OfInt unsent;

  private Stage stage = Stage.ASKING;
  private boolean reported;
  private Chunk inFlight;
  private int slot = -1;
  private Iterator<Map.Entry<Bytes, Bytes>> rest = Collections.emptyIterator();

  Handover(NodeName self, NodeName learner, long batch, SlotSet slots, Store store) {
    this.self = self;
    this.learner = learner;
    this.batch = batch;
    this.slots = slots;
    this.store = store;
    this.unsent = slots.stream().iterator();
    this.inFlight = new Chunk(self, batch, 0, List.of());
  }

  /**
   * The same slots from the beginning, as another batch. They are unsealed until the learner
   * listens, but not if they were reported: it may serve them already.
   */
  Handover again(long nextBatch) {
    Handover again = new Handover(self, learner, nextBatch, slots, store);
    again.reported = reported;
    return again;
  }

  NodeName learner() {
    return learner;
  }

  SlotSet slots() {
    return slots;
  }

  /** Whether the slot may neither be read nor written here any more. */
  boolean seals(int candidate) {
    return (reported || stage != Stage.ASKING) && slots.contains(candidate);
  }

  /** Whether the learner had it all, so that it is only asked whether it still has. */
  boolean isDelivered() {
    return stage == Stage.DELIVERED;
  }

  /** The coordinator is told that this node serves the slots no more. */
  void reported() {
    reported = true;
  }

  /** The chunk that has no answer yet. */
  Chunk inFlight() {
    return inFlight;
  }

  /** Whether this is the chunk that the handover waits for. */
  boolean awaits(Chunk chunk) {
    return chunk.batch() == batch && chunk.sequence() == inFlight.sequence();
  }

  /** The learner has the chunk in flight: moves on to the next. */
  void acknowledged() {
    stage = Stage.SENDING;
    List<Part> parts = nextParts();
    if (parts.isEmpty()) {
      stage = Stage.DELIVERED;
    }
    inFlight = new Chunk(self, batch, inFlight.sequence() + 1, parts);
  }

  private List<Part> nextParts() {
    List<Part> parts = new ArrayList<>();
    int bytes = 0;
    while (bytes < Limits.CHUNK_BYTES_FULL && (rest.hasNext() || unsent.hasNext())) {
      boolean first = !rest.hasNext();
      if (first) {
        slot = unsent.nextInt();
        rest = store.iterator(slot);
      }
      List<Pair> pairs = new ArrayList<>();
      while (bytes < Limits.CHUNK_BYTES_FULL && rest.hasNext()) {
        Map.Entry<Bytes, Bytes> entry = rest.next();
        pairs.add(new Pair(entry.getKey(), entry.getValue()));
        bytes += entry.getKey().length() + entry.getValue().length();
      }
      parts.add(new Part(slot, first, pairs));
    }
    return parts;
  }
}
