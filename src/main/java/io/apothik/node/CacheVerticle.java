package io.apothik.node;

import io.apothik.cluster.Addresses;
import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Chunk;
import io.apothik.message.NodeMessage.Delivered;
import io.apothik.message.NodeMessage.Leave;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.StatusRequest;
import io.apothik.message.Reply;
import io.apothik.replica.Effect;
import io.apothik.replica.Replica;
import io.apothik.slot.HandedOver;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** Puts a {@link Replica} on the event bus, at the node's name, and performs its effects. */
final class CacheVerticle extends VerticleBase {
  private static final long TICK_MILLIS = 250;
  private static final long RESEND_MILLIS = 50;

  private final NodeName self;
  private final Membership membership;
  private final Tables tables;
  private final NodeClient nodes;
  private final Departure departure;
  private final Replica replica;

  CacheVerticle(
      NodeName self,
      Placement placement,
      Membership membership,
      Tables tables,
      NodeClient nodes,
      Departure departure) {
    this.self = self;
    this.membership = membership;
    this.tables = tables;
    this.nodes = nodes;
    this.departure = departure;
    // Later processes of this name start later, and none sends a million batches a millisecond.
    this.replica = new Replica(self, placement, System.currentTimeMillis() << 20);
  }

  @Override
  public Future<?> start() {
    tables.onInstall(table -> context.runOnContext(ignored -> install(table)));
    vertx.setPeriodic(TICK_MILLIS, timer -> perform(replica.onTick()));
    return vertx
        .eventBus()
        .<Message>consumer(self.value(), message -> message.reply(answer(message.body())))
        .completion();
  }

  private Reply answer(Message message) {
    if (departure.isRetired() && (message instanceof SlotRequest || message instanceof Chunk)) {
      return new Reply.Failure(ErrorCode.NOT_OWNER, self + " has left the ring", replica.epoch());
    } else if (message instanceof SlotRequest request) {
      return replica.on(request);
    } else if (message instanceof Chunk chunk) {
      return replica.on(chunk);
    } else if (message instanceof StatusRequest) {
      return new Reply.Status(
          departure.isUnderWay(),
          replica.epoch(),
          replica.ring(),
          replica.slotsServed(),
          replica.entries());
    } else if (message instanceof Leave) {
      departure.leave();
      return new Reply.Done();
    }
    return new Reply.Failure(ErrorCode.BAD_REQUEST, self + " takes no " + message, 0);
  }

  private void install(SlotTable table) {
    if (table.epoch() > replica.epoch()) {
      perform(replica.install(table));
    }
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        send(send.learner(), send.chunk());
      } else if (effect instanceof Effect.SendLater later) {
        vertx.setTimer(
            RESEND_MILLIS, timer -> perform(replica.onRetry(later.learner(), later.chunk())));
      } else if (effect instanceof Effect.Report report) {
        report(report.handedOver());
      }
    }
  }

  private void send(NodeName learner, Chunk chunk) {
    nodes
        .ask(learner, chunk, Limits.CHUNK_TIMEOUT_MILLIS)
        .onSuccess(
            answer ->
                context.runOnContext(ignored -> perform(replica.onAnswer(learner, chunk, answer))));
  }

  /** Once is enough here: what does not lead to a new table is reported again. */
  private void report(HandedOver done) {
    membership
        .live()
        .coordinator()
        .ifPresent(
            node ->
                nodes.ask(
                    node,
                    Addresses.coordinator(node),
                    new Delivered(done),
                    Limits.CHUNK_TIMEOUT_MILLIS));
  }
}
