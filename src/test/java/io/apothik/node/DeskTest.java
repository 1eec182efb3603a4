package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answer;
import io.apothik.message.Reply.Answers;
import io.apothik.message.RequestId;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeskTest {
  private static final NodeName MASTER = NodeName.numbered(1, "127.0.0.1");
  private static final Reply DONE = new Reply.Done();

  private record Further(NodeName to, Answers answers) {}

  private final Rounds rounds = new Rounds();
  private final Map<Integer, Consumer<Reply>> asked = new HashMap<>();
  private final List<Reply> firsts = new ArrayList<>();
  private final List<Further> further = new ArrayList<>();
  private final Desk desk =
      new Desk(
          rounds::later,
          (request, caller) -> asked.put(request.slot(), caller),
          (to, answers) -> further.add(new Further(to, answers)));

  @Test
  void whatIsAnsweredInOneRound_isOneReply() {
    take(7, 0, 3);
    answer(2, DONE);
    answer(0, DONE);
    assertThat(firsts).as("while the round lasts").isEmpty();

    rounds.end();

    assertThat(firsts).containsExactly(answers(7, 2, 0));
    assertThat(further).isEmpty();
  }

  @Test
  void aBatchOfWhichAllIsAnswered_isRepliedToBeforeTheRoundEnds() {
    take(7, 0, 3);
    answer(2, DONE);
    answer(0, DONE);
    answer(1, DONE);
    assertThat(firsts).containsExactly(answers(7, 2, 0, 1));

    rounds.end();

    assertThat(firsts).hasSize(1);
    assertThat(further).isEmpty();
  }

  @Test
  void aSlowRequest_holdsUpNoOther_andIsAnsweredAtTheMastersNode() {
    take(7, 0, 3);
    answer(0, DONE);
    answer(2, DONE);
    rounds.end();
    assertThat(firsts).containsExactly(answers(7, 0, 2));

    answer(1, DONE);
    rounds.end();

    assertThat(firsts).hasSize(1);
    assertThat(further).containsExactly(new Further(MASTER, answers(7, 1)));
  }

  @Test
  void aBatchOfWhichNothingIsAnsweredWithinATick_isAcknowledged_andAnsweredLater() {
    take(7, 0, 2);
    desk.tick();
    desk.tick();
    assertThat(firsts).containsExactly(answers(7));
    assertThat(further).isEmpty();

    answer(1, DONE);
    answer(0, DONE);
    rounds.end();

    assertThat(firsts).hasSize(1);
    assertThat(further).containsExactly(new Further(MASTER, answers(7, 1, 0)));
  }

  @Test
  void aTickBeforeTheRoundEnds_takesTheAnswersAlong() {
    take(7, 0, 2);
    answer(0, DONE);

    desk.tick();
    rounds.end();

    assertThat(firsts).containsExactly(answers(7, 0));
    assertThat(further).isEmpty();
  }

  @Test
  void aBatchThatIsAnswered_isNotAcknowledgedAgain() {
    take(7, 0, 1);
    answer(0, DONE);
    rounds.end();
    desk.tick();

    assertThat(firsts).hasSize(1);
    assertThat(further).isEmpty();
  }

  @Test
  void largeAnswers_areSplit() {
    Bytes half = Bytes.copyOf(new byte[Limits.BATCH_BYTES_FULL / 2]);
    Reply large = new Reply.Value(half, Version.NONE, 0);
    take(7, 0, 5);
    IntStream.range(0, 5).forEach(place -> answer(place, large));

    assertThat(places(firsts.get(0))).containsExactly(0, 1);
    assertThat(further).hasSize(1);
    rounds.end();

    assertThat(firsts).hasSize(1);
    assertThat(further.stream().map(each -> places(each.answers())))
        .containsExactly(List.of(2, 3), List.of(4));
  }

  @Test
  void twoBatches_areAnsweredEachByItself() {
    take(7, 0, 2);
    take(8, 10, 2);
    answer(11, DONE);
    answer(0, DONE);
    answer(10, DONE);
    rounds.end();

    assertThat(firsts).containsExactly(answers(8, 1, 0), answers(7, 0));
    desk.tick();
    assertThat(further).isEmpty();
  }

  @Test
  void whatIsAnsweredInALaterRound_travelsByItself() {
    take(7, 0, 3);
    for (int place = 0; place < 3; place++) {
      answer(place, DONE);
      rounds.end();
    }

    assertThat(firsts).containsExactly(answers(7, 0));
    assertThat(further)
        .containsExactly(new Further(MASTER, answers(7, 1)), new Further(MASTER, answers(7, 2)));
  }

  /** A batch of requests with the given slots. */
  private void take(long number, int from, int count) {
    KeyRequest get = KeyRequest.get(Bytes.utf8("k"));
    List<SlotRequest> requests =
        IntStream.range(from, from + count)
            .mapToObj(slot -> new SlotRequest(1, slot, RequestId.NONE, 0, 0, get))
            .toList();
    desk.take(new Batch(MASTER, number, requests), firsts::add);
  }

  private void answer(int slot, Reply reply) {
    Objects.requireNonNull(asked.remove(slot)).accept(reply);
  }

  private static Answers answers(long batch, int... places) {
    return new Answers(
        batch, IntStream.of(places).mapToObj(place -> new Answer(place, DONE)).toList());
  }

  private static List<Integer> places(Reply reply) {
    return ((Answers) reply).answers().stream().map(Answer::place).toList();
  }
}
