package io.apothik.message;

import io.apothik.message.Reply.ClusterView;
import io.apothik.message.Reply.NodeView;
import io.apothik.message.Reply.State;
import io.apothik.message.Reply.Status;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
public record RollVerdict(ClusterView view, NodeName self) {

  public boolean mayLeave() {
    return missingToLeave().isEmpty();
  }

  public boolean mayBeKilled() {
    return mayLeave() && missingToBeKilled().isEmpty();
  }

  /** What stands in the way of leaving, in words. */
  public List<String> missingToLeave() {
    return thatHold(
        new Reason(!view.placement().equals("slots"), "modulo: nothing is handed over"),
        new Reason(otherCacheNodes().isEmpty(), "there is no other cache node"),
        new Reason(view.moving() > 0, view.moving() + " slots move"),
        new Reason(!silent().isEmpty(), "no answer from " + quoted(silent())),
        new Reason(!leaving().isEmpty(), "leaving: " + quoted(leaving())),
        new Reason(!behind().isEmpty(), "another table at " + quoted(behind())));
  }

  /** What else stands in the way of being killed, in words. */
  public List<String> missingToBeKilled() {
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

  /** Who could take over. */
  public List<NodeName> otherCacheNodes() {
    return those(
        node ->
            node.role() == Role.CACHE && node.state() != State.DOWN && !node.node().equals(self));
  }

  /** Those that did not answer. */
  public List<NodeName> silent() {
    return those(node -> node.state() == State.SILENT);
  }

  /** Those that hand over what they hold in order to end. */
  public List<NodeName> leaving() {
    return those(node -> node.state() == State.LEAVING);
  }

  /** Those that act under another table than the master knows. */
  public List<NodeName> behind() {
    return those(
        node ->
            node.role() == Role.CACHE
                && view.placement().equals("slots")
                && node.status().map(Status::epoch).orElse(view.epoch()) != view.epoch());
  }

  private List<NodeName> those(Predicate<NodeView> which) {
    return view.nodes().stream().filter(which).map(NodeView::node).toList();
  }

  private static String quoted(List<NodeName> nodes) {
    return nodes.stream()
        .map(node -> '"' + node.value() + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Whether any one cache node may be killed, whichever it is, and nothing is lost. */
  public static boolean mayAnyBeKilled(ClusterView view) {
    // Of a node itself, the verdict depends on nothing but whether it stores anything.
    return view.nodes().stream()
        .filter(node -> node.role() == Role.CACHE && node.state() != State.DOWN)
        .findFirst()
        .map(node -> new RollVerdict(view, node.node()).mayBeKilled())
        .orElse(false);
  }
}
