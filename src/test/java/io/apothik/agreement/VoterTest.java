package io.apothik.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Ballot;
import io.apothik.message.Effect;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.TableRequest;
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

class VoterTest {
  private static final Incarnation SELF = Processes.numbered(1);
  private static final Incarnation OTHER = Processes.numbered(2);
  private static final SlotTable TABLE = Processes.table(4, SELF, OTHER);
  private static final SlotTable NEXT = Processes.table(5, OTHER);
  private static final SlotTable RIVAL = Processes.table(5, SELF);

  private final List<Effect> effects = new ArrayList<>();
  private final Voter voter = new Voter(SELF, effects::add);

  @Test
  void prepare_first_isPromised() {
    voter.install(TABLE);

    voter.on(prepare(1));

    assertThat(answer()).isEqualTo(new Promised(SELF, 4, ballot(1), null, null));
  }

  @Test
  void prepare_lesserBallot_isRefused() {
    voter.install(TABLE);
    voter.on(prepare(3));

    voter.on(prepare(2));

    assertThat(answer()).isEqualTo(new Refused(SELF, 4, ballot(3)));
  }

  @Test
  void prepare_afterAcceptance_tellsWhatWasAccepted() {
    voter.install(TABLE);
    voter.on(propose(1, NEXT));

    voter.on(prepare(2));

    assertThat(answer())
        .isEqualTo(new Promised(SELF, 4, ballot(2), ballot(1), TABLE.differenceTo(NEXT)));
  }

  @Test
  void propose_unpromised_isAccepted() {
    voter.install(TABLE);

    voter.on(propose(1, NEXT));

    assertThat(answer()).isEqualTo(new Accepted(SELF, 4, ballot(1)));
    assertThat(voter.acceptedEpoch()).isEqualTo(5);
  }

  @Test
  void propose_lesserThanPromised_isRefused() {
    voter.install(TABLE);
    voter.on(prepare(3));

    voter.on(propose(2, NEXT));

    assertThat(answer()).isEqualTo(new Refused(SELF, 4, ballot(3)));
    assertThat(voter.acceptedEpoch()).isZero();
  }

  @Test
  void propose_promised_isAccepted() {
    voter.install(TABLE);
    voter.on(prepare(3));

    voter.on(propose(3, NEXT));

    assertThat(answer()).isEqualTo(new Accepted(SELF, 4, ballot(3)));
  }

  @Test
  void propose_greaterBallot_replacesWhatWasAccepted() {
    voter.install(TABLE);
    voter.on(propose(1, NEXT));
    voter.on(propose(2, RIVAL));

    voter.on(prepare(3));

    assertThat(answer())
        .isEqualTo(new Promised(SELF, 4, ballot(3), ballot(2), TABLE.differenceTo(RIVAL)));
  }

  @Test
  void propose_lesserThanAccepted_isRefused() {
    voter.install(TABLE);
    voter.on(propose(2, NEXT));

    voter.on(propose(1, RIVAL));

    assertThat(answer()).isEqualTo(new Refused(SELF, 4, ballot(2)));
  }

  @Test
  void sameRound_theProposerDecides() {
    voter.install(TABLE);
    voter.on(new Prepare(OTHER, 4, 0, new Ballot(1, OTHER)));

    voter.on(new Prepare(OTHER, 4, 0, new Ballot(1, SELF)));

    assertThat(answer()).isEqualTo(new Refused(SELF, 4, new Ballot(1, OTHER)));
  }

  @Test
  void nextTable_isVotedOnAfresh() {
    voter.install(TABLE);
    voter.on(propose(9, NEXT));
    voter.install(Processes.table(5, SELF, OTHER));

    voter.on(new Prepare(OTHER, 5, 0, ballot(1)));

    assertThat(answer()).isEqualTo(new Promised(SELF, 5, ballot(1), null, null));
    assertThat(voter.acceptedEpoch()).isEqualTo(5);
  }

  @Test
  void whoIsBehind_isShownTheTable() {
    voter.install(TABLE);

    voter.on(new Prepare(OTHER, 3, 0, ballot(1)));

    assertThat(answer()).isEqualTo(new Announcement(SELF.node(), TABLE));
  }

  @Test
  void whoIsAhead_isAskedForTheTable() {
    voter.install(TABLE);

    voter.on(new Prepare(OTHER, 5, 0, ballot(1)));

    assertThat(answer()).isEqualTo(new TableRequest(SELF.node(), 4, 0));
  }

  @Test
  void otherLineage_getsNoVote() {
    voter.install(TABLE);

    voter.on(new Propose(OTHER, ballot(1), TABLE.withLineage(7).differenceTo(NEXT)));

    assertThat(answer()).isEqualTo(new Announcement(SELF.node(), TABLE));
    assertThat(voter.acceptedEpoch()).isZero();
  }

  @Test
  void restartedProcess_hasNoVoteOfTheOneBefore() {
    voter.install(Processes.table(4, Processes.restarted(SELF), OTHER));

    voter.on(prepare(1));

    assertThat(effects).isEmpty();
  }

  private static Ballot ballot(long round) {
    return new Ballot(round, OTHER);
  }

  private static Prepare prepare(long round) {
    return new Prepare(OTHER, 4, 0, ballot(round));
  }

  private static Propose propose(long round, SlotTable table) {
    return new Propose(OTHER, ballot(round), TABLE.differenceTo(table));
  }

  /** The latest answer, which went to the proposer. */
  private NodeMessage answer() {
    Effect.Send sent = (Effect.Send) effects.get(effects.size() - 1);
    assertThat(sent.to()).isEqualTo(OTHER.node());
    return sent.message();
  }
}
