package io.apothik.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Ballot;
import io.apothik.message.Effect;
import io.apothik.message.NodeMessage;
import io.apothik.message.VoteMessage.Accepted;
import io.apothik.message.VoteMessage.Prepare;
import io.apothik.message.VoteMessage.Promised;
import io.apothik.message.VoteMessage.Propose;
import io.apothik.message.VoteMessage.Refused;
import io.apothik.slot.Incarnation;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProposalTest {
  private static final long NOW = 10_000;
  private static final Incarnation A = Processes.numbered(1);
  private static final Incarnation B = Processes.numbered(2);
  private static final Incarnation C = Processes.numbered(3);
  private static final SlotTable BASE = Processes.table(4, A, B, C);
  private static final SlotTable OURS = Processes.table(5, A, B);
  private static final SlotTable THEIRS = Processes.table(5, B, C);
  private static final SlotTable OLDER = Processes.table(5, C);

  private final List<Effect> effects = new ArrayList<>();
  private final Proposal proposal = new Proposal(A, BASE, OURS, 2, 7, 0, effects::add);

  @Test
  void begun_asksAllMembersForTheirPromise() {
    proposal.tryAgain(NOW);

    assertThat(effects)
        .containsExactly(
            new Effect.Send(A.node(), new Prepare(A, 4, 0, ballot(1))),
            new Effect.Send(B.node(), new Prepare(A, 4, 0, ballot(1))),
            new Effect.Send(C.node(), new Prepare(A, 4, 0, ballot(1))));
  }

  @Test
  void promises_tooFew_proposeNothing() {
    proposal.tryAgain(NOW);
    proposal.on(promise(A, 1));
    proposal.on(promise(A, 1));

    assertThat(proposed()).isEmpty();
  }

  @Test
  void promises_enough_proposeToAllMembers() {
    proposal.tryAgain(NOW);
    proposal.on(promise(A, 1));
    proposal.on(promise(C, 1));

    assertThat(proposed())
        .hasSize(3)
        .containsOnly(new Propose(A, ballot(1), BASE.differenceTo(OURS)));
  }

  @Test
  void promise_thatTellsOfAnotherTable_makesThatTheProposal() {
    proposal.tryAgain(NOW);
    proposal.on(promise(A, 1));
    proposal.on(promise(C, 1, new Ballot(0, B), THEIRS));

    assertThat(proposed()).containsOnly(new Propose(A, ballot(1), BASE.differenceTo(THEIRS)));
  }

  @Test
  void promise_thatTellsOfWhatAMajorityWasAsked_whereFewerDecide_makesItAnotherTable() {
    Proposal alone = new Proposal(A, BASE, OURS.withLineage(7), 1, 7, 0, effects::add);
    alone.tryAgain(NOW);
    alone.on(promise(A, 1, new Ballot(0, B), THEIRS));

    assertThat(proposed())
        .containsOnly(new Propose(A, ballot(1), BASE.differenceTo(THEIRS.withLineage(7))));
  }

  @Test
  void promise_thatTellsOfWhatFewWereAsked_whereFewerDecide_makesThatTheProposal() {
    Proposal alone = new Proposal(A, BASE, OURS.withLineage(7), 1, 7, 0, effects::add);
    alone.tryAgain(NOW);
    alone.on(promise(A, 1, new Ballot(0, B), THEIRS.withLineage(3)));

    assertThat(proposed())
        .containsOnly(new Propose(A, ballot(1), BASE.differenceTo(THEIRS.withLineage(3))));
  }

  @Test
  void promises_thatTellOfTwoTables_makeThatOfTheGreaterBallotTheProposal() {
    proposal.tryAgain(NOW);
    proposal.on(promise(B, 1, new Ballot(0, C), THEIRS));
    proposal.on(promise(C, 1, new Ballot(0, B), OLDER));

    assertThat(proposed()).containsOnly(new Propose(A, ballot(1), BASE.differenceTo(THEIRS)));
  }

  @Test
  void promise_ofSomebodyWhoHasNoVote_doesNotCount() {
    proposal.tryAgain(NOW);
    proposal.on(promise(A, 1));
    proposal.on(promise(Processes.restarted(B), 1));
    proposal.on(promise(Processes.numbered(4), 1));

    assertThat(proposed()).isEmpty();
  }

  @Test
  void promise_forAnEarlierTry_doesNotCount() {
    proposal.tryAgain(NOW);
    proposal.on(promise(A, 1));
    proposal.tryAgain(NOW);
    proposal.on(promise(B, 1));
    proposal.on(promise(B, 2));

    assertThat(proposed()).isEmpty();
  }

  @Test
  void acceptances_tooFew_chooseNothing() {
    proposal.tryAgain(NOW);

    assertThat(proposal.on(accepted(A, 1))).isEmpty();
    assertThat(proposal.on(accepted(A, 1))).isEmpty();
  }

  @Test
  void acceptances_enough_chooseTheTable() {
    propose();
    proposal.on(accepted(A, 1));

    assertThat(proposal.on(accepted(C, 1))).contains(OURS);
  }

  @Test
  void acceptance_forAnEarlierTry_doesNotCount() {
    propose();
    proposal.on(accepted(A, 1));
    proposal.tryAgain(NOW);
    proposal.on(accepted(A, 2));

    assertThat(proposal.on(accepted(C, 1))).isEmpty();
  }

  @Test
  void tick_soon_triesNotAgain() {
    proposal.tryAgain(NOW);
    proposal.tick(NOW + 399);

    assertThat(effects).hasSize(3);
  }

  @Test
  void tick_late_triesAgainWithGreaterBallot() {
    proposal.tryAgain(NOW);
    proposal.tick(NOW + 400);

    assertThat(effects).contains(new Effect.Send(B.node(), new Prepare(A, 4, 0, ballot(2))));
  }

  @Test
  void refusal_makesTheNextTryGreater() {
    proposal.tryAgain(NOW);
    proposal.on(new Refused(B, 4, new Ballot(7, C)));
    proposal.tick(NOW + 400);

    assertThat(effects).contains(new Effect.Send(B.node(), new Prepare(A, 4, 0, ballot(8))));
  }

  private void propose() {
    proposal.tryAgain(NOW);
    proposal.on(promise(A, 1));
    proposal.on(promise(C, 1));
  }

  private static Ballot ballot(long round) {
    return new Ballot(round, A);
  }

  private static Promised promise(Incarnation from, long round) {
    return new Promised(from, 4, ballot(round), null, null);
  }

  private static Promised promise(Incarnation from, long round, Ballot accepted, SlotTable table) {
    return new Promised(from, 4, ballot(round), accepted, BASE.differenceTo(table));
  }

  private static Accepted accepted(Incarnation from, long round) {
    return new Accepted(from, 4, ballot(round));
  }

  private List<NodeMessage> proposed() {
    return effects.stream()
        .map(effect -> ((Effect.Send) effect).message())
        .filter(Propose.class::isInstance)
        .toList();
  }
}
