package io.apothik.agreement;

import io.apothik.message.Effect;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.message.Settings;
import io.apothik.message.VoteMessage;
import io.apothik.slot.Handover;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.Planner;
import io.apothik.slot.Planning;
import io.apothik.slot.Situation;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Suspicion;
import io.apothik.slot.SyncReport;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans the next table and has it chosen; one on every cache node, and the oldest node's acts. Two
 * that act at once do no harm: the vote is what decides.
 *
 * <p>What it knows besides the table and the members (who is leaving, which learners are complete,
 * who is silent) it is told again and again by those concerned, so a new coordinator needs no
 * inheritance. What it hears while a proposal is under way goes into the next one.
 */
public final class Coordinator {
  private static final long ASK_MILLIS = 100;

  /** One slot in so many may pass from one living primary to another with one table. */
  private static final int HANDOVER_SHARE = 128;

  private static final int HANDOVER_SLOTS_MIN = 4;

  /** The learner that a primary fills. */
  private record Filled(NodeName from, NodeName learner) {}

  private final Incarnation self;
  private final Settings settings;
  private final long seed;
  private final Planner planner;
  private final int handoverSlotsMax;
  private final Consumer<Effect> out;

  private final Set<Incarnation> leaving = new HashSet<>();
  private final Set<NodeName> withoutTable = new HashSet<>();
  private final Voices voices;
  private final Founders founders = new Founders();
  private final Map<Filled, SyncReport> complete = new LinkedHashMap<>();
  private final Suspicions suspicions = new Suspicions();

  private LiveSet live = LiveSet.NONE;
  private SlotTable table = SlotTable.NONE;
  private @Nullable Planning planning;
  private @Nullable Proposal proposal;
  private SlotTable planned = SlotTable.NONE;
  private @Nullable Handover handover;
  private boolean lossAccepted;
  private boolean mayBeCutOff;
  private boolean awaitsOthers;
  private boolean isNews;
  private long round;
  private long lineages;
  private long acceptedEpoch;
  private long acceptedAtMillis;
  private long askedAtMillis = Long.MIN_VALUE / 2;

  /**
   * A coordinator that knows nobody yet.
   *
   * @param slotCount how many slots a table has
   * @param seed differs between any two processes: makes their lineages differ
   */
  public Coordinator(
      Incarnation self, Settings settings, int slotCount, long seed, Consumer<Effect> out) {
    this.self = self;
    this.settings = settings;
    this.seed = seed;
    this.voices = new Voices(self);
    this.planner = new Planner(slotCount, settings.backups());
    this.handoverSlotsMax = Math.max(HANDOVER_SLOTS_MIN, slotCount / HANDOVER_SHARE);
    this.out = out;
  }

  /** This process joined others: as long as it sees none of them, it founds nothing. */
  public void joinedOthers() {
    awaitsOthers = true;
  }

  /** A new cluster waits for so many cache nodes, a while, before it divides the slots. */
  public void expect(int nodes) {
    founders.expect(nodes);
  }

  /** With fewer cache nodes no cluster is founded, however long that takes. */
  public void need(int nodes) {
    founders.need(nodes);
  }

  /** Other members are there. */
  public void onLive(LiveSet members, long nowMillis) {
    awaitsOthers = awaitsOthers && members.members().size() <= 1;
    mayBeCutOff |= live.names().stream().anyMatch(node -> isLost(node, members));
    live = members;
    lossAccepted = lossAccepted && isStuck(nowMillis);
    leaving.removeIf(process -> !live.has(process));
    voices.onLive(live);
    suspicions.onLive(members, nowMillis);
    withoutTable.removeIf(node -> !live.contains(node));
    if (proposal != null && !areThere(proposal.table().members())) {
      // It counts on copies that are gone; another plan may keep those that it would give up.
      abandon(proposal);
    }
    hear(nowMillis);
  }

  /** Whether a node is gone of which it is not known whether it had a table. */
  private boolean isLost(NodeName node, LiveSet members) {
    return table.isEmpty() && !members.contains(node) && !withoutTable.contains(node);
  }

  /** A newer table is in force. */
  public void install(SlotTable next, long nowMillis) {
    table = next;
    // Who is a member of a new table was there a moment ago, whether or not this node saw it.
    next.members().forEach(member -> onHeard(member.node(), nowMillis));
    if (proposal != null) {
      abandon(proposal);
    }
    isNews |= planning != null;
    planning = null;
    lossAccepted = false;
    complete.values().removeIf(report -> !isBetweenMembers(report));
    suspicions.clear();
    // What this node planned last needs no other plan unless it heard something since. If it did,
    // it plans with the next tick: now, slots that moved wait for this node and for its word.
    isNews |= !next.equals(planned);
  }

  /** A process is to hold nothing any more. */
  public void onLeaving(Incarnation process, long nowMillis) {
    if (live.has(process) && leaving.add(process)) {
      hear(nowMillis);
    }
  }

  /** A primary filled a learner. */
  public void on(SyncReport report, long nowMillis) {
    if (isBetweenMembers(report)) {
      complete.put(new Filled(report.from(), report.learner()), report);
      hear(nowMillis);
    }
  }

  private boolean isBetweenMembers(SyncReport report) {
    return table.isMember(report.from()) && table.isMember(report.learner());
  }

  /** A primary waits for a node. */
  public void on(Suspicion suspicion, long nowMillis) {
    if (suspicion.epoch() == table.epoch() && suspicions.add(suspicion, nowMillis)) {
      hear(nowMillis);
    }
  }

  /** This node voted for a table of this epoch. */
  public void onAccepted(long epoch) {
    acceptedEpoch = Math.max(acceptedEpoch, epoch);
  }

  /** A node said something. */
  public void onHeard(NodeName node, long nowMillis) {
    voices.onHeard(node, nowMillis);
  }

  /** A process asks for a lease, or a table. Who is new, and was never heard, is given nothing. */
  public void onAsking(Incarnation process, long nowMillis) {
    onHeard(process.node(), nowMillis);
    if (voices.add(process) && live.has(process) && !table.isMember(process)) {
      hear(nowMillis);
    }
  }

  /** A node says that it has no table, as this one. */
  public void onNoTable(NodeName node, long nowMillis) {
    withoutTable.add(node);
    hear(nowMillis);
  }

  /** An operator wants to go on with what is left, whatever is lost by that. */
  public void recover(long nowMillis) {
    lossAccepted = isStuck(nowMillis);
    isNews = true;
    tick(nowMillis);
  }

  /** Whether nothing can be chosen, nor a cluster founded, with those who are there. */
  private boolean isStuck(long nowMillis) {
    return table.isEmpty()
        ? mayBeCutOff || awaitsOthers || founders.areMissing(live)
        : quorum(nowMillis) > liveMembers();
  }

  /** A voter's answer. */
  public void on(VoteMessage message) {
    if (proposal != null) {
      proposal.on(message).ifPresent(this::choose);
    }
  }

  private void choose(SlotTable chosen) {
    out.accept(new Effect.Install(chosen));
  }

  /** Does what is due; to be called some dozens of times a second. */
  public void tick(long nowMillis) {
    Proposal current = proposal;
    if (current == null) {
      act(nowMillis);
    } else if (current.needed() == votesNeeded(nowMillis)) {
      current.tick(nowMillis);
    } else {
      abandon(current);
      hear(nowMillis);
    }
  }

  private void abandon(Proposal current) {
    round = Math.max(round, current.round());
    proposal = null;
  }

  /** Something is known that was not when the last table was planned. */
  private void hear(long nowMillis) {
    isNews = true;
    act(nowMillis);
  }

  private void act(long nowMillis) {
    if (planning != null || !mayAct(nowMillis)) {
      return;
    }
    boolean stuck = isVoteStuck(nowMillis);
    if (handover != null && !isNews) {
      goOn(handover, nowMillis);
    } else if (isNews || stuck) {
      isNews = false;
      // What was planned before may still be chosen, but is not what is wanted any more.
      planned = SlotTable.NONE;
      planning = new Planning(planner, table, situation(nowMillis));
      out.accept(new Effect.Plan(planning));
    }
  }

  /**
   * A plan that was wanted is made. It holds until it is carried out, or something is heard that it
   * did not count on; but what was heard while it was made can wait for its first step.
   */
  public void onPlanned(Planning made, SlotTable goal, long nowMillis) {
    if (!made.equals(planning)) {
      return;
    }
    planning = null;
    if (goal.isNewerThan(table) && !areThere(goal.members())) {
      hear(nowMillis);
      return;
    }
    handover = new Handover(goal, made.situation(), handoverSlotsMax);
    if (mayAct(nowMillis)) {
      goOn(handover, nowMillis);
    }
  }

  /** Whether it is for this node to propose something now, and something can be chosen. */
  private boolean mayAct(long nowMillis) {
    return proposal == null
        && live.coordinator().equals(Optional.of(self.node()))
        && (!table.isEmpty() || isNew(nowMillis))
        && votesNeeded(nowMillis) <= liveMembers();
  }

  private void goOn(Handover way, long nowMillis) {
    SlotTable next = way.next(table);
    if (!next.equals(table)) {
      propose(next, nowMillis);
    } else {
      handover = null;
      if (isVoteStuck(nowMillis)) {
        propose(table.again(), nowMillis);
      }
    }
  }

  private void propose(SlotTable next, long nowMillis) {
    int needed = votesNeeded(nowMillis);
    long lineage = newLineage();
    SlotTable named = isMajority(needed) ? next : next.withLineage(lineage);
    planned = named;
    if (needed == 0) {
      choose(named);
    } else {
      proposal = new Proposal(self, table, named, needed, lineage, round, out);
      proposal.tryAgain(nowMillis);
    }
  }

  /**
   * One that nobody else gives, by Fibonacci hashing (Knuth, "The Art of Computer Programming" 3,
   * 6.4); and a greater one than the table's, so that what a majority chooses comes first.
   */
  private long newLineage() {
    return table.lineage() + 1 + (((seed + ++lineages) * 0x9E3779B97F4A7C15L) >>> 24);
  }

  /**
   * Whether this node voted for a table, a while ago, that was not chosen. Nobody who did grants
   * leases until there is another, so there has to be one.
   */
  private boolean isVoteStuck(long nowMillis) {
    if (acceptedEpoch <= table.epoch()) {
      acceptedAtMillis = nowMillis;
    }
    return nowMillis - acceptedAtMillis > Voices.SILENT_MILLIS;
  }

  /**
   * Whether nobody has a table, by their own word: this is where a cluster begins. Who lost sight
   * of somebody before that word may be cut off from a cluster that has one.
   */
  private boolean isNew(long nowMillis) {
    List<NodeName> unheard =
        live.names().stream()
            .filter(node -> !node.equals(self.node()) && !withoutTable.contains(node))
            .toList();
    if (!unheard.isEmpty() && nowMillis - askedAtMillis >= ASK_MILLIS) {
      askedAtMillis = nowMillis;
      unheard.forEach(
          node -> out.accept(new Effect.Send(node, new TableRequest(self.node(), 0, 0))));
    }
    return unheard.isEmpty()
        && (lossAccepted || (!mayBeCutOff && !awaitsOthers && founders.areThere(live, nowMillis)));
  }

  /** How many votes are waited for: without a table none, with an operator's word what is left. */
  private int votesNeeded(long nowMillis) {
    return lossAccepted || table.isEmpty() ? liveMembers() : quorum(nowMillis);
  }

  /**
   * A majority where it binds, else all members that may be there; but at least one. A node that
   * finds itself without any may be the one that is lost, and one whose news of the members are old
   * may still hear from a member that it does not see.
   */
  private int quorum(long nowMillis) {
    int members = table.members().size();
    return settings.needsMajority(members)
        ? members / 2 + 1
        : (int) Math.max(1, table.members().stream().filter(m -> mayBeThere(m, nowMillis)).count());
  }

  private boolean mayBeThere(Incarnation member, long nowMillis) {
    return voices.mayBeThere(member, live, nowMillis);
  }

  private Situation situation(long nowMillis) {
    Set<NodeName> names =
        leaving.stream().map(Incarnation::node).collect(Collectors.toUnmodifiableSet());
    return new Situation(
        voices.known(live, table), names, List.copyOf(complete.values()), suspicions.at(nowMillis));
  }

  private boolean areThere(List<Incarnation> members) {
    return members.stream().allMatch(live::has);
  }

  private boolean isMajority(int votes) {
    return !table.isEmpty() && votes > table.members().size() / 2;
  }

  private int liveMembers() {
    return live.membersOf(table);
  }
}
