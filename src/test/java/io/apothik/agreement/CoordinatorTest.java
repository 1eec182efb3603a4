package io.apothik.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Effect;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.message.NodeMessage.Voted;
import io.apothik.slot.Incarnation;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoordinatorTest extends Coordination {
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
  void founding_withoutAsManyAsItTakes_waitsForEver() {
    coordinator.need(3);
    see(A, B);
    coordinator.onNoTable(B.node(), now);
    later(1_000_000);
    assertThat(table()).isEqualTo(SlotTable.NONE);

    found(A, B, C);
  }

  @Test
  void founding_withoutAsManyAsItTakes_isForAnOperatorToForce() {
    coordinator.need(3);
    see(A);

    recover();

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
  void newcomer_thatIsNeverHeard_becomesNoMember() {
    found(A, B, C);

    seeUnheard(A, B, C, D);
    later(10_000);
    assertThat(table().members()).containsExactly(A, B, C);

    coordinator.onAsking(D, now);
    deliverVotes();
    assertThat(table().members()).containsExactly(A, B, C, D);
  }

  @Test
  void newcomer_thatWasHeardAsAnEarlierProcess_becomesNoMember() {
    found(A, B, C);
    Incarnation earlier = new Incarnation(D.node(), "earlier");
    coordinator.onAsking(earlier, now);

    seeUnheard(A, B, C, D);

    assertThat(table().members()).containsExactly(A, B, C);
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
  void memberThatVotedForATableThatWasNotChosen_getsAnother() {
    found(A, B, C);
    long epoch = table().epoch();

    coordinator.on(new Voted(B.node(), epoch), now);
    later(500);
    assertThat(table().epoch()).isEqualTo(epoch);
    later(600);

    assertThat(table().epoch()).isEqualTo(epoch + 1);
    assertThat(table().members()).containsExactly(A, B, C);
  }

  @Test
  void voteForATableBeforeTheLast_isPassedOver() {
    found(A, B, C);
    long epoch = table().epoch();

    coordinator.on(new Voted(B.node(), epoch - 1), now);
    later(2_000);

    assertThat(table().epoch()).isEqualTo(epoch);
  }

  @Test
  void ownVoteForATableThatWasNotChosen_isToldToWhoIsToAct() {
    found(A, B, C);
    coordinator.onLive(Processes.live(B, A, C), now);
    effects.clear();

    coordinator.onAccepted(table().epoch() + 1);
    later(500);
    assertThat(effects).isEmpty();
    later(600);
    later(100);

    assertThat(effects).containsExactly(new Effect.Tell(new Voted(A.node(), table().epoch())));
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
}
