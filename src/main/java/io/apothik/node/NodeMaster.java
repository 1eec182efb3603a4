package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Hearing;
import io.apothik.message.KeyRequest;
import io.apothik.message.Listener;
import io.apothik.message.Master;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.message.TableView;
import io.apothik.slot.Bytes;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The master of a node: sees to it that each request gets its reply. Stateless. */
final class NodeMaster implements Master {
  private static final Logger LOG = LoggerFactory.getLogger(NodeMaster.class);

  private final Vertx vertx;
  private final NodeName self;
  private final Membership membership;
  private final Tables tables;
  private final Router router;
  private final Scans scans;
  private final Explainer explainer;
  private final Census census;
  private final Survey survey;
  private final Journal journal;
  private final Tuner tuner;
  private final Administration administration;
  private final Ears ears;
  private final Replays replays;
  private final RecentPicture picture = new RecentPicture();

  NodeMaster(
      Vertx vertx,
      NodeName self,
      Membership membership,
      Tables tables,
      Router router,
      Scans scans,
      Explainer explainer,
      Census census,
      Survey survey,
      Journal journal,
      Tuner tuner,
      Administration administration,
      Ears ears) {
    this.vertx = vertx;
    this.self = self;
    this.membership = membership;
    this.tables = tables;
    this.router = router;
    this.scans = scans;
    this.explainer = explainer;
    this.census = census;
    this.survey = survey;
    this.journal = journal;
    this.tuner = tuner;
    this.administration = administration;
    this.ears = ears;
    this.replays = new Replays(vertx, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  @Override
  public NodeName name() {
    return self;
  }

  @Override
  public LiveSet live() {
    return membership.live();
  }

  @Override
  public SlotTable table() {
    return tables.current();
  }

  @Override
  public void ask(Request request, long timeoutMillis, Consumer<Reply> caller) {
    answer(request, Deadline.after(timeoutMillis)).onComplete(caller::accept, impossible -> {});
  }

  @Override
  public void onSlowClient(String text) {
    journal.noteSlowClient(text);
  }

  @Override
  public void listen(
      Bytes prefix, Listener listener, Consumer<Hearing> ready, Consumer<Reply.Failure> refused) {
    ears.listen(prefix, listener)
        .onComplete(ready::accept, failure -> refused.accept(failure(failure)));
  }

  /** The reply; what went wrong is one, too. */
  Future<Reply> answer(Request request, Deadline deadline) {
    Future<Reply> reply;
    try {
      reply = reply(request, deadline);
    } catch (RuntimeException refused) {
      return Future.succeededFuture(failure(refused));
    }
    return reply.otherwise(NodeMaster::failure);
  }

  private Future<Reply> reply(Request request, Deadline deadline) {
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
      return new Filler(router, fill, deadline).run(vertx.getOrCreateContext());
    } else if (request instanceof Request.Where where) {
      return Future.succeededFuture(router.locate(where.request()));
    } else if (request instanceof Request.Explain explain) {
      return explainer.explain(explain.request(), deadline);
    } else if (request instanceof Request.Stat) {
      return census.stat(deadline);
    } else if (request instanceof Request.Sum) {
      return census.sum(deadline);
    } else if (request instanceof Request.Cluster cluster) {
      return picture.get(cluster.ageMillisMax(), () -> census.cluster(deadline));
    } else if (request instanceof Request.Table table) {
      return Future.succeededFuture(tableView(table.epoch()));
    } else if (request instanceof Request.History history) {
      return survey.history(history, deadline);
    } else if (request instanceof Request.HotKeys hotKeys) {
      return survey.hotKeys(hotKeys, deadline);
    } else if (request instanceof Request.Events events) {
      return Future.succeededFuture(journal.after(events.after()));
    } else if (request instanceof Request.Kill kill) {
      return administration.kill(kill, deadline);
    } else if (request instanceof Request.Recover) {
      return administration.recover(deadline);
    } else if (request instanceof Request.Config) {
      return Future.succeededFuture(tuner.show());
    } else if (request instanceof Request.ConfigSet config) {
      return tuner.tune(config.change(), deadline);
    } else if (request instanceof Request.Replay replay) {
      return replays.play(replay, deadline);
    }
    return administration.supervise(request, deadline);
  }

  private Reply tableView(long epochOfCaller) {
    SlotTable table = tables.current();
    return new TableView(table, membership.live().webAddresses(), table.epoch() == epochOfCaller);
  }

  /** What went wrong, as a reply. */
  static Reply.Failure failure(Throwable cause) {
    if (cause instanceof FailureException expected) {
      return expected.failure();
    }
    LOG.error("a request failed for an unforeseen reason", cause);
    return new Reply.Failure(ErrorCode.INTERNAL, String.valueOf(cause), 0);
  }
}
