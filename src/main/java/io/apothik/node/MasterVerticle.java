package io.apothik.node;

import io.apothik.cluster.Addresses;
import io.apothik.cluster.Membership;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.wire.JsonReply;
import io.apothik.wire.JsonWire;
import io.apothik.wire.JsonWire.Call;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master: takes callers' requests at {@link Addresses#MASTER} and sees to it that each gets its
 * reply. Stateless, and one on every node, so it is reached from its own process alone.
 */
final class MasterVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(MasterVerticle.class);

  private final Membership membership;
  private final Router router;
  private final Scans scans;
  private final Explainer explainer;
  private final Census census;
  private final Administration administration;

  MasterVerticle(
      Membership membership,
      Router router,
      Scans scans,
      Explainer explainer,
      Census census,
      Administration administration) {
    this.membership = membership;
    this.router = router;
    this.scans = scans;
    this.explainer = explainer;
    this.census = census;
    this.administration = administration;
  }

  @Override
  public Future<?> start() {
    return vertx.eventBus().<Object>localConsumer(Addresses.MASTER, this::take).completion();
  }

  private void take(Message<Object> message) {
    try {
      if (!(message.body() instanceof JsonObject json)) {
        throw new FailureException(ErrorCode.BAD_REQUEST, "the body is no JSON object");
      }
      Call call = JsonWire.decode(json);
      answer(call.request(), Deadline.after(call.timeoutMillis()))
          .onComplete(
              reply -> {
                if (reply.succeeded()) {
                  send(message, reply.result(), call.form());
                } else {
                  fail(message, failure(reply.cause()));
                }
              });
    } catch (RuntimeException refused) {
      fail(message, failure(refused));
    }
  }

  private Future<Reply> answer(Request request, Deadline deadline) {
    if (request instanceof KeyRequest key) {
      return router.route(key, deadline);
    } else if (request instanceof Request.AtNode direct) {
      return router.routeTo(
          direct.node().resolve(membership.live().names()), direct.request(), deadline);
    } else if (request instanceof Request.Many many) {
      return router.routeAll(many.requests(), deadline).map(Reply.class::cast);
    } else if (request instanceof Request.Scan scan) {
      return scans.scan(scan, deadline);
    } else if (request instanceof Request.Clear clear) {
      return new Clearing(router, scans, deadline).run(clear.from());
    } else if (request instanceof Request.Fill fill) {
      return new Filler(router, fill, deadline).run(context);
    } else if (request instanceof Request.Where where) {
      return Future.succeededFuture(router.locate(where.request()));
    } else if (request instanceof Request.Explain explain) {
      return explainer.explain(explain.request(), deadline);
    } else if (request instanceof Request.Stat) {
      return census.stat(deadline);
    } else if (request instanceof Request.Sum) {
      return census.sum(deadline);
    } else if (request instanceof Request.Cluster) {
      return census.cluster(deadline);
    } else if (request instanceof Request.Kill kill) {
      return administration.kill(kill, deadline);
    } else if (request instanceof Request.Recover) {
      return administration.recover(deadline);
    }
    return administration.supervise(request, deadline);
  }

  private static void send(Message<Object> message, Reply reply, JsonReply.Form form) {
    if (reply instanceof Reply.Failure failure) {
      fail(message, failure);
    } else {
      message.reply(JsonReply.encode(reply, form));
    }
  }

  private static void fail(Message<Object> message, Reply.Failure failure) {
    message.fail(failure.code().number(), failure.code() + ": " + failure.reason());
  }

  private static Reply.Failure failure(Throwable cause) {
    if (cause instanceof FailureException expected) {
      return expected.failure();
    }
    LOG.error("a request failed for an unforeseen reason", cause);
    return new Reply.Failure(ErrorCode.INTERNAL, String.valueOf(cause), 0);
  }
}
