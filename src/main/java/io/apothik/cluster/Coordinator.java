package io.apothik.cluster;

import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.Delivered;
import io.apothik.message.NodeMessage.Leaving;
import io.apothik.message.Reply;
import io.apothik.slot.HandedOver;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Planner;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the next table, has it agreed and announces it; one on every cache node, and only the
 * oldest node's acts.
 *
 * <p>What it knows besides the table and the members (who is leaving, what was delivered) it is
 * told again and again by those concerned, so a new coordinator needs no inheritance.
 */
public final class Coordinator extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

  /** What happens within this time leads to one table instead of several. */
  private static final long GATHER_MILLIS = 10;

  private static final long REPLAN_MILLIS = 1_000;

  private final NodeName self;
  private final Membership membership;
  private final Tables tables;
  private final TableAgreement agreement;
  private final Planner planner = new Planner(Placement.Slots.COUNT);

  private final Set<NodeName> leaving = new HashSet<>();
  private final List<HandedOver> delivered = new ArrayList<>();
  private final Map<NodeName, String> incarnations = new HashMap<>();
  private boolean scheduled;
  private boolean proposing;

  public Coordinator(
      NodeName self, Membership membership, Tables tables, TableAgreement agreement) {
    this.self = self;
    this.membership = membership;
    this.tables = tables;
    this.agreement = agreement;
  }

  @Override
  public Future<?> start() {
    membership.onChange((before, now) -> context.runOnContext(ignored -> schedule()));
    vertx.setPeriodic(REPLAN_MILLIS, timer -> schedule());
    schedule();
    return vertx
        .eventBus()
        .<Message>consumer(
            Addresses.coordinator(self),
            message -> {
              take(message.body());
              message.reply(new Reply.Done());
            })
        .completion();
  }

  private void take(Message message) {
    if (message instanceof Delivered done) {
      delivered.add(done.handedOver());
    } else if (message instanceof Leaving notice) {
      leaving.add(notice.node());
    }
    schedule();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      vertx.setTimer(
          GATHER_MILLIS,
          timer -> {
            scheduled = false;
            plan();
          });
    }
  }

  private void plan() {
    LiveSet live = membership.live();
    SlotTable current = tables.current();
    leaving.removeIf(node -> !live.contains(node));
    delivered.removeIf(done -> done.epoch() < current.epoch());
    if (!live.coordinator().equals(Optional.of(self))) {
      settle(live);
      return;
    }
    if (proposing) {
      return;
    }
    List<NodeName> present = present(live);
    SlotTable next = planner.plan(current, present, leaving, delivered);
    if (next.epoch() > current.epoch()) {
      propose(next, live);
    } else {
      settle(live);
    }
  }

  /** The cache nodes, less those that were replaced by another process of the same name. */
  private List<NodeName> present(LiveSet live) {
    return live.cacheNodes().stream().filter(node -> !isReplaced(live, node)).toList();
  }

  private boolean isReplaced(LiveSet live, NodeName node) {
    String known = incarnations.get(node);
    return known != null && !live.member(node).map(Member::incarnation).equals(Optional.of(known));
  }

  /** The table now takes account of these members; replaced ones come in as newcomers. */
  private void settle(LiveSet live) {
    boolean replaced = live.cacheNodes().stream().anyMatch(node -> isReplaced(live, node));
    incarnations.clear();
    live.members().forEach(member -> incarnations.put(member.name(), member.incarnation()));
    if (replaced) {
      schedule();
    }
  }

  private void propose(SlotTable next, LiveSet live) {
    proposing = true;
    agreement
        .propose(next)
        .onComplete(
            result -> {
              proposing = false;
              if (result.failed()) {
                LOG.warn("{} could not be agreed: {}", next, result.cause().getMessage());
                return;
              }
              SlotTable chosen = result.result();
              LOG.info("chosen: {}", chosen);
              tables.install(chosen);
              vertx.eventBus().publish(Addresses.TABLE, new Announcement(chosen));
              if (chosen.equals(next)) {
                settle(live);
              }
              schedule();
            });
  }
}
