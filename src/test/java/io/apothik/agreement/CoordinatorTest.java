package io.apothik.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Effect;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.message.Settings;
import io.apothik.message.VoteMessage;
import io.apothik.message.VoteMessage.Accepted;
import io.apothik.message.VoteMessage.Prepare;
import io.apothik.message.VoteMessage.Promised;
import io.apothik.message.VoteMessage.Propose;
import io.apothik.slot.Incarnation;
import io.apothik.slot.Planning;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import io.apothik.slot.SyncReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One coordinator on the oldest node, and voters that hear it as long as they are said to. */
class CoordinatorTest {
  private static final Incarnation A = Processes.numbered(1);
  private static final Incarnation B = Processes.numbered(2);
  private static final Incarnation C = Processes.numbered(3);
  private static final Incarnation D = Processes.numbered(4);
  private static final Incarnation E = Processes.numbered(5);
  private static final Incarnation F = Processes.numbered(6);

  private final List<Effect> effects = new ArrayList<>();
  private final Deque<VoteMessage> votes = new ArrayDeque<>();
  private final Deque<SlotTable> chosen = new ArrayDeque<>();
  private final Deque<Planning> plans = new ArrayDeque<>();
  private final Coordinator coordinator =
      new Coordinator(A, Settings.DEFAULT, 4, 1_000, this::perform);
  private Set<Incarnation> voters = Set.of(A, B, C, D, E, F);
  private boolean plansTakeLong;
  private long now = 10_000;

  @BeforeEach
  void nobodyHasATable() {
    chosen.push(SlotTable.NONE);
  }

  @Test
  void alone_foundsACluster() {
    see(A);

    assertThat(table().members()).containsExactly(A);
    assertThat(table().epoch()).isEqualTo(1);
  }

  @Test
  void founding_waitsForEverybodysWord() {
    see(A, B, C);
    coordinator.onNoTable(B.node(), now);
    assertThat(table()).isEqualTo(SlotTable.NONE);
    assertThat(effects).contains(new Effect.Send(C.node(), new TableRequest(A.node(), 0, 0)));

    coordinator.onNoTable(C.node(), now);

    assertThat(table().members()).containsExactly(A, B, C);
  }

  @Test
  void founding_afterSomebodyGotLostUnheard_waitsForAnOperator() {
    see(A, B);
    see(A);
    coordinator.tick(now);
    assertThat(table()).isEqualTo(SlotTable.NONE);

    recover();

    assertThat(table().members()).containsExactly(A);
  }

  @Test
  void founding_bySomebodyWhoJoinedOthersAndSeesNone_waitsForAnOperator() {
    coordinator.joinedOthers();
    see(A);
    assertThat(table()).isEqualTo(SlotTable.NONE);

    recover();

    assertThat(table().members()).containsExactly(A);
  }

  @Test
  void founding_bySomebodyWhoJoinedOthersThatHaveNoTable_goesAhead() {
    coordinator.joinedOthers();

    found(A, B);
  }

  @Test
  void founding_waitsForTheNodesThatAreExpected() {
    coordinator.expect(2);
    see(A);
    later(4_900);
    assertThat(table()).isEqualTo(SlotTable.NONE);

    found(A, B);
  }

  @Test
  void founding_withoutSomeThatAreExpected_waitsNotForEver() {
    coordinator.expect(2);
    see(A);

    later(5_000);

    assertThat(table().members()).containsExactly(A);
  }

  @Test
  void founding_isLeftToTheOldest() {
    see(B, A);
    coordinator.onNoTable(B.node(), now);

    assertThat(table()).isEqualTo(SlotTable.NONE);
    assertThat(effects).isEmpty();
  }

  @Test
  void tableInForce_nothingNew_isNotReplaced() {
    found(A, B, C);
    effects.clear();

    later(1_000);

    assertThat(effects).isEmpty();
  }

  @Test
  void newcomer_becomesMemberByVoteOfThoseBefore() {
    found(A, B, C);
    effects.clear();

    see(A, B, C, D);

    assertThat(table().members()).containsExactly(A, B, C, D);
    assertThat(prepared()).containsExactlyInAnyOrder(A, B, C);
  }

  @Test
  void deadMember_isReplacedByMajority() {
    found(A, B, C);
    long lineage = table().lineage();
    voters = Set.of(A, B);

    see(A, B);

    assertThat(table().members()).containsExactly(A, B);
    assertThat(table().lineage()).isEqualTo(lineage);
  }

  @Test
  void planThatCountsOnADeadNode_isGivenUp() {
    found(A, B, C);
    voters = Set.of();
    see(A, B, C, D);
    voters = Set.of(A, B, C);

    see(A, B, C);
    later(1_000);

    assertThat(chosen).noneMatch(table -> table.isMember(D));
  }

  @Test
  void minority_replacesNobody() {
    found(A, B, C);
    voters = Set.of(A);
    effects.clear();

    see(A);
    later(10_000);

    assertThat(table().members()).containsExactly(A, B, C);
    assertThat(effects).isEmpty();
  }

  @Test
  void minority_thatAnOperatorRecovers_goesOnUnderAnotherLineage() {
    found(A, B, C);
    long lineage = table().lineage();
    voters = Set.of(A);
    see(A);

    recover();

    assertThat(table().members()).containsExactly(A);
    assertThat(table().lineage()).isGreaterThan(lineage);
  }

  @Test
  void recovering_holdsForOneTableOnly() {
    found(A, B, C, D, E, F);
    voters = Set.of(A, B, C);
    see(A, B, C);
    recover();
    assertThat(table().members()).containsExactly(A, B, C);

    see(A);
    later(10_000);

    assertThat(table().members()).containsExactly(A, B, C);
  }

  @Test
  void recovering_whereNothingIsAmiss_permitsNoLaterLoss() {
    found(A, B, C);
    recover();
    voters = Set.of(A);

    see(A);
    later(10_000);

    assertThat(table().members()).containsExactly(A, B, C);
  }

  @Test
  void majorityUnheard_choosesNothing() {
    found(A, B, C);
    voters = Set.of(A);

    see(A, B);
    later(10_000);

    assertThat(table().members()).containsExactly(A, B, C);
  }

  @Test
  void ofTwo_oneGoesOnAloneOnceTheOtherIsSilent() {
    found(A, B);
    long lineage = table().lineage();
    coordinator.onHeard(B.node(), now);
    voters = Set.of(A);

    see(A);
    later(900);
    assertThat(table().members()).containsExactly(A, B);
    later(100);
    later(400);

    assertThat(table().members()).containsExactly(A);
    assertThat(table().lineage()).isGreaterThan(lineage);
  }

  @Test
  void ofTwo_bothThere_bothMustAgree() {
    found(A, B);
    voters = Set.of(A);

    see(A, B, C);
    later(10_000);

    assertThat(table().members()).containsExactly(A, B);
  }

  @Test
  void learnerThatIsComplete_isPromoted() {
    found(A, B);

    tell(report(table().epoch()));

    assertThat(table().allOwners())
        .filteredOn(owners -> owners.isPrimary(A.node()))
        .isNotEmpty()
        .allSatisfy(owners -> assertThat(owners.learners()).isEmpty());
  }

  @Test
  void reportOfAnotherEpoch_isPassedOver() {
    found(A, B);
    long epoch = table().epoch();

    tell(report(epoch - 1));

    assertThat(table().epoch()).isEqualTo(epoch);
  }

  @Test
  void leavingNode_keepsItsCopiesUntilOthersHaveThem() {
    found(A, B);
    see(A, B, C);

    coordinator.onLeaving(B, now);

    List<SlotOwners> ofB =
        table().allOwners().stream().filter(owners -> owners.isPrimary(B.node())).toList();
    assertThat(table().members()).contains(B);
    assertThat(ofB).isNotEmpty();
  }

  @Test
  void aPlanTakesLong_nothingIsProposedMeanwhile() {
    found(A, B);
    plansTakeLong = true;
    see(A, B, C);
    later(100);
    assertThat(table().epoch()).isEqualTo(1);

    plansAreMade();

    assertThat(table().members()).containsExactly(A, B, C);
  }

  @Test
  void aPlanCountsOnANodeThatWentMeanwhile_anotherIsMade() {
    found(A, B);
    plansTakeLong = true;
    see(A, B, C);
    see(A, B, D);

    plansAreMade();

    assertThat(table().epoch()).isEqualTo(2);
    assertThat(table().members()).containsExactly(A, B, D);
  }

  @Test
  void anotherTableIsInForceMeanwhile_theNextPlanStartsFromThat() {
    found(A, B);
    plansTakeLong = true;
    see(A, B, C);
    SlotTable other = table().again();
    chosen.push(other);
    coordinator.install(other, now);

    plansAreMade();
    later(100);

    assertThat(table().epoch()).isEqualTo(other.epoch() + 1);
    assertThat(table().members()).containsExactly(A, B, C);
  }

  /** B has all that A is primary of. */
  private SyncReport report(long epoch) {
    SlotSet slots = table().slotsWhere(owners -> owners.isPrimary(A.node()));
    return new SyncReport(epoch, A.node(), B.node(), slots);
  }

  private void found(Incarnation... members) {
    see(members);
    Stream.of(members)
        .filter(member -> !member.equals(A))
        .forEach(member -> coordinator.onNoTable(member.node(), now));
    assertThat(table().members()).containsExactly(members);
  }

  private void see(Incarnation... members) {
    coordinator.onLive(Processes.live(members), now);
    deliverVotes();
  }

  private void plansAreMade() {
    plansTakeLong = false;
    makePlans();
    deliverVotes();
  }

  private void recover() {
    coordinator.recover(now);
    deliverVotes();
  }

  private void tell(SyncReport report) {
    coordinator.on(report, now);
    deliverVotes();
  }

  private SlotTable table() {
    return chosen.element();
  }

  private void later(long millis) {
    now += millis;
    coordinator.tick(now);
    deliverVotes();
  }

  private void deliverVotes() {
    for (VoteMessage vote = votes.poll(); vote != null; vote = votes.poll()) {
      coordinator.on(vote);
    }
  }

  private Set<Incarnation> prepared() {
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
