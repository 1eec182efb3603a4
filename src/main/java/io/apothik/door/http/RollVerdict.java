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

/**
 * Whether a node can go, seen from a picture of the cluster.
 *
 * <p>It may leave when there is another cache node to hand over to, no slot moves, every member
 * answers under the same table, and nobody else is leaving. It may be killed when, besides, each
 * slot has all its copies in sync, and one at least beside its primary; so never where slots have
 * no backups. Who stores nothing may go at any time.
 *
 * @param missingToLeave what stands in the way of leaving, in words
 * @param missingToBeKilled what else stands in the way of being killed
 * @param counts the numbers behind that
 */
record RollVerdict(List<String> missingToLeave, List<String> missingToBeKilled, JsonObject counts) {

  static RollVerdict of(ClusterView view, NodeName self) {
    List<NodeView> present = views(view, node -> node.state() != State.DOWN);
    boolean stores =
        present.stream().noneMatch(node -> node.node().equals(self) && node.role() == Role.CLIENT);
    List<NodeView> others =
        present.stream()
            .filter(node -> node.role() == Role.CACHE && !node.node().equals(self))
            .toList();
    List<NodeView> silent = views(view, node -> node.state() == State.SILENT);
    List<NodeView> leaving = views(view, node -> node.state() == State.LEAVING);
    List<NodeView> behind = views(view, node -> isBehind(node, view));
    JsonObject counts =
        new JsonObject()
            .put("epoch", view.epoch())
            .put("backups", view.backups())
            .put("otherCacheNodes", others.size())
            .put("moving", view.moving())
            .put("degraded", view.degraded())
            .put("silent", names(silent))
            .put("leaving", names(leaving))
            .put("behind", names(behind));
    Reasons leave = new Reasons(stores);
    leave.add(!view.placement().equals("slots"), "modulo: nothing is handed over");
    leave.add(others.isEmpty(), "there is no other cache node");
    leave.add(view.moving() > 0, view.moving() + " slots move");
    leave.add(!silent.isEmpty(), "no answer from " + names(silent));
    leave.add(!leaving.isEmpty(), "leaving: " + names(leaving));
    leave.add(!behind.isEmpty(), "another table at " + names(behind));
    Reasons kill = new Reasons(stores);
    kill.add(view.backups() == 0, "backups are 0: a node that is killed takes its entries along");
    kill.add(view.degraded() > 0, view.degraded() + " slots lack copies in sync");
    return new RollVerdict(leave.all, kill.all, counts);
  }

  /** What stands in the way, if the node stores anything. */
  private record Reasons(boolean stores, List<String> all) {
    private Reasons(boolean stores) {
      this(stores, new ArrayList<>());
    }

    private void add(boolean holds, String reason) {
      if (stores && holds) {
        all.add(reason);
      }
    }
  }

  private static boolean isBehind(NodeView node, ClusterView view) {
    long epoch = node.status().map(Status::epoch).orElse(view.epoch());
    return node.role() == Role.CACHE && view.placement().equals("slots") && epoch != view.epoch();
  }

  private static List<NodeView> views(ClusterView view, Predicate<NodeView> which) {
    return view.nodes().stream().filter(which).toList();
  }

  private static JsonArray names(List<NodeView> nodes) {
    return new JsonArray(nodes.stream().map(node -> node.node().value()).toList());
  }

  boolean mayLeave() {
    return missingToLeave.isEmpty();
  }

  boolean mayBeKilled() {
    return mayLeave() && missingToBeKilled.isEmpty();
  }

  /**
   * The verdict, with what is missing.
   *
   * @param by {@code leave}, or {@code kill}
   */
  JsonObject toJson(String by) {
    List<String> missing = new ArrayList<>(missingToLeave);
    if (!by.equals("leave")) {
      missing.addAll(missingToBeKilled);
    }
    return new JsonObject()
        .put("by", by)
        .put("safeToKill", mayBeKilled())
        .put("safeToLeave", mayLeave())
        .put("missing", new JsonArray(missing))
        .mergeIn(counts);
  }
}
