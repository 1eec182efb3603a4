package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.core.KeyPicture;
import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.Reply;
import io.apothik.message.Reply.CopyReport;
import io.apothik.message.Settings;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Explains a key: asks all copies of its slot what they have of it, and the coordinator, which has
 * been there longest, how the slot moved.
 */
final class Explainer {
  private static final long ANSWER_MILLIS_MAX = 1_000;

  private final Vertx vertx;
  private final Settings settings;
  private final Placement placement;
  private final Membership membership;
  private final Tables tables;
  private final NodeClient nodes;
  private final Runnable refresh;

  /**
   * @param refresh called when a node turns out to have a newer table than this one
   */
  Explainer(
      Vertx vertx,
      Settings settings,
      Membership membership,
      Tables tables,
      NodeClient nodes,
      Runnable refresh) {
    this.vertx = vertx;
    this.settings = settings;
    this.placement = settings.placement();
    this.membership = membership;
    this.tables = tables;
    this.nodes = nodes;
    this.refresh = refresh;
  }

  /**
   * The explanation, or a failure: BAD_REQUEST where slots have no copies, NO_OWNER if no table
   * came. Nodes that do not answer are in it, as silent.
   */
  Future<Reply> explain(KeyRequest request, Deadline deadline) {
    if (!placement.owned()) {
      return Future.succeededFuture(
          new Reply.Failure(
              ErrorCode.BAD_REQUEST,
              "with the placement %s slots have no copies to explain; see where"
                  .formatted(placement.label()),
              0));
    }
    return ask(request.key(), deadline, null, 1);
  }

  /** Asks again while the answers do not go together: a table, or a write, is on its way. */
  private Future<Reply> ask(
      Bytes key, Deadline deadline, @Nullable KeyPicture beforeOrNull, int round) {
    SlotTable table = tables.current();
    boolean isLast =
        round == Limits.EXPLAIN_ROUNDS_MAX || deadline.leftMillis() <= Backoff.millis(round);
    if (table.isEmpty()) {
      return isLast
          ? Future.succeededFuture(
              new Reply.Failure(ErrorCode.NO_OWNER, "this node has no table yet", 0))
          : askAgain(key, deadline, null, round);
    }
    int slot = placement.slotOf(key, table.slotCount());
    List<NodeName> asked = List.copyOf(whoKnows(table.owners(slot)));
    return replies(asked, new SlotInquiry(slot, key), deadline)
        .compose(
            replies -> {
              KeyPicture picture =
                  new KeyPicture(table.epoch(), table.owners(slot), reports(asked, replies));
              if (picture.isLate()) {
                refresh.run();
              }
              boolean timedOut = replies.stream().anyMatch(Explainer::isTimeout);
              return picture.isAtRest() || timedOut || isLast
                  ? Future.succeededFuture(explanation(key, slot, table, picture, beforeOrNull))
                  : askAgain(key, deadline, picture, round);
            });
  }

  private Future<Reply> askAgain(
      Bytes key, Deadline deadline, @Nullable KeyPicture beforeOrNull, int round) {
    return vertx
        .timer(Backoff.millis(round))
        .compose(timer -> ask(key, deadline, beforeOrNull, round + 1));
  }

  private Future<List<Reply>> replies(
      List<NodeName> asked, SlotInquiry inquiry, Deadline deadline) {
    long wait = Math.min(ANSWER_MILLIS_MAX, deadline.leftMillis());
    int loop = settings.loopOf(inquiry.slot());
    return Future.all(asked.stream().map(node -> nodes.ask(node, loop, inquiry, wait)).toList())
        .map(all -> all.<Reply>list());
  }

  private Set<NodeName> whoKnows(SlotOwners owners) {
    Set<NodeName> asked = new LinkedHashSet<>();
    owners.copies().forEach(copy -> asked.add(copy.node()));
    membership.live().coordinator().ifPresent(asked::add);
    return asked;
  }

  private static Map<NodeName, CopyReport> reports(List<NodeName> asked, List<Reply> replies) {
    Map<NodeName, CopyReport> reports = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      if (replies.get(i) instanceof CopyReport report) {
        reports.put(asked.get(i), report);
      }
    }
    return reports;
  }

  /** Who did not answer in that time will not for a while. */
  private static boolean isTimeout(Reply reply) {
    return reply instanceof Reply.Failure failure && failure.code() == ErrorCode.TIMEOUT;
  }

  private Reply explanation(
      Bytes key, int slot, SlotTable table, KeyPicture picture, @Nullable KeyPicture beforeOrNull) {
    return new Reply.Explanation(
        slot,
        placement.explain(key, table.slotCount()),
        picture.epoch(),
        picture.owners(),
        picture.copies(),
        picture.agreement(beforeOrNull),
        picture.moves());
  }
}
