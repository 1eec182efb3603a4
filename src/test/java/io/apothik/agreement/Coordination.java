package io.apothik.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Effect;
import io.apothik.message.Settings;
import io.apothik.message.VoteMessage;
import io.apothik.message.VoteMessage.Accepted;
import io.apothik.message.VoteMessage.Prepare;
import io.apothik.message.VoteMessage.Promised;
import io.apothik.message.VoteMessage.Propose;
import io.apothik.slot.Incarnation;
import io.apothik.slot.Planning;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import io.apothik.slot.SyncReport;
import io.apothik.slot.Tuning;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** One coordinator on the oldest node, and voters that hear it as long as they are said to. */
abstract class Coordination {
  static final Incarnation A = Processes.numbered(1);
  static final Incarnation B = Processes.numbered(2);
  static final Incarnation C = Processes.numbered(3);
  static final Incarnation D = Processes.numbered(4);
  static final Incarnation E = Processes.numbered(5);
  static final Incarnation F = Processes.numbered(6);

  /** What the first table says. */
  static final Tuning TUNING = new Tuning(1, 0, 1_000);

  final List<Effect> effects = new ArrayList<>();
  private final Deque<VoteMessage> votes = new ArrayDeque<>();
  final Deque<SlotTable> chosen = new ArrayDeque<>();
  private final Deque<Planning> plans = new ArrayDeque<>();
  final Coordinator coordinator =
      new Coordinator(A, Settings.DEFAULT, 4, TUNING, 1_000, this::perform);
  Set<Incarnation> voters = Set.of(A, B, C, D, E, F);
  boolean plansTakeLong;
  long now = 10_000;

  @BeforeEach
  void nobodyHasATable() {
    chosen.push(SlotTable.NONE);
  }

  /** B has all that A is primary of. */
  SyncReport report(long epoch) {
    SlotSet slots = table().slotsWhere(owners -> owners.isPrimary(A.node()));
    return new SyncReport(epoch, A.node(), B.node(), slots);
  }

  void found(Incarnation... members) {
    see(members);
    Stream.of(members)
        .filter(member -> !member.equals(A))
        .forEach(member -> coordinator.onNoTable(member.node(), now));
    assertThat(table().members()).containsExactly(members);
  }

  /** They are there, and say so themselves. */
  void see(Incarnation... members) {
    Stream.of(members).forEach(member -> coordinator.onAsking(member, now));
    seeUnheard(members);
  }

  /** They are there, as others say. */
  void seeUnheard(Incarnation... members) {
    coordinator.onLive(Processes.live(members), now);
    deliverVotes();
  }

  void plansAreMade() {
    plansTakeLong = false;
    makePlans();
    deliverVotes();
  }

  void recover() {
    coordinator.recover(now);
    deliverVotes();
  }

  void tell(SyncReport report) {
    coordinator.on(report, now);
    deliverVotes();
  }

  SlotTable table() {
    return chosen.element();
  }

  void later(long millis) {
    now += millis;
    coordinator.tick(now);
    deliverVotes();
  }

  void deliverVotes() {
    for (VoteMessage vote = votes.poll(); vote != null; vote = votes.poll()) {
      coordinator.on(vote);
    }
  }

  Set<Incarnation> prepared() {
    return effects.stream()
        .filter(effect -> effect instanceof Effect.Send send && send.message() instanceof Prepare)
        .map(effect -> ((Effect.Send) effect).to())
        .map(node -> new Incarnation(node, "first"))
        .collect(Collectors.toSet());
  }

  private void perform(Effect effect) {
    effects.add(effect);
    if (effect instanceof Effect.Install install) {
      chosen.push(install.table());
      coordinator.install(install.table(), now);
    } else if (effect instanceof Effect.Plan plan) {
      plans.add(plan.planning());
      makePlans();
    } else if (effect instanceof Effect.Send send) {
      voters.stream()
          .filter(voter -> voter.node().equals(send.to()))
          .forEach(voter -> vote(voter, send));
    }
  }

  private void makePlans() {
    while (!plansTakeLong && !plans.isEmpty()) {
      Planning planning = plans.remove();
      coordinator.onPlanned(planning, planning.plan(), now);
    }
  }

  private void vote(Incarnation voter, Effect.Send send) {
    if (send.message() instanceof Prepare prepare) {
      votes.add(new Promised(voter, prepare.epoch(), prepare.ballot(), null, null));
    } else if (send.message() instanceof Propose propose) {
      votes.add(new Accepted(voter, propose.epoch(), propose.ballot()));
    }
  }
}
