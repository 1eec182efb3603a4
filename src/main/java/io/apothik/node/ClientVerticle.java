package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.message.ErrorCode;
import io.apothik.message.EventMessage.Events;
import io.apothik.message.Holdings;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Amendment;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.Leave;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.NodeMessage.StatusRequest;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answers;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/**
 * Answers at the name of a node that stores nothing, and follows the tables: it takes those that
 * are announced, and as announcements can be lost, asks one cache node after the other.
 */
final class ClientVerticle extends VerticleBase {
  private static final long ASK_MILLIS = 500;

  private final NodeName self;
  private final Membership membership;
  private final Tables tables;
  private final Departure departure;
  private final Lanes lanes;
  private final Ears ears;
  private final Instruments instruments;
  private int asked;

  ClientVerticle(
      NodeName self,
      Membership membership,
      Tables tables,
      Departure departure,
      Lanes lanes,
      Ears ears,
      Instruments instruments) {
    this.self = self;
    this.membership = membership;
    this.tables = tables;
    this.departure = departure;
    this.lanes = lanes;
    this.ears = ears;
    this.instruments = instruments;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(ASK_MILLIS, timer -> ask());
    return vertx
        .eventBus()
        .<Message>consumer(self.value(), this::take)
        .completion()
        .onSuccess(registered -> ask());
  }

  /** Asks for a newer table; may be called from any thread. */
  void refresh() {
    context.runOnContext(ignored -> ask());
  }

  private void ask() {
    List<NodeName> nodes = membership.live().cacheNodes();
    if (!nodes.isEmpty()) {
      NodeName node = nodes.get(asked++ % nodes.size());
      SlotTable table = tables.current();
      vertx.eventBus().send(node.value(), new TableRequest(self, table.epoch(), table.lineage()));
    }
  }

  private void take(io.vertx.core.eventbus.Message<Message> message) {
    Message body = message.body();
    if (instruments.take(message)) {
      return;
    } else if (body instanceof Events events) {
      ears.on(events);
    } else if (body instanceof Announcement announcement) {
      tables.install(announcement.table());
    } else if (body instanceof Amendment amendment) {
      amend(amendment);
    } else if (body instanceof TableRequest request) {
      show(request);
    } else if (body instanceof StatusRequest) {
      SlotTable table = tables.current();
      message.reply(
          new Reply.Status(
              departure.isUnderWay(),
              table.epoch(),
              table.members().size(),
              Holdings.NONE,
              instruments.activity(0, true)));
    } else if (body instanceof Leave) {
      departure.leave();
      message.reply(new Reply.Done());
    } else if (body instanceof Answers answers) {
      lanes.onAnswers(answers);
    } else if (body instanceof SlotRequest
        || body instanceof Batch
        || body instanceof SlotScan
        || body instanceof SlotInquiry) {
      message.reply(
          new Reply.Failure(
              ErrorCode.KEEPS_NOTHING, self + " has the role client and keeps nothing", 0));
    }
  }

  private void amend(Amendment amendment) {
    SlotTable table = tables.current();
    if (amendment.difference().isFrom(table)) {
      tables.install(table.with(amendment.difference()));
    } else if (amendment.difference().isNewerThan(table)) {
      vertx
          .eventBus()
          .send(amendment.from().value(), new TableRequest(self, table.epoch(), table.lineage()));
    }
  }

  /** A cache node that knows no table asks everybody before it founds a cluster. */
  private void show(TableRequest request) {
    SlotTable table = tables.current();
    if (request.epoch() == 0 || table.epoch() > request.epoch()) {
      vertx.eventBus().send(request.from().value(), new Announcement(self, table));
    }
  }
}
