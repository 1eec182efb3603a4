package io.apothik.node;

import io.apothik.cluster.Tables;
import io.apothik.message.ErrorCode;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Leave;
import io.apothik.message.NodeMessage.StatusRequest;
import io.apothik.message.Reply;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Answers at the name of a node that stores nothing. */
final class ClientVerticle extends VerticleBase {
  private final NodeName self;
  private final Tables tables;
  private final Departure departure;

  ClientVerticle(NodeName self, Tables tables, Departure departure) {
    this.self = self;
    this.tables = tables;
    this.departure = departure;
  }

  @Override
  public Future<?> start() {
    return vertx
        .eventBus()
        .<Message>consumer(self.value(), message -> message.reply(answer(message.body())))
        .completion();
  }

  private Reply answer(Message message) {
    if (message instanceof StatusRequest) {
      SlotTable table = tables.current();
      return new Reply.Status(departure.isUnderWay(), table.epoch(), table.nodes().size(), 0, 0);
    } else if (message instanceof Leave) {
      departure.leave();
      return new Reply.Done();
    }
    return new Reply.Failure(
        ErrorCode.KEEPS_NOTHING, self + " has the role client and keeps nothing", 0);
  }
}
