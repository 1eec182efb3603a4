package io.apothik.node;

import io.apothik.cluster.Tables;
import io.apothik.message.Duties;
import io.apothik.message.ErrorCode;
import io.apothik.message.FillProgress;
import io.apothik.message.Holdings;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.Leave;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.StatusRequest;
import io.apothik.message.Pauses;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answers;
import io.apothik.replica.ModuloStore;
import io.apothik.replica.Tally;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;

/** A cache node of the original system: stores what it is given, and knows nothing of owners. */
final class ModuloVerticle extends VerticleBase {
  private static final long METRICS_MILLIS = 1_000;

  private final NodeName self;
  private final Tables tables;
  private final Departure departure;
  private final Lanes lanes;
  private final Instruments instruments;
  private final long memoryBytes;
  private final Tally tally = new Tally();
  private final ModuloStore store = new ModuloStore();
  private final Desk desk =
      new Desk(
          action -> context.runOnContext(ignored -> action.run()),
          (request, caller) -> caller.accept(answer(request)),
          (node, answers) -> vertx.eventBus().send(node.value(), answers));

  ModuloVerticle(
      NodeName self,
      Tables tables,
      Departure departure,
      Lanes lanes,
      Instruments instruments,
      long memoryBytes) {
    this.self = self;
    this.tables = tables;
    this.departure = departure;
    this.lanes = lanes;
    this.instruments = instruments;
    this.memoryBytes = memoryBytes;
    tally.tell(instruments.sampler());
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(METRICS_MILLIS, timer -> instruments.renew(tally.traffic()));
    return vertx.eventBus().<Message>consumer(self.value(), this::take).completion();
  }

  private void take(io.vertx.core.eventbus.Message<Message> message) {
    if (instruments.take(message)) {
      return;
    } else if (message.body() instanceof Batch batch) {
      desk.take(batch, message::reply);
    } else if (message.body() instanceof Answers answers) {
      lanes.onAnswers(answers);
    } else {
      message.reply(answer(message.body()));
    }
  }

  private Reply answer(Message message) {
    if (message instanceof SlotRequest request) {
      return answer(request);
    } else if (message instanceof StatusRequest) {
      return status();
    } else if (message instanceof Leave) {
      departure.leave();
      return new Reply.Done();
    }
    return new Reply.Failure(ErrorCode.BAD_REQUEST, self + " takes no " + message, 0);
  }

  private Reply answer(SlotRequest request) {
    Reply reply = store.on(request, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    tally.done(request.request(), reply);
    return reply;
  }

  /** It answers for whatever it is asked. */
  Duties duties() {
    int slots = slots();
    return new Duties(slots, slots, 0, 0, true);
  }

  private int slots() {
    return tables.current().nodes().contains(self) ? 1 : 0;
  }

  private Reply status() {
    SlotTable table = tables.current();
    return new Reply.Status(
        departure.isUnderWay(),
        table.epoch(),
        table.members().size(),
        new Holdings(slots(), store.entries(), 0, store.bytes(), 0, FillProgress.NONE, Pauses.NONE),
        instruments.activity(memoryBytes, true));
  }
}
