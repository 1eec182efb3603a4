package io.apothik.node;

import io.apothik.cluster.Addresses;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.TableView;
import io.apothik.wire.JsonReply;
import io.apothik.wire.JsonTable;
import io.apothik.wire.JsonWire;
import io.apothik.wire.JsonWire.Call;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/**
 * Takes callers' requests at {@link Addresses#MASTER} to the master. There is one on every node, so
 * it is reached from its own process alone.
 */
final class MasterVerticle extends VerticleBase {
  private static final long METRICS_MILLIS = 1_000;

  private final NodeMaster master;
  private final Lanes lanes;
  private final Meters meters;
  private final Instruments instruments;
  private final JsonTable tables = new JsonTable();

  MasterVerticle(NodeMaster master, Lanes lanes, Meters meters, Instruments instruments) {
    this.master = master;
    this.lanes = lanes;
    this.meters = meters;
    this.instruments = instruments;
  }

  @Override
  public Future<?> start() {
    LaneMetrics metrics = new LaneMetrics(meters);
    vertx.setPeriodic(METRICS_MILLIS, timer -> lanes.run(() -> metrics.renew(lanes.loads())));
    awaitSample();
    return vertx.eventBus().<Object>localConsumer(Addresses.MASTER, this::take).completion();
  }

  /** Samples are taken at the same times on all nodes, as far as their clocks agree. */
  private void awaitSample() {
    long step = Limits.SAMPLE_MILLIS;
    long atMillis = (System.currentTimeMillis() / step + 1) * step;
    vertx.setTimer(
        Math.max(1, atMillis - System.currentTimeMillis()),
        timer -> {
          lanes.run(() -> instruments.sample(atMillis));
          awaitSample();
        });
  }

  @Override
  public Future<?> stop() {
    meters.close();
    return Future.succeededFuture();
  }

  private void take(Message<Object> message) {
    try {
      if (!(message.body() instanceof JsonObject json)) {
        throw new FailureException(ErrorCode.BAD_REQUEST, "the body is no JSON object");
      }
      Call call = JsonWire.decode(json);
      master
          .answer(call.request(), Deadline.after(call.timeoutMillis()))
          .onSuccess(reply -> send(message, reply, call.form()));
    } catch (RuntimeException refused) {
      fail(message, NodeMaster.failure(refused));
    }
  }

  private void send(Message<Object> message, Reply reply, JsonReply.Form form) {
    if (reply instanceof Reply.Failure failure) {
      fail(message, failure);
    } else if (reply instanceof TableView view) {
      message.reply(tables.encode(view));
    } else {
      message.reply(JsonReply.encode(reply, form));
    }
  }

  private static void fail(Message<Object> message, Reply.Failure failure) {
    message.fail(failure.code().number(), failure.code() + ": " + failure.reason());
  }
}
