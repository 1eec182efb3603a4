package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.message.NodeMessage.StatusRequest;
import io.apothik.message.Reply;
import io.apothik.message.Reply.NodeView;
import io.apothik.message.Reply.State;
import io.apothik.message.Reply.Status;
import io.apothik.message.Settings;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Pictures of the whole cluster, made by asking every node. */
final class Census {
  private static final long ANSWER_MILLIS_MAX = 2_000;
  private static final int RETRIES_MAX = 20;

  private final Vertx vertx;
  private final Settings settings;
  private final Membership membership;
  private final Tables tables;
  private final NodeClient nodes;

  Census(Vertx vertx, Settings settings, Membership membership, Tables tables, NodeClient nodes) {
    this.vertx = vertx;
    this.settings = settings;
    this.membership = membership;
    this.tables = tables;
    this.nodes = nodes;
  }

  /** The cache nodes, by number, those that are gone included. */
  Future<Reply> stat(Deadline deadline) {
    return views(deadline, 0).map(views -> new Reply.Stats(cacheNodes(views)));
  }

  /** The entries of all cache nodes that answered, and who of the others may have some. */
  Future<Reply> sum(Deadline deadline) {
    return views(deadline, 0)
        .map(
            views -> {
              List<NodeView> caches = cacheNodes(views);
              List<Status> statuses = statuses(caches);
              SlotTable table = tables.current();
              // If all count under that table, who is no member of it has nothing to count.
              boolean known = statuses.stream().allMatch(status -> status.epoch() == table.epoch());
              return new Reply.Sum(
                  statuses.stream().mapToLong(status -> status.holdings().entries()).sum(),
                  caches.stream()
                      .filter(view -> view.state() == State.SILENT)
                      .map(NodeView::node)
                      .filter(node -> !known || table.isMember(node))
                      .toList());
            });
  }

  /** Everybody, and the table in force. */
  Future<Reply> cluster(Deadline deadline) {
    return views(deadline, 0)
        .map(
            views -> {
              SlotTable table = tables.current();
              return new Reply.ClusterView(
                  settings.placement().label(),
                  table.epoch(),
                  table.slotCount(),
                  table.moving(),
                  settings.backupsUnder(table),
                  degraded(table, settings),
                  table.losses(),
                  membership.live().coordinator().orElse(null),
                  views);
            });
  }

  /** How many slots have fewer copies in sync than the nodes could hold. */
  static int degraded(SlotTable table, Settings settings) {
    int wanted = Math.min(settings.backupsUnder(table), table.members().size() - 1);
    return settings.placement().owned()
        ? table.slotsWhere(owners -> owners.backups().size() < wanted).size()
        : 0;
  }

  private static List<NodeView> cacheNodes(List<NodeView> views) {
    return views.stream().filter(view -> view.role() == Role.CACHE).toList();
  }

  private static List<Status> statuses(List<NodeView> views) {
    return views.stream().flatMap(view -> view.status().stream()).toList();
  }

  /**
   * Asks again while the nodes act under different tables: a slot could be counted twice. And while
   * one is silent of whom an older table than theirs is known here: it may hold nothing any more.
   */
  private Future<List<NodeView>> views(Deadline deadline, int retry) {
    LiveSet live = membership.live();
    long wait = Math.min(ANSWER_MILLIS_MAX, deadline.leftMillis());
    List<Future<NodeView>> answers = new ArrayList<>();
    for (Member member : live.members()) {
      answers.add(view(member, wait));
    }
    return Future.all(answers)
        .map(all -> withDeparted(all.<NodeView>list()))
        .compose(
            views -> {
              long backoff = Backoff.millis(retry);
              boolean done = isOnePicture(views) || retry == RETRIES_MAX;
              return done || deadline.leftMillis() <= backoff
                  ? Future.succeededFuture(views)
                  : vertx.timer(backoff).compose(timer -> views(deadline, retry + 1));
            });
  }

  private boolean isOnePicture(List<NodeView> views) {
    List<NodeView> caches = cacheNodes(views);
    Set<Long> epochs = statuses(caches).stream().map(Status::epoch).collect(Collectors.toSet());
    if (caches.stream().anyMatch(view -> view.state() == State.SILENT)) {
      epochs.add(tables.current().epoch());
    }
    return !settings.placement().owned() || epochs.size() <= 1;
  }

  private Future<NodeView> view(Member member, long waitMillis) {
    return nodes
        .ask(member.name(), new StatusRequest(), waitMillis)
        .map(
            reply ->
                reply instanceof Status status
                    ? new NodeView(
                        member.name(),
                        member.role(),
                        status.leaving() ? State.LEAVING : State.UP,
                        status)
                    : new NodeView(member.name(), member.role(), State.SILENT, null));
  }

  private List<NodeView> withDeparted(List<NodeView> present) {
    List<NodeView> views = new ArrayList<>(present);
    List<NodeName> names = present.stream().map(NodeView::node).toList();
    membership
        .departed()
        .forEach(
            (node, role) -> {
              if (role == Role.CACHE && !names.contains(node)) {
                views.add(new NodeView(node, role, State.DOWN, null));
              }
            });
    views.sort(
        Comparator.comparing(NodeView::role).thenComparing(NodeView::node, NodeName.BY_NUMBER));
    return views;
  }
}
