package io.apothik.core;

import io.apothik.agreement.Coordinator;
import io.apothik.agreement.Voter;
import io.apothik.message.Effect;
import io.apothik.message.EventMessage.Listen;
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
import io.apothik.message.NodeMessage.Tune;
import io.apothik.message.NodeMessage.Voted;
import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Granted;
import io.apothik.message.PeerMessage.Renew;
import io.apothik.message.PeerMessage.Unsettled;
import io.apothik.message.PeerMessage.Yielded;
import io.apothik.message.Reply.CopyReport;
import io.apothik.message.Settings;
import io.apothik.message.VoteMessage;
import io.apothik.replica.Eviction;
import io.apothik.replica.LeaseBook;
import io.apothik.replica.Replica;
import io.apothik.replica.Tally;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.Planning;
import io.apothik.slot.Provision;
import io.apothik.slot.SlotTable;
import io.apothik.slot.TableDifference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One cache node: its copies, its vote on the next table, its part as coordinator, and how it comes
 * to know newer tables. Without network, threads or clock: what it wants done, others do.
 *
 * <p>Its slots may be divided among several event loops. This is the first of them, which also does
 * all that concerns the node as a whole; {@link #loop} gives the others, which act by themselves
 * under the tables that they get from here. Others are told of a table that this node has it when
 * all loops have.
 *
 * <p>Again and again it asks the other cache nodes for leases ({@link Renewals}). That says which
 * table it has, too, so that who has the older one gets the newer ({@link TableExchange}).
 *
 * <p>Used by one thread.
 */
public final class CacheNode implements LoopCore {
  private final Incarnation self;
  private final NodeLoop first;
  private final OtherLoops others;
  private final Loops loops;
  private final Voter voter;
  private final Coordinator coordinator;
  private final Preparation preparation;
  private final TableExchange exchange;
  private final Renewals renewals;
  private final Routing routing;
  private final Consumer<Effect> out;
  private final Deque<NodeMessage> toSelf = new ArrayDeque<>();
  private LiveSet live = LiveSet.NONE;
  private SlotTable table = SlotTable.NONE;
  private long nowMillis;

  /**
   * A node that knows nobody and holds nothing yet.
   *
   * @param slotCount how many slots tables have
   * @param evictions makes what bounds the memory of one loop
   * @param seed differs between any two processes, and is greater for a later one of the same name
   * @param provision what holds as far as tables say nothing else
   * @param loops runs what is to be run on other loops, and does what is to be done
   */
  public CacheNode(
      Incarnation self,
      Settings settings,
      int slotCount,
      Supplier<Eviction> evictions,
      long seed,
      Provision provision,
      Loops loops) {
    this.self = self;
    this.loops = loops;
    this.out = effect -> loops.perform(0, effect);
    LeaseBook book = new LeaseBook(settings.loops());
    IntFunction<Replica> replicas =
        loop ->
            new Replica(
                self,
                settings,
                loop,
                book,
                evictions.get(),
                seed,
                provision,
                loop == 0 ? this::perform : effect -> performOf(loop, effect));
    this.first = new NodeLoop(replicas.apply(0), slotCount, this::onYielded);
    this.others = new OtherLoops(loops);
    for (int loop = 1; loop < settings.loops(); loop++) {
      others.add(
          new NodeLoop(
              replicas.apply(loop),
              slotCount,
              yielded -> loops.run(0, now -> run(now, () -> onYielded(yielded)))));
    }
    this.voter = new Voter(self, this::perform);
    this.coordinator =
        new Coordinator(self, settings, slotCount, provision.founding(), seed, this::perform);
    this.preparation = new Preparation(self.node());
    this.exchange = new TableExchange(self.node(), out);
    this.renewals = new Renewals(self, first.replica(), out);
    this.routing = new Routing(self.node(), this::onRouted, out);
  }

  /** What acts on an event loop: this itself on the first, 0. */
  public LoopCore loop(int number) {
    return number == 0 ? this : others.get(number);
  }

  /**
   * What this node holds, and is to its slots.
   *
   * @param taker is told when all loops have said so, under the table that the node has then
   */
  public void account(long now, Consumer<Account> taker) {
    if (others.isEmpty()) {
      taker.accept(first.account(now));
    } else {
      others.account(first, taker);
    }
  }

  @Override
  public SlotTable table() {
    return table;
  }

  @Override
  public Tally tally() {
    return first.tally();
  }

  /** This process joined others: as long as it sees none of them, it founds nothing. */
  public void joinedOthers() {
    coordinator.joinedOthers();
  }

  /** A new cluster waits for so many cache nodes, a while, before it divides the slots. */
  public void expect(int nodes) {
    coordinator.expect(nodes);
  }

  /** With fewer cache nodes no cluster is founded, however long that takes. */
  public void need(int nodes) {
    coordinator.need(nodes);
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

  @Override
  public void foresee(List<SlotRequest> requests) {
    first.foresee(requests);
  }

  @Override
  public void on(Several several, long now) {
    first.replica().foreseeMessages(several.messages());
    several.messages().forEach(message -> on(message, now));
  }

  @Override
  public void onRequest(long call, SlotRequest request, long now) {
    nowMillis = now;
    first.onRequest(call, request, now);
    hearSelf();
  }

  @Override
  public void onScan(long call, SlotScan scan, long now) {
    run(now, () -> first.onScan(call, scan, now));
  }

  @Override
  public CopyReport onInquiry(SlotInquiry inquiry, long now) {
    return first.onInquiry(inquiry, now);
  }

  @Override
  public void on(NodeMessage message, long now) {
    run(now, () -> take(message));
  }

  private void run(long now, Runnable action) {
    nowMillis = now;
    action.run();
    hearSelf();
  }

  /** A plan that it wanted is made. */
  public void onPlanned(Planning planning, SlotTable planned, long now) {
    run(now, () -> coordinator.onPlanned(planning, planned, now));
  }

  @Override
  public void tick(long now) {
    nowMillis = now;
    installChosen(preparation.overdueOrNull(now));
    routing.tick(now);
    first.tick(now);
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
      coordinator.onAsking(renew.process(), nowMillis);
      routing.onHeard(renew.from(), renew.epoch(), nowMillis);
      preparation.onHeard(renew.from(), renew.epoch());
      installChosen(preparation.preparedOrNull());
      exchange.compare(renew.from(), renew.epoch(), renew.lineage(), nowMillis);
      first.on(renew, nowMillis);
    } else if (message instanceof Granted granted) {
      // Under the table that a loop still acts under, a lease of who is no member is worth nothing.
      if (renewals.table().isMember(granted.process())) {
        first.on(granted, nowMillis);
      }
    } else if (message instanceof PeerMessage || message instanceof Listen) {
      first.on(message, nowMillis);
    } else if (message instanceof VoteMessage vote) {
      onVote(vote);
    } else if (message instanceof Synced synced) {
      coordinator.on(synced.report(), nowMillis);
    } else if (message instanceof Suspected suspected) {
      coordinator.on(suspected.suspicion(), nowMillis);
    } else if (message instanceof Voted voted) {
      coordinator.on(voted, nowMillis);
    } else if (message instanceof Leaving leaving) {
      coordinator.onLeaving(leaving.process(), nowMillis);
    } else if (message instanceof Recover) {
      coordinator.recover(nowMillis);
    } else if (message instanceof Tune tune) {
      coordinator.tune(tune.change(), nowMillis);
    } else if (message instanceof TableRequest request) {
      exchange.on(request, nowMillis);
    } else if (message instanceof Announcement announcement) {
      onAnnouncement(announcement);
    } else if (message instanceof Amendment amendment) {
      onAmendment(amendment);
    }
  }

  private void onYielded(Yielded yielded) {
    long latest = yielded.slots().stream().mapToLong(Unsettled::term).max().orElse(0);
    routing.onHeard(yielded.from(), latest, nowMillis);
  }

  private void onRouted(long now) {
    first.replica().onRouted(now);
    others.onRouted();
  }

  private void onVote(VoteMessage vote) {
    if (vote instanceof VoteMessage.Prepare prepare) {
      voter.on(prepare);
    } else if (vote instanceof VoteMessage.Propose propose) {
      voter.on(propose);
      first.replica().onAccepted(voter.acceptedEpoch());
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
    preparation.onInstalled(next);
    voter.install(next);
    first.install(next, nowMillis);
    others.install(next, now -> run(now, () -> renewals.install(next, now)));
    out.accept(new Effect.Install(next));
    routing.install(previous, next, live, nowMillis, nowMillis + Preparation.MILLIS_MAX);
    exchange.install(next, nowMillis);
    coordinator.install(next, nowMillis);
    if (others.isEmpty()) {
      renewals.install(next, nowMillis);
    }
    first.note(previous, next, nowMillis);
  }

  /** What another loop wants done: by this one where it concerns the whole node. */
  private void performOf(int loop, Effect effect) {
    if (effect.concernsNode()) {
      loops.run(0, now -> run(now, () -> perform(effect)));
    } else {
      loops.perform(loop, effect);
    }
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
    if (next.isNewerThan(table) && preparation.begin(table, next, live, nowMillis)) {
      if (!preparation.gainers().isEmpty()) {
        Amendment amendment = new Amendment(self.node(), table.differenceTo(next));
        preparation.gainers().forEach(node -> out.accept(new Effect.Send(node, amendment)));
      }
      installChosen(preparation.preparedOrNull());
    }
  }

  /** Installs what was chosen, if there is anything, and shows it to everybody. */
  private void installChosen(@Nullable SlotTable next) {
    if (next != null) {
      SlotTable previous = table;
      install(next);
      live.names().stream()
          .filter(node -> !node.equals(self.node()))
          .forEach(node -> exchange.show(node, previous.epoch(), previous.lineage(), nowMillis));
      // From now on callers may come to them.
      preparation.gainers().forEach(node -> renewals.ask(node, nowMillis));
    }
  }
}
