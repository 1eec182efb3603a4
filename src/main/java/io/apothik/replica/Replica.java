package io.apothik.replica;

import io.apothik.message.Duties;
import io.apothik.message.Effect;
import io.apothik.message.ErrorCode;
import io.apothik.message.EventMessage.Listen;
import io.apothik.message.Holdings;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Chunk;
import io.apothik.message.PeerMessage.ChunkAccepted;
import io.apothik.message.PeerMessage.Granted;
import io.apothik.message.PeerMessage.Renew;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.PeerMessage.Settled;
import io.apothik.message.PeerMessage.Takeover;
import io.apothik.message.PeerMessage.Unsettled;
import io.apothik.message.PeerMessage.Yielded;
import io.apothik.message.Reply;
import io.apothik.message.Reply.CopyReport;
import io.apothik.message.Settings;
import io.apothik.message.SlotEvent;
import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.Move;
import io.apothik.slot.NodeName;
import io.apothik.slot.Provision;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All copies that one cache node holds on one of its event loops, and what it does with them under
 * the table that it has installed: a state machine without network, threads or clock. It takes
 * tables, requests, peers' messages and ticks in, and gives {@link Effect}s out.
 *
 * <p>Used by one thread.
 */
public final class Replica implements Host {
  private static final long RESEND_MILLIS = 200;
  private static final long CHORES_MILLIS = 100;

  private final Incarnation process;
  private final Settings settings;
  private final int loop;
  private final Consumer<Effect> out;
  private final Leases leases;
  private final Eviction eviction;
  private final Places places = new Places();
  private final RecentRequests requests = new RecentRequests(places);
  private final Handovers handovers = new Handovers();
  private final Takeovers takeovers = new Takeovers(this);
  private final Migrations migrations;
  private final Allotment allotment;
  private final EarlyWords earlyWords = new EarlyWords();
  private final Copies copies = new Copies(this);
  private final StaleReads staleReads = new StaleReads(this, copies);
  private final Primacies primacies = new Primacies();
  private final Foresight foresight = new Foresight(primacies, copies);
  private final Inventory inventory = new Inventory(primacies, copies);
  private final Silence silence = new Silence(this, takeovers, primacies, copies);
  private final Listeners listeners;
  private final Tally tally = new Tally();

  private SlotTable table = SlotTable.NONE;
  private boolean isMember;
  private long choresAtMillis;
  private long evicted;

  /**
   * A loop of a node that holds nothing yet.
   *
   * @param loop which one; the first alone is asked for leases, and for votes
   * @param book of the node, for all its loops
   * @param seed greater than any feed or stream that an earlier process of this name can have begun
   * @param provision what the node may use as far as tables say nothing else
   */
  public Replica(
      Incarnation process,
      Settings settings,
      int loop,
      LeaseBook book,
      Eviction eviction,
      long seed,
      Provision provision,
      Consumer<Effect> out) {
    this.process = process;
    this.settings = settings;
    this.loop = loop;
    this.out = out;
    this.eviction = eviction;
    this.leases = new Leases(process, settings, book, loop);
    this.migrations = new Migrations(this, seed);
    this.allotment = new Allotment(provision, settings.loops(), eviction, migrations);
    this.listeners = new Listeners(this, loop, primacies, seed);
  }

  @Override
  public NodeName self() {
    return process.node();
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public RecentRequests requests() {
    return requests;
  }

  @Override
  public Eviction eviction() {
    return eviction;
  }

  @Override
  public Handovers handovers() {
    return handovers;
  }

  @Override
  public Listeners listeners() {
    return listeners;
  }

  @Override
  public Tally tally() {
    return tally;
  }

  @Override
  public Places places() {
    return places;
  }

  @Override
  public void onInFlight(int slot, boolean any) {
    primacies.onInFlight(slot, any);
  }

  @Override
  public void perform(Effect effect) {
    out.accept(effect);
  }

  @Override
  public long epoch() {
    return table.epoch();
  }

  /**
   * Acts under a newer table from now on.
   *
   * @throws IllegalArgumentException if it is not newer
   */
  public void install(SlotTable next, long nowMillis) {
    if (!next.isNewerThan(table)) {
      throw new IllegalArgumentException("%s does not follow %s".formatted(next, table));
    }
    // Whatever happened since the two ways parted, happened otherwise.
    boolean parted = !next.descendsFrom(table);
    SlotTable previous = parted ? SlotTable.NONE : table;
    table = next;
    leases.install(next);
    allotment.install(next);
    boolean wasMember = isMember;
    isMember = next.isMember(process);
    if (parted) {
      primacies.all().forEach(this::giveUp);
      copies.giveUp(next.epoch());
      earlyWords.clear();
      listeners.clear();
    }
    copies.install(next, isMember);
    SlotTable compared = wasMember == isMember ? previous : SlotTable.NONE;
    int[] changed =
        next.slotsOtherThan(compared).stream()
            .filter(slot -> settings.loopOf(slot) == loop)
            .toArray();
    for (int slot : changed) {
      install(slot, previous, nowMillis);
      copies.onOwners(slot);
    }
    leases.onPartners(copies.partners());
    copies.yieldUnasked(changed, compared, nowMillis);
    earlyWords
        .takeUpTo(next.epoch())
        .forEach(word -> onYielded(word.from(), word.slot(), word.heardAtMillis()));
    migrations.review();
    for (Primacy primacy : primacies.serving(changed)) {
      migrations.addNew(primacy, previous);
    }
    serveWhatIsFree(nowMillis);
    migrations.send(nowMillis);
    evict(nowMillis);
  }

  private void install(int slot, SlotTable previous, long nowMillis) {
    SlotOwners owners = table.owners(slot);
    Copy mine = copies.mine(owners);
    boolean leads = mine != null && mine.equals(owners.primary());
    Primacy primacy = primacies.get(slot);
    boolean goesOn = leads && primacy != null && owners.term() == primacy.replication().term();
    if (primacy != null && goesOn) {
      primacy.onOwners(owners, nowMillis);
      primacies.onOwners(slot, primacy);
      takeovers.onOwners(slot, owners);
      return;
    }
    if (primacy != null) {
      if (primacy.isServing()) {
        handovers.stopped(slot, owners.term(), nowMillis);
        boolean follows = table.epoch() == previous.epoch() + 1;
        listeners.closed(slot, follows ? owners.term() : SlotEvent.NOBODY);
      }
      giveUp(primacy);
    }
    if (mine == null) {
      copies.drop(slot);
      return;
    }
    Shard shard = copies.shardOf(slot, mine, owners, previous.isEmpty());
    if (leads) {
      primacies.put(slot, new Primacy(shard, owners, this));
      takeovers.begin(slot, previous, table, nowMillis);
    }
  }

  private void giveUp(Primacy primacy) {
    int slot = primacy.shard().slot();
    primacy.depose();
    primacies.remove(slot);
    takeovers.drop(slot);
  }

  private void serveWhatIsFree(long nowMillis) {
    for (int slot : takeovers.over(nowMillis)) {
      takeovers.end(slot, nowMillis);
      Primacy primacy = primacies.get(slot);
      if (primacy != null) {
        primacy.serve(nowMillis);
        migrations.add(primacy, primacy.replication().owners().learners());
      }
    }
  }

  /** From now on callers may come here for the slots of this node's table. */
  public void onRouted(long nowMillis) {
    takeovers.onRouted(nowMillis);
  }

  /** Whether this node needs leases of that one: both have copies of the same slot. */
  public boolean needsLeaseOf(NodeName node) {
    return leases.areAllNeeded() || leases.isPartner(node);
  }

  /** Whether this node has no lease of that one, or soon has none any more. */
  public boolean lacksLeaseOf(NodeName node, long nowMillis) {
    return leases.isRunningOut(node, nowMillis);
  }

  /** This node voted for a table of this epoch. */
  public void onAccepted(long epoch) {
    leases.onAccepted(epoch);
  }

  /** These requests come next. */
  public void foresee(List<SlotRequest> requests) {
    foresight.onRequests(requests);
  }

  /** What others said comes next. */
  public void foreseeMessages(List<PeerMessage> messages) {
    foresight.onMessages(messages);
  }

  /** Does what a caller asked if this node serves the slot, or may answer as a backup. */
  public void on(long call, SlotRequest message, long nowMillis) {
    Primacy primacy = primacies.get(message.slot());
    if (primacy == null) {
      Reply answer = staleReads.answerOrNull(message, nowMillis);
      out.accept(new Effect.Answer(call, answer == null ? notOwner(message.slot()) : answer));
    } else {
      primacy.on(call, message, nowMillis);
      evict(nowMillis);
    }
  }

  /** Tells which keys there are in some slots, as far as this node serves them. */
  public void on(long call, SlotScan message, long nowMillis) {
    new Walk(message, primacies, this::notOwner, out).answer(call, nowMillis);
  }

  private Reply notOwner(int slot) {
    String who =
        slot < 0 || slot >= table.slotCount()
            ? "has no slot %d under its table".formatted(slot)
            : "does not own slot %d: %s does".formatted(slot, table.owners(slot).primary().node());
    return new Reply.Failure(ErrorCode.NOT_OWNER, self() + " " + who, table.epoch());
  }

  /** Takes in what another node says. */
  public void on(PeerMessage message, long nowMillis) {
    if (message instanceof Replicate replicate) {
      copies.onReplicate(replicate, nowMillis);
    } else if (message instanceof Replicated replicated) {
      primacies.onReplicated(replicated);
    } else if (message instanceof Settled settled) {
      settled.marks().forEach(mark -> copies.onMark(settled.from(), mark));
    } else if (message instanceof Takeover takeover) {
      copies.onTakeover(takeover, nowMillis);
    } else if (message instanceof Yielded yielded) {
      yielded.slots().forEach(slot -> onYielded(yielded.from(), slot, nowMillis));
      serveWhatIsFree(nowMillis);
      migrations.send(nowMillis);
    } else if (message instanceof Chunk chunk) {
      copies.onChunk(chunk, nowMillis);
    } else if (message instanceof ChunkAccepted accepted) {
      migrations.onAccepted(accepted, primacies.filling(), nowMillis);
    } else if (message instanceof Renew renew) {
      if (leases.grant(renew.process(), renew.epoch(), nowMillis)) {
        out.accept(new Effect.Send(renew.from(), new Granted(process, renew.sentAtMillis())));
      }
    } else if (message instanceof Granted granted) {
      leases.onGranted(granted.process(), granted.sentAtMillis());
    }
  }

  private void onYielded(NodeName from, Unsettled slot, long nowMillis) {
    if (slot.term() > table.epoch()) {
      earlyWords.keep(from, slot, nowMillis);
      return;
    }
    Primacy primacy = primacies.get(slot.slot());
    if (primacy != null && takeovers.awaits(slot.slot(), slot.term(), from)) {
      slot.changes().forEach(change -> copies.apply(primacy.shard(), change, nowMillis));
      takeovers.onYielded(slot, from, nowMillis);
    }
  }

  /** Somebody wants to hear of changes. */
  public void on(Listen listen, long nowMillis) {
    Set<NodeName> others = new HashSet<>(copies.partners());
    others.remove(self());
    boolean certain = leases.hasQuorum(nowMillis) && leases.areHeldFrom(others, nowMillis);
    listeners.on(listen, certain, nowMillis);
  }

  /** Does what is due; to be called some dozens of times a second. */
  public void tick(long nowMillis) {
    silence.tick(nowMillis);
    requests.tick(nowMillis);
    takeovers.ask(nowMillis);
    serveWhatIsFree(nowMillis);
    migrations.tick(primacies.filling(), nowMillis);
    listeners.tick(nowMillis);
    if (nowMillis - choresAtMillis >= CHORES_MILLIS) {
      choresAtMillis = nowMillis;
      primacies.resend(nowMillis - RESEND_MILLIS, nowMillis);
      eviction.tick();
      if (!leases.hasQuorum(nowMillis)) {
        primacies.standAlone();
      }
      primacies
          .takeMarks(nowMillis)
          .forEach((node, marks) -> out.accept(new Effect.Send(node, new Settled(self(), marks))));
      silence.tell(nowMillis);
    }
    evict(nowMillis);
  }

  private void evict(long nowMillis) {
    evicted += primacies.evict(eviction.takeVictims(), nowMillis);
  }

  /** What this node has of a key, with what is remembered of the key's slot. */
  public CopyReport report(SlotInquiry inquiry, List<Move> moves, long nowMillis) {
    return inventory.report(inquiry, table.epoch(), moves, nowMillis);
  }

  /** What this node is to its slots, in numbers. */
  public Duties duties(long nowMillis) {
    return inventory.duties(leases.hasQuorum(nowMillis), nowMillis);
  }

  /** What this node holds, in numbers. */
  public Holdings holdings(long nowMillis) {
    return inventory.holdings(evicted, migrations.progress(nowMillis), handovers.pauses());
  }
}
