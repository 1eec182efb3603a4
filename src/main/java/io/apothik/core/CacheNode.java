package io.apothik.core;

import io.apothik.agreement.Coordinator;
import io.apothik.agreement.Voter;
import io.apothik.message.Effect;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Amendment;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.Leaving;
import io.apothik.message.NodeMessage.Recover;
import io.apothik.message.NodeMessage.Several;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.NodeMessage.Suspected;
import io.apothik.message.NodeMessage.Synced;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Renew;
import io.apothik.message.PeerMessage.Unsettled;
import io.apothik.message.PeerMessage.Yielded;
import io.apothik.message.Reply.CopyReport;
import io.apothik.message.Settings;
import io.apothik.message.VoteMessage;
import io.apothik.replica.Eviction;
import io.apothik.replica.Replica;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.Planning;
import io.apothik.slot.SlotTable;
import io.apothik.slot.TableDifference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One cache node: its copies, its vote on the next table, its part as coordinator, and how it comes
 * to know newer tables. Without network, threads or clock: what it wants done, others do.
 *
 * <p>Again and again it asks the other cache nodes for leases ({@link Renewals}). That says which
 * table it has, too, so that who has the older one gets the newer ({@link TableExchange}).
 *
 * <p>Used by one thread.
 */
public final class CacheNode {
  /** For so long the nodes that gain slots may prepare before those that lose them stop. */
  private static final long HANDOVER_MILLIS = 150;

  private final Incarnation self;
  private final Replica replica;
  private final Voter voter;
  private final Coordinator coordinator;
  private final TableExchange exchange;
  private final Renewals renewals;
  private final Routing routing;
  private final SlotHistory history;
  private final Consumer<Effect> out;
  private final Deque<NodeMessage> toSelf = new ArrayDeque<>();

  private LiveSet live = LiveSet.NONE;
  private SlotTable table = SlotTable.NONE;
  private @Nullable SlotTable chosen;
  private Set<NodeName> gainers = Set.of();
  private final Set<NodeName> unprepared = new HashSet<>();
  private long handoverUntilMillis;
  private long nowMillis;

  /**
   * A node that knows nobody and holds nothing yet.
   *
   * @param slotCount how many slots tables have
   * @param seed differs between any two processes, and is greater for a later one of the same name
   * @param bytesPerSecond with how much learners may be filled
   * @param out takes what is to be done, at once and in order
   */
  public CacheNode(
      Incarnation self,
      Settings settings,
      int slotCount,
      Eviction eviction,
      long seed,
      long bytesPerSecond,
      Consumer<Effect> out) {
    this.self = self;
    this.out = out;
    this.replica = new Replica(self, settings, eviction, seed, bytesPerSecond, this::perform);
    this.voter = new Voter(self, this::perform);
    this.coordinator = new Coordinator(self, settings, slotCount, seed, this::perform);
    this.exchange = new TableExchange(self.node(), out);
    this.renewals = new Renewals(self, replica, out);
    this.routing = new Routing(self.node(), replica, out);
    this.history = new SlotHistory(slotCount);
  }

  /** What this node holds. */
  public Replica replica() {
    return replica;
  }

  /** The table that it acts under. */
  public SlotTable table() {
    return table;
  }

  /** This process joined others: as long as it sees none of them, it founds nothing. */
  public void joinedOthers() {
    coordinator.joinedOthers();
  }

  /** A new cluster waits for so many cache nodes, a while, before it divides the slots. */
  public void expect(int nodes) {
    coordinator.expect(nodes);
  }

  /** Other members are in the cluster. */
  public void onLive(LiveSet members, long now) {
    nowMillis = now;
    live = members;
    exchange.onLive(members);
    coordinator.onLive(members, now);
    renewals.onLive(members, now);
    hearSelf();
  }

  /** These requests come next. */
  public void foresee(List<SlotRequest> requests) {
    replica.foresee(requests);
  }

  /** Takes in what another node says all at once. */
  public void on(Several several, long now) {
    replica.foreseeMessages(several.messages());
    several.messages().forEach(message -> on(message, now));
  }

  /** Does what a caller asks, and answers by an effect. */
  public void onRequest(long call, SlotRequest request, long now) {
    nowMillis = now;
    replica.on(call, request, now);
    hearSelf();
  }

  /** Tells which keys there are in some slots, and answers by an effect. */
  public void onScan(long call, SlotScan scan, long now) {
    nowMillis = now;
    replica.on(call, scan, now);
    hearSelf();
  }

  /** Tells what this node has of a key, and remembers of the key's slot. */
  public CopyReport onInquiry(SlotInquiry inquiry, long now) {
    return replica.report(inquiry, history.moves(inquiry.slot(), now), now);
  }

  /** Takes in what another node says. */
  public void on(NodeMessage message, long now) {
    nowMillis = now;
    take(message);
    hearSelf();
  }

  /** A plan that it wanted is made. */
  public void onPlanned(Planning planning, SlotTable planned, long now) {
    nowMillis = now;
    coordinator.onPlanned(planning, planned, now);
    hearSelf();
  }

  /** Does what is due; to be called some dozens of times a second. */
  public void tick(long now) {
    nowMillis = now;
    if (now >= handoverUntilMillis) {
      installChosen();
    }
    routing.tick(now);
    replica.tick(now);
    coordinator.tick(now);
    renewals.tick(now);
    hearSelf();
  }

  private void hearSelf() {
    for (NodeMessage message = toSelf.poll(); message != null; message = toSelf.poll()) {
      take(message);
    }
  }

  private void take(NodeMessage message) {
    if (message instanceof Renew renew) {
      coordinator.onHeard(renew.from(), nowMillis);
      routing.onHeard(renew.from(), renew.epoch(), nowMillis);
      if (chosen != null && renew.epoch() >= chosen.epoch()) {
        onPrepared(renew.from());
      }
      exchange.compare(renew.from(), renew.epoch(), renew.lineage(), nowMillis);
      replica.on(renew, nowMillis);
    } else if (message instanceof PeerMessage peer) {
      replica.on(peer, nowMillis);
      if (peer instanceof Yielded yielded) {
        long latest = yielded.slots().stream().mapToLong(Unsettled::term).max().orElse(0);
        routing.onHeard(yielded.from(), latest, nowMillis);
      }
    } else if (message instanceof VoteMessage vote) {
      onVote(vote);
    } else if (message instanceof Synced synced) {
      coordinator.on(synced.report(), nowMillis);
    } else if (message instanceof Suspected suspected) {
      coordinator.on(suspected.suspicion(), nowMillis);
    } else if (message instanceof Leaving leaving) {
      coordinator.onLeaving(leaving.process(), nowMillis);
    } else if (message instanceof Recover) {
      coordinator.recover(nowMillis);
    } else if (message instanceof TableRequest request) {
      exchange.on(request, nowMillis);
    } else if (message instanceof Announcement announcement) {
      onAnnouncement(announcement);
    } else if (message instanceof Amendment amendment) {
      onAmendment(amendment);
    }
  }

  private void onVote(VoteMessage vote) {
    if (vote instanceof VoteMessage.Prepare prepare) {
      voter.on(prepare);
    } else if (vote instanceof VoteMessage.Propose propose) {
      voter.on(propose);
      replica.onAccepted(voter.acceptedEpoch());
      coordinator.onAccepted(voter.acceptedEpoch());
    } else {
      coordinator.on(vote);
    }
  }

  private void onAnnouncement(Announcement announcement) {
    coordinator.onHeard(announcement.from(), nowMillis);
    if (announcement.table().isNewerThan(table)) {
      install(announcement.table().sharing(table));
    } else if (announcement.table().isEmpty() && table.isEmpty()) {
      coordinator.onNoTable(announcement.from(), nowMillis);
    }
  }

  private void onAmendment(Amendment amendment) {
    coordinator.onHeard(amendment.from(), nowMillis);
    TableDifference difference = amendment.difference();
    if (difference.isNewerThan(table)) {
      if (difference.isFrom(table)) {
        install(table.with(difference));
      } else {
        exchange.ask(amendment.from(), nowMillis);
      }
    }
  }

  private void install(SlotTable next) {
    SlotTable previous = table;
    table = next;
    if (chosen != null && !chosen.isNewerThan(next)) {
      chosen = null;
    }
    voter.install(next);
    replica.install(next, nowMillis);
    out.accept(new Effect.Install(next));
    routing.install(previous, next, live, nowMillis, nowMillis + HANDOVER_MILLIS);
    exchange.install(next, nowMillis);
    coordinator.install(next, nowMillis);
    renewals.install(next, nowMillis);
    // Last, as slots that move are not served meanwhile.
    history.note(previous, next, nowMillis);
  }

  /** Directs what the parts want done: to each other, or out. */
  private void perform(Effect effect) {
    if (effect instanceof Effect.Install install) {
      onChosen(install.table());
    } else if (effect instanceof Effect.Tell tell) {
      live.coordinator().ifPresent(node -> send(node, tell.message()));
    } else if (effect instanceof Effect.Send send) {
      send(send.to(), send.message());
    } else {
      out.accept(effect);
    }
  }

  private void send(NodeName to, NodeMessage message) {
    if (to.equals(self.node())) {
      toSelf.add(message);
    } else if (message instanceof TableRequest) {
      exchange.ask(to, nowMillis);
    } else {
      out.accept(new Effect.Send(to, message));
    }
  }

  /**
   * This node's proposal was chosen. Where slots pass from one living node to another, those that
   * gain them are shown the table first: so they are prepared when those that lose them, and this
   * node may be one, hear of it and stop.
   */
  private void onChosen(SlotTable next) {
    boolean news = next.isNewerThan(table) && (chosen == null || next.isNewerThan(chosen));
    if (!news) {
      return;
    }
    chosen = next;
    gainers = gainers(next);
    unprepared.clear();
    unprepared.addAll(gainers);
    handoverUntilMillis = nowMillis + HANDOVER_MILLIS;
    if (!unprepared.isEmpty()) {
      Amendment amendment = new Amendment(self.node(), table.differenceTo(next));
      unprepared.forEach(node -> out.accept(new Effect.Send(node, amendment)));
    }
    onPrepared(self.node());
  }

  private void onPrepared(NodeName node) {
    unprepared.remove(node);
    if (unprepared.isEmpty()) {
      installChosen();
    }
  }

  /** The other nodes that become primaries in the place of some that are there. */
  private Set<NodeName> gainers(SlotTable next) {
    Set<NodeName> gainers = new LinkedHashSet<>();
    table.slotsOtherThan(next).stream()
        .filter(slot -> live.contains(table.owners(slot).primary().node()))
        .filter(slot -> !table.owners(slot).primary().equals(next.owners(slot).primary()))
        .forEach(slot -> gainers.add(next.owners(slot).primary().node()));
    gainers.remove(self.node());
    return gainers;
  }

  /** Installs what was chosen, if there is anything, and shows it to everybody. */
  private void installChosen() {
    SlotTable next = chosen;
    if (next != null) {
      SlotTable previous = table;
      install(next);
      live.names().stream()
          .filter(node -> !node.equals(self.node()))
          .forEach(node -> exchange.show(node, previous.epoch(), previous.lineage(), nowMillis));
      // From now on callers may come to them.
      gainers.forEach(node -> renewals.ask(node, nowMillis));
    }
  }
}
