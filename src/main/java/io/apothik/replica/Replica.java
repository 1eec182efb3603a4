package io.apothik.replica;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.Chunk;
import io.apothik.message.NodeMessage.Pair;
import io.apothik.message.NodeMessage.Part;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.slot.HandedOver;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one cache node holds, and what it does about it: a state machine without network, threads or
 * clock. It takes tables, requests, chunks and answers in, and gives replies and {@link Effect}s
 * out.
 *
 * <p>A slot changes hands in four steps. The table names a learner; the primary seals the slot and
 * sends its entries in chunks; when the learner has confirmed that it holds them all, under the
 * table that the primary has, the primary reports it; the coordinator makes the learner primary in
 * a later table, and only on installing that does the old primary drop the entries. While a slot is
 * sealed nobody reads or writes it, so there is never a moment at which two nodes serve it.
 *
 * <p>Used by one thread.
 */
public final class Replica {
  private final NodeName self;
  private final Placement placement;
  private final Store store = new Store();
  private final Incoming incoming = new Incoming();
  private final Map<NodeName, Handover> outgoing = new HashMap<>();
  private SlotTable table = SlotTable.NONE;
  private long nextBatch;

  /**
   * @param self the node's name
   * @param firstBatch greater than any batch number that an earlier process of this name can have
   *     used
   */
  public Replica(NodeName self, Placement placement, long firstBatch) {
    this.self = self;
    this.placement = placement;
    this.nextBatch = firstBatch;
  }

  /** Acts on a newer table: drops what this node lost, goes on or starts to hand slots over. */
  public List<Effect> install(SlotTable next) {
    if (next.epoch() <= table.epoch()) {
      throw new IllegalArgumentException(
          "epoch %d does not follow %d".formatted(next.epoch(), table.epoch()));
    }
    SlotTable previous = table;
    table = next;
    if (!placement.owned()) {
      return List.of();
    }
    for (int slot : store.slots()) {
      if (!mayKeep(previous.owners(slot), table.owners(slot))) {
        store.drop(slot);
      }
    }
    outgoing.values().removeIf(handover -> !isStillWanted(handover, previous));
    forgetWhatWasCalledOff(previous);
    List<Effect> effects = new ArrayList<>(confirmations());
    effects.addAll(startHandovers());
    return effects;
  }

  /** Does what a caller asked if this node serves the slot, else says that it does not. */
  public Reply on(SlotRequest message) {
    if (placement.owned() && !serves(message.slot())) {
      return notOwner(message.slot());
    }
    KeyRequest request = message.request();
    int shelf = placement.owned() ? message.slot() : 0;
    return switch (request.op()) {
      case PUT -> {
        store.put(shelf, request.key(), request.value());
        yield new Reply.Done();
      }
      case GET -> new Reply.Value(store.get(shelf, request.key()));
      case DELETE -> new Reply.Presence(store.delete(shelf, request.key()));
      case EXISTS -> new Reply.Presence(store.get(shelf, request.key()) != null);
    };
  }

  /** Takes in part of a handover if this node is the learner of all its slots. */
  public Reply on(Chunk chunk) {
    for (Part part : chunk.parts()) {
      if (!isSlot(part.slot()) || !table.owners(part.slot()).isMoving(chunk.from(), self)) {
        return new Reply.Failure(
            ErrorCode.NOT_OWNER,
            "slot %d is not moving from %s to %s".formatted(part.slot(), chunk.from(), self),
            table.epoch());
      }
    }
    return switch (incoming.turnOf(chunk)) {
      case NEXT -> {
        chunk.parts().forEach(this::apply);
        incoming.applied(chunk);
        yield new Reply.Accepted(table.epoch());
      }
      case REPEATED -> new Reply.Accepted(table.epoch());
      case OUT_OF_SEQUENCE ->
          new Reply.Failure(
              ErrorCode.OUT_OF_SEQUENCE,
              "chunk %d of batch %d is not the next".formatted(chunk.sequence(), chunk.batch()),
              table.epoch());
    };
  }

  /** Goes on with a handover after its learner answered, or after no answer came. */
  public List<Effect> onAnswer(NodeName learner, Chunk chunk, Reply answer) {
    Handover handover = outgoing.get(learner);
    if (handover == null || !handover.awaits(chunk)) {
      return List.of();
    }
    if (answer instanceof Reply.Accepted accepted) {
      if (handover.isDelivered()) {
        return onConfirmation(handover, accepted.epoch());
      }
      handover.acknowledged();
      return List.of(new Effect.Send(learner, handover.inFlight()));
    }
    if (answer instanceof Reply.Failure failure && failure.code() == ErrorCode.OUT_OF_SEQUENCE) {
      return List.of(start(handover.again(nextBatch++)));
    }
    // The tick asks for a confirmation again; further repetitions would only add up.
    return handover.isDelivered() ? List.of() : List.of(new Effect.SendLater(learner, chunk));
  }

  /** Sends a chunk again, unless the handover has gone on or was called off meanwhile. */
  public List<Effect> onRetry(NodeName learner, Chunk chunk) {
    Handover handover = outgoing.get(learner);
    return handover != null && handover.awaits(chunk)
        ? List.of(new Effect.Send(learner, chunk))
        : List.of();
  }

  /** Asks again about what was delivered and has not led to a new table yet. */
  public List<Effect> onTick() {
    return confirmations();
  }

  /** How many slots this node serves under its table, sealed ones included. */
  public int slotsServed() {
    return table.slotsServed().getOrDefault(self, 0);
  }

  /** How many entries this node holds in the slots that it serves. */
  public long entries() {
    long entries = 0;
    for (int slot : store.slots()) {
      if (!placement.owned() || table.owners(slot).primary().equals(self)) {
        entries += store.entries(slot);
      }
    }
    return entries;
  }

  /** How many nodes the table has. */
  public int ring() {
    return table.nodes().size();
  }

  /** The epoch of the table that is installed. */
  public long epoch() {
    return table.epoch();
  }

  private void apply(Part part) {
    if (part.first()) {
      store.drop(part.slot());
    }
    for (Pair pair : part.pairs()) {
      store.put(part.slot(), pair.key(), pair.value());
    }
  }

  private boolean isSlot(int slot) {
    return slot >= 0 && slot < table.slotCount();
  }

  private boolean serves(int slot) {
    return isSlot(slot) && table.owners(slot).primary().equals(self) && !isSealed(slot);
  }

  private boolean isSealed(int slot) {
    return table
        .owners(slot)
        .learner()
        .map(outgoing::get)
        .filter(handover -> handover.seals(slot))
        .isPresent();
  }

  private Reply notOwner(int slot) {
    String who =
        !isSlot(slot)
            ? "has no slot %d under its table".formatted(slot)
            : table.owners(slot).primary().equals(self)
                ? "is handing slot %d over to %s".formatted(slot, table.owners(slot).destination())
                : "does not own slot %d: %s does".formatted(slot, table.owners(slot).primary());
    return new Reply.Failure(ErrorCode.NOT_OWNER, self + " " + who, table.epoch());
  }

  /** What this node holds of a slot is worth something to the primary of now, or the next one. */
  private boolean mayKeep(SlotOwners before, SlotOwners now) {
    boolean mine = now.primary().equals(self) || now.destination().equals(self);
    return mine && now.origin() == before.origin();
  }

  /** The slots still move as they did, with what is in them. */
  private boolean isStillWanted(Handover handover, SlotTable previous) {
    return handover.slots().stream()
        .allMatch(slot -> table.owners(slot).equals(previous.owners(slot)));
  }

  /** A sender whose slots came and were taken from us again must begin anew. */
  private void forgetWhatWasCalledOff(SlotTable previous) {
    for (int slot = 0; slot < previous.slotCount(); slot++) {
      SlotOwners before = previous.owners(slot);
      SlotOwners now = table.owners(slot);
      boolean served = now.primary().equals(self) && now.origin() == before.origin();
      if (before.isMoving(before.primary(), self) && !now.equals(before) && !served) {
        incoming.forget(before.primary());
      }
    }
  }

  private List<Effect> confirmations() {
    List<Effect> effects = new ArrayList<>();
    for (Handover handover : outgoing.values()) {
      if (handover.isDelivered()) {
        effects.add(new Effect.Send(handover.learner(), handover.inFlight()));
      }
    }
    return effects;
  }

  /**
   * Reports only under a table that both have. The one that is behind may yet see a table between,
   * by which the primary unseals the slots, or the learner drops what it holds.
   */
  private List<Effect> onConfirmation(Handover handover, long epoch) {
    NodeName learner = handover.learner();
    if (epoch == table.epoch()) {
      handover.reported();
      return List.of(new Effect.Report(new HandedOver(epoch, self, learner, handover.slots())));
    }
    boolean learnerIsBehind = epoch < table.epoch();
    return learnerIsBehind
        ? List.of(new Effect.SendLater(learner, handover.inFlight()))
        : List.of();
  }

  private List<Effect> startHandovers() {
    Map<NodeName, SlotSet.Builder> batches = new HashMap<>();
    Map<NodeName, long[]> sizes = new HashMap<>();
    for (int slot = 0; slot < table.slotCount(); slot++) {
      SlotOwners owners = table.owners(slot);
      NodeName learner = owners.destination();
      if (owners.isMoving(self, learner) && !outgoing.containsKey(learner)) {
        long[] size = sizes.computeIfAbsent(learner, absent -> new long[2]);
        if (size[0] < Limits.HANDOVER_SLOTS_MAX && size[1] < Limits.HANDOVER_BYTES_FULL) {
          batches.computeIfAbsent(learner, absent -> new SlotSet.Builder()).add(slot);
          size[0]++;
          size[1] += store.bytes(slot);
        }
      }
    }
    List<Effect> effects = new ArrayList<>();
    batches.forEach(
        (learner, slots) ->
            effects.add(start(new Handover(self, learner, nextBatch++, slots.build(), store))));
    return effects;
  }

  private Effect start(Handover handover) {
    outgoing.put(handover.learner(), handover);
    return new Effect.Send(handover.learner(), handover.inFlight());
  }
}
