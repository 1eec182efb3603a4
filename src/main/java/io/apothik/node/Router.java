package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.core.Unanswered;
import io.apothik.core.Unanswered.Numbered;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Operation.Transaction;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.message.Settings;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request for a key to the node that owns the key's slot: hashes the key, looks the owner
 * up, asks it, and tries again with the newer table where that can help. A write that is tried
 * again does no harm: it has the same id each time, by which the primary knows it. A get that may
 * be stale goes to any copy in sync first, best to that of this node.
 */
final class Router {
  private final Vertx vertx;
  private final Settings settings;
  private final Placement placement;
  private final Membership membership;
  private final Tables tables;
  private final NodeClient nodes;
  private final Lanes lanes;
  private final RequestMetrics metrics;
  private final Runnable refresh;

  /** Used on the context of the lanes alone. */
  private final Unanswered unanswered =
      new Unanswered(() -> ThreadLocalRandom.current().nextLong());

  /** One request on its way to a reply. */
  private final class Attempts {
    private KeyRequest request;
    private final Deadline deadline;
    private final long beganNanos = System.nanoTime();
    private final Promise<Reply> reply = Promise.promise();
    private @Nullable Numbered numbered;
    private int retries;
    private boolean maybeApplied;

    private Attempts(KeyRequest request, Deadline deadline) {
      this.request = request;
      this.deadline = deadline;
    }

    /** It is about to be tried, at that node; if it is the first time, a write gets its number. */
    private void begin(NodeName node) {
      if (numbered == null && request.operation().isWrite()) {
        numbered = unanswered.add(node);
      }
    }

    /** Who did not answer it as one that may be stale is not asked so again; whether it was one. */
    private boolean wasStale() {
      boolean was = request.operation().mayBeStale();
      if (was) {
        request = KeyRequest.get(request.key());
      }
      return was;
    }

    /** The caller's answer; there is no further try. */
    private void end(Reply answer) {
      if (numbered != null) {
        numbered.answered();
      }
      metrics.ended(request.operation(), answer, beganNanos);
      reply.complete(answer);
    }

    private long ageMillis() {
      return retries == 0 ? 0 : deadline.timeoutMillis() - deadline.leftMillis();
    }

    /** Whether the failure leaves it open if the request took effect. */
    private void note(Reply.Failure failure) {
      maybeApplied |=
          failure.code().applied() == ErrorCode.Applied.MAYBE && request.operation().isWrite();
    }
  }

  /**
   * @param refresh called when a node turns out to have a newer table than this one
   */
  Router(
      Vertx vertx,
      Settings settings,
      Membership membership,
      Tables tables,
      NodeClient nodes,
      Lanes lanes,
      RequestMetrics metrics,
      Runnable refresh) {
    this.vertx = vertx;
    this.settings = settings;
    this.placement = settings.placement();
    this.membership = membership;
    this.tables = tables;
    this.nodes = nodes;
    this.lanes = lanes;
    this.metrics = metrics;
    this.refresh = refresh;
  }

  /**
   * The owner's reply, or a failure: UNAVAILABLE if no owner accepted before the deadline, TIMEOUT
   * if one may have, NO_QUORUM if this side of the cluster cannot have an owner, BUSY if too many
   * requests wait for the owner.
   *
   * @throws FailureException with CROSS_SLOT if it is a transaction in several slots
   */
  Future<Reply> route(KeyRequest request, Deadline deadline) {
    if (request.operation() instanceof Transaction transaction) {
      requireOneSlot(request.key(), transaction);
    }
    Attempts attempts = new Attempts(request, deadline);
    lanes.run(
        () -> {
          metrics.began();
          attempt(attempts);
        });
    return attempts.reply.future();
  }

  private void requireOneSlot(Bytes key, Transaction transaction) {
    if (!placement.owned()) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST, "there are no transactions with --placement modulo");
    }
    int slot = placement.slotOf(key, Placement.Slots.COUNT);
    if (transaction.keys().stream()
        .anyMatch(other -> placement.slotOf(other, Placement.Slots.COUNT) != slot)) {
      throw new FailureException(
          ErrorCode.CROSS_SLOT, "the keys of a transaction are not all in one slot");
    }
  }

  /** What {@link #route} gives for each request, in their order. */
  Future<Reply.Results> routeAll(List<KeyRequest> requests, Deadline deadline) {
    List<Future<Reply>> replies = new ArrayList<>();
    ByteBudget budget = new ByteBudget();
    for (KeyRequest request : requests) {
      replies.add(route(request, deadline).map(budget::admit));
    }
    return Future.all(replies).map(all -> results(requests, all.list()));
  }

  private static Reply.Results results(List<KeyRequest> requests, List<Reply> replies) {
    List<Reply.Result> results = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      results.add(new Reply.Result(requests.get(i).key(), replies.get(i)));
    }
    return new Reply.Results(results);
  }

  /** The reply of the given node, whether or not it owns the key. */
  Future<Reply> routeTo(NodeName node, KeyRequest request, Deadline deadline) {
    // It is tried once, so nobody needs to know it again.
    Attempts once = new Attempts(request, deadline);
    lanes.run(metrics::began);
    SlotTable table = tables.current();
    if (table.isEmpty()) {
      lanes.run(() -> once.end(noTable()));
      return once.reply.future();
    }
    int slot = placement.slotOf(request.key(), table.slotCount());
    // Who stores nothing answers at its name alone.
    int loop = membership.live().cacheNodes().contains(node) ? settings.loopOf(slot) : 0;
    nodes
        .ask(node, loop, slotRequest(once, table, slot), deadline.leftMillis())
        .onSuccess(answer -> lanes.run(() -> once.end(answer)));
    return once.reply.future();
  }

  /** Where the key lives under the table in force. */
  Reply locate(KeyRequest request) {
    SlotTable table = tables.current();
    if (table.isEmpty()) {
      return noTable();
    }
    int slot = placement.slotOf(request.key(), table.slotCount());
    SlotOwners owners = table.owners(slot);
    return new Reply.Location(
        slot, owners, table.epoch(), placement.explain(request.key(), table.slotCount()));
  }

  private void attempt(Attempts attempts) {
    SlotTable table = tables.current();
    if (table.isEmpty()) {
      retryOrEnd(attempts, noTable());
      return;
    }
    int slot = placement.slotOf(attempts.request.key(), table.slotCount());
    NodeName node = whomToAsk(attempts.request, table.owners(slot));
    attempts.begin(node);
    boolean room =
        lanes.ask(
            node,
            slotRequest(attempts, table, slot),
            attempts.deadline,
            answer -> take(attempts, table, answer));
    if (!room && attempts.wasStale()) {
      attempt(attempts);
    } else if (!room) {
      attempts.end(busy(attempts, node, table));
    }
  }

  private static Reply busy(Attempts attempts, NodeName owner, SlotTable table) {
    String reason =
        "%d requests, or %d bytes of them, wait for %s"
            .formatted(Limits.LANE_REQUESTS_MAX, Limits.LANE_BYTES_MAX, owner);
    return refusal(attempts, ErrorCode.BUSY, reason, table);
  }

  /** It was not done, unless an earlier try was. */
  private static Reply refusal(Attempts attempts, ErrorCode code, String reason, SlotTable table) {
    return attempts.maybeApplied
        ? new Reply.Failure(
            ErrorCode.UNDECIDED, reason + "; an earlier try may have been applied", table.epoch())
        : new Reply.Failure(code, reason, table.epoch());
  }

  private void take(Attempts attempts, SlotTable table, Reply answer) {
    if (answer instanceof Reply.Failure failure) {
      if (failure.epoch() > table.epoch()) {
        refresh.run();
      }
      attempts.note(failure);
      boolean elsewhere = attempts.wasStale() && failure.code().isRetryable();
      if (elsewhere && !attempts.deadline.isOver()) {
        attempt(attempts);
      } else {
        retryOrEnd(attempts, failure);
      }
    } else {
      attempts.end(answer);
    }
  }

  /** The key's owner; for what may be stale this node, if it has a copy in sync, or any such. */
  private NodeName whomToAsk(KeyRequest request, SlotOwners owners) {
    if (!request.operation().mayBeStale() || owners.backups().isEmpty()) {
      return owners.primary().node();
    }
    List<Copy> inSync = owners.inSync();
    for (Copy copy : inSync) {
      if (copy.node().equals(lanes.self())) {
        return copy.node();
      }
    }
    return inSync.get(ThreadLocalRandom.current().nextInt(inSync.size())).node();
  }

  private void retryOrEnd(Attempts attempts, Reply.Failure failure) {
    long wait = Backoff.millis(attempts.retries++);
    if (!mayRetry(attempts, failure)) {
      attempts.end(failure);
    } else if (isCutOff()) {
      attempts.end(noQuorum(attempts));
    } else if (attempts.deadline.leftMillis() <= wait) {
      attempts.end(unavailable(attempts, failure));
    } else {
      vertx.setTimer(wait, timer -> attempt(attempts));
    }
  }

  /** Under the modulo placement nobody remembers requests. */
  private boolean mayRetry(Attempts attempts, Reply.Failure failure) {
    boolean harmless = placement.owned() || !attempts.maybeApplied;
    return failure.code().isRetryable() && harmless;
  }

  /** Whether this side of the cluster has too few nodes for any to own a slot. */
  private boolean isCutOff() {
    SlotTable table = tables.current();
    int members = table.members().size();
    return placement.owned()
        && settings.needsMajority(members)
        && membership.live().membersOf(table) <= members / 2;
  }

  private Reply noQuorum(Attempts attempts) {
    SlotTable table = tables.current();
    String reason =
        "%d of the %d cache nodes are there, a majority is needed"
            .formatted(membership.live().membersOf(table), table.members().size());
    return refusal(attempts, ErrorCode.NO_QUORUM, reason, table);
  }

  private static Reply unavailable(Attempts attempts, Reply.Failure last) {
    if (last.code() == ErrorCode.BUSY && !attempts.maybeApplied) {
      return last;
    }
    return new Reply.Failure(
        attempts.maybeApplied ? ErrorCode.TIMEOUT : ErrorCode.UNAVAILABLE,
        "no owner of '%s' answered within %d ms; at last %s: %s"
            .formatted(
                attempts.request.key(),
                attempts.deadline.timeoutMillis(),
                last.code(),
                last.reason()),
        0);
  }

  private SlotRequest slotRequest(Attempts attempts, SlotTable table, int slot) {
    Numbered numbered = attempts.numbered;
    return new SlotRequest(
        table.epoch(),
        slot,
        numbered == null ? RequestId.NONE : numbered.id(),
        numbered == null ? 0 : numbered.answeredBelow(),
        attempts.ageMillis(),
        attempts.request);
  }

  private static Reply.Failure noTable() {
    return new Reply.Failure(ErrorCode.NO_OWNER, "this node has no table yet", 0);
  }
}
