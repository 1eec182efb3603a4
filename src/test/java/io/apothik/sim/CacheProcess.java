package io.apothik.sim;

import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.replica.Effect;
import io.apothik.replica.Replica;
import io.apothik.slot.HandedOver;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotTable;
import java.util.List;

/** A cache node: a replica whose effects the simulated network and clock perform. */
final class CacheProcess {
  private static final int TICK_MILLIS = 500;
  private static final int RETRY_MILLIS = 100;

  private final NodeName name;
  private final Replica replica;
  private final Cluster cluster;
  private final CoordinatorLoop coordinator;
  private SlotTable table = SlotTable.NONE;
  private boolean leaving;

  CacheProcess(NodeName name, long firstBatch, Cluster cluster, CoordinatorLoop coordinator) {
    this.name = name;
    this.replica = new Replica(name, Placement.SLOTS, firstBatch);
    this.cluster = cluster;
    this.coordinator = coordinator;
    cluster.timeline.in(TICK_MILLIS, this::tick);
  }

  NodeName name() {
    return name;
  }

  /** The table that it installed last. */
  SlotTable table() {
    return table;
  }

  boolean isLeaving() {
    return leaving;
  }

  long entries() {
    return replica.entries();
  }

  Reply on(SlotRequest request) {
    return replica.on(request);
  }

  /** Installs the table if it is newer; ends if the node was to leave and holds nothing now. */
  void install(SlotTable next) {
    if (isRunning() && next.epoch() > replica.epoch()) {
      table = next;
      perform(replica.install(next));
      endIfNothingIsLeft();
    }
  }

  void leave() {
    leaving = true;
    sayThatItLeaves();
  }

  boolean isRunning() {
    return cluster.at(name).filter(process -> process == this).isPresent();
  }

  private void endIfNothingIsLeft() {
    if (leaving && !table.isEmpty() && !table.nodes().contains(name)) {
      cluster.end(name);
      coordinator.onGone(name);
    }
  }

  private void tick() {
    if (isRunning()) {
      perform(replica.onTick());
      sayThatItLeaves();
      endIfNothingIsLeft();
      cluster.timeline.in(TICK_MILLIS, this::tick);
    }
  }

  private void sayThatItLeaves() {
    if (leaving) {
      cluster.network.send(() -> coordinator.onLeaving(name));
    }
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        send(send);
      } else if (effect instanceof Effect.SendLater later) {
        cluster.timeline.in(RETRY_MILLIS, () -> retry(later));
      } else if (effect instanceof Effect.Report report) {
        HandedOver handedOver = report.handedOver();
        cluster.network.send(() -> coordinator.onHandedOver(handedOver));
      }
    }
  }

  /** Sends the chunk; late answers come through too, after the time-out or a retry. */
  private void send(Effect.Send send) {
    cluster.network.send(
        () -> cluster.at(send.learner()).ifPresent(learner -> deliver(send, learner)));
    Reply timeout = new Reply.Failure(ErrorCode.TIMEOUT, "no answer", 0);
    cluster.timeline.in(Limits.CHUNK_TIMEOUT_MILLIS, () -> answer(send, timeout));
  }

  private void deliver(Effect.Send send, CacheProcess learner) {
    Reply reply = learner.replica.on(send.chunk());
    int copies = cluster.random.nextInt(20) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      cluster.network.send(() -> answer(send, reply));
    }
  }

  private void answer(Effect.Send send, Reply reply) {
    if (isRunning()) {
      perform(replica.onAnswer(send.learner(), send.chunk(), reply));
    }
  }

  private void retry(Effect.SendLater later) {
    if (isRunning()) {
      perform(replica.onRetry(later.learner(), later.chunk()));
    }
  }
}
