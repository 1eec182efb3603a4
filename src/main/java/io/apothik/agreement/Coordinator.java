package io.apothik.agreement;

import io.apothik.message.Effect;
import io.apothik.message.NodeMessage.Voted;
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
import io.apothik.slot.Tuning;
import io.apothik.slot.TuningChange;
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

  /** One slot in so many may pass from one living primary to another with one table. */
  private static final int HANDOVER_SHARE = 128;

  private static final int HANDOVER_SLOTS_MIN = 4;

  /** The learner that a primary fills. */
  private record Filled(NodeName from, NodeName learner) {}

  private final Incarnation self;
  private final Settings settings;
  private final long seed;
  private final int slotCount;
  private final WantedTuning tuning;
  private final Founding founding;
  private final int handoverSlotsMax;
  private final Consumer<Effect> out;

  private final Set<Incarnation> leaving = new HashSet<>();
  private final Voices voices;
  private final Map<Filled, SyncReport> complete = new LinkedHashMap<>();
  private final Suspicions suspicions = new Suspicions();
  private final OpenVote vote = new OpenVote();

  private LiveSet live = LiveSet.NONE;
  private SlotTable table = SlotTable.NONE;
  private @Nullable Planning planning;
  private @Nullable Proposal proposal;
  private SlotTable planned = SlotTable.NONE;
  private @Nullable Handover handover;
  private boolean lossAccepted;
  private boolean isNews;
  private long round;
  private long lineages;

  /**
   * A coordinator that knows nobody yet.
   *
   * @param slotCount how many slots a table has
   * @param firstTuning what the first table is to say of its tuning
   * @param seed differs between any two processes: makes their lineages differ
   */
  public Coordinator(
      Incarnation self,
      Settings settings,
      int slotCount,
      Tuning firstTuning,
      long seed,
      Consumer<Effect> out) {
    this.self = self;
    this.settings = settings;
    this.seed = seed;
    this.slotCount = slotCount;
    this.tuning = new WantedTuning(firstTuning);
    this.founding = new Founding(self, out);
    this.voices = new Voices(self);
    this.handoverSlotsMax = Math.max(HANDOVER_SLOTS_MIN, slotCount / HANDOVER_SHARE);
    this.out = out;
  }

  /** This process joined others: as long as it sees none of them, it founds nothing. */
  public void joinedOthers() {
    founding.joinedOthers();
  }

  /** A new cluster waits for so many cache nodes, a while, before it divides the slots. */
  public void expect(int nodes) {
    founding.expect(nodes);
  }

  /** With fewer cache nodes no cluster is founded, however long that takes. */
  public void need(int nodes) {
    founding.need(nodes);
  }

  /** Other members are there. */
  public void onLive(LiveSet members, long nowMillis) {
    founding.onLive(live, members, !table.isEmpty());
    live = members;
    lossAccepted = lossAccepted && isStuck(nowMillis);
    leaving.removeIf(process -> !live.has(process));
    voices.onLive(live);
    suspicions.onLive(members, nowMillis);
    if (proposal != null && !areThere(proposal.table().members())) {
      // It counts on copies that are gone; another plan may keep those that it would give up.
      abandon(proposal);
    }
    hear(nowMillis);
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
    tuning.install(next);
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
    vote.accepted(epoch);
  }

  /** Another node voted for a table that it has not got. */
  public void on(Voted voted, long nowMillis) {
    onHeard(voted.from(), nowMillis);
    if (voted.epoch() == table.epoch() && table.isMember(voted.from())) {
      vote.accepted(table.epoch() + 1);
    }
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
    founding.onNoTable(node);
    hear(nowMillis);
  }

  /** An operator wants to go on with what is left, whatever is lost by that. */
  public void recover(long nowMillis) {
    lossAccepted = isStuck(nowMillis);
    isNews = true;
    tick(nowMillis);
  }

  /** An operator wants this to be in force. Who does not lead does nothing about it. */
  public void tune(TuningChange change, long nowMillis) {
    if (leads() && tuning.want(change, table, nowMillis)) {
      hear(nowMillis);
    }
  }

  private boolean leads() {
    return live.coordinator().equals(Optional.of(self.node()));
  }

  /** Whether nothing can be chosen, nor a cluster founded, with those who are there. */
  private boolean isStuck(long nowMillis) {
    return table.isEmpty() ? founding.isStuck(live) : quorum(nowMillis) > liveMembers();
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
    tellWhetherVoteIsStuck(nowMillis);
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

  /** It may be that another node is to act, and knows of no vote. */
  private void tellWhetherVoteIsStuck(long nowMillis) {
    if (vote.isStuck(table.epoch(), nowMillis) && !leads() && vote.isToBeTold(nowMillis)) {
      out.accept(new Effect.Tell(new Voted(self.node(), table.epoch())));
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
    boolean stuck = vote.isStuck(table.epoch(), nowMillis);
    if (handover != null && !isNews) {
      goOn(handover, nowMillis);
    } else if (isNews || stuck) {
      isNews = false;
      // What was planned before may still be chosen, but is not what is wanted any more.
      planned = SlotTable.NONE;
      Planner planner = new Planner(slotCount, tuning.after(table, nowMillis));
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
        && leads()
        && (!table.isEmpty() || founding.isDue(live, lossAccepted, nowMillis))
        && votesNeeded(nowMillis) <= liveMembers();
  }

  private void goOn(Handover way, long nowMillis) {
    SlotTable next = way.next(table);
    if (!next.equals(table)) {
      propose(next, nowMillis);
    } else {
      handover = null;
      if (vote.isStuck(table.epoch(), nowMillis)) {
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
