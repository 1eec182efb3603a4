package io.apothik.door.http;

import io.apothik.message.Reply.ClusterView;
import io.apothik.message.Reply.NodeView;
import io.apothik.message.Reply.State;
import io.apothik.message.Reply.Status;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether a node can go, seen from a picture of the cluster.
 *
 * <p>It may leave when there is another cache node to hand over to, no slot moves, every member
 * answers under the same table, and nobody else is leaving. It may be killed when, besides, each
 * slot has all its copies in sync, and one at least beside its primary; so never where slots have
 * no backups. Who stores nothing may go at any time.
 *
 * @param view what the node's master sees
 * @param self the node
 */
record RollVerdict(ClusterView view, NodeName self) {

  boolean mayLeave() {
    return missingToLeave().isEmpty();
  }

  boolean mayBeKilled() {
    return mayLeave() && missingToBeKilled().isEmpty();
  }

  /** What stands in the way of leaving, in words. */
  List<String> missingToLeave() {
    return thatHold(
        new Reason(!view.placement().equals("slots"), "modulo: nothing is handed over"),
        new Reason(otherCacheNodes().isEmpty(), "there is no other cache node"),
        new Reason(view.moving() > 0, view.moving() + " slots move"),
        new Reason(!silent().isEmpty(), "no answer from " + names(silent())),
        new Reason(!leaving().isEmpty(), "leaving: " + names(leaving())),
        new Reason(!behind().isEmpty(), "another table at " + names(behind())));
  }

  /** What else stands in the way of being killed, in words. */
  List<String> missingToBeKilled() {
    return thatHold(
        new Reason(
            view.backups() == 0, "backups are 0: a node that is killed takes its entries along"),
        new Reason(view.degraded() > 0, view.degraded() + " slots lack copies in sync"));
  }

  private record Reason(boolean holds, String words) {}

  private List<String> thatHold(Reason... reasons) {
    return Stream.of(reasons)
        .filter(reason -> stores() && reason.holds())
        .map(Reason::words)
        .toList();
  }

  private boolean stores() {
    return those(node -> node.node().equals(self) && node.role() == Role.CLIENT).isEmpty();
  }

  private List<NodeView> otherCacheNodes() {
    return those(
        node ->
            node.role() == Role.CACHE && node.state() != State.DOWN && !node.node().equals(self));
  }

  private List<NodeView> silent() {
    return those(node -> node.state() == State.SILENT);
  }

  private List<NodeView> leaving() {
    return those(node -> node.state() == State.LEAVING);
  }

  /** Those that act under another table than the master knows. */
  private List<NodeView> behind() {
    return those(
        node ->
            node.role() == Role.CACHE
                && view.placement().equals("slots")
                && node.status().map(Status::epoch).orElse(view.epoch()) != view.epoch());
  }

  private List<NodeView> those(Predicate<NodeView> which) {
    return view.nodes().stream().filter(which).toList();
  }

  private static JsonArray names(List<NodeView> nodes) {
    return new JsonArray(nodes.stream().map(node -> node.node().value()).toList());
  }

  /**
   * The verdict, what is missing, and the numbers behind that.
   *
   * @param by {@code leave}, or {@code kill}
   */
  JsonObject toJson(String by) {
    List<String> missing = new ArrayList<>(missingToLeave());
    if (!by.equals("leave")) {
      missing.addAll(missingToBeKilled());
    }
    return new JsonObject()
        .put("by", by)
        .put("safeToKill", mayBeKilled())
        .put("safeToLeave", mayLeave())
        .put("missing", new JsonArray(missing))
        .put("epoch", view.epoch())
        .put("backups", view.backups())
        .put("otherCacheNodes", otherCacheNodes().size())
        .put("moving", view.moving())
        .put("degraded", view.degraded())
        .put("silent", names(silent()))
        .put("leaving", names(leaving()))
        .put("behind", names(behind()));
  }
}
