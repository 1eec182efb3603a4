package io.apothik.replica;

import static io.apothik.replica.Replicas.A;
import static io.apothik.replica.Replicas.B;
import static io.apothik.replica.Replicas.inSync;
import static io.apothik.replica.Replicas.owners;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tries that come late, of writes whose master has said that they are answered. */
class AnsweredTest {
  private static final KeyRequest ADD_ONE =
      new KeyRequest(Bytes.utf8("k"), new Operation.Increment(1));

  private final Replicas replicas = inSync(A, B);

  @Test
  void lateTryOfWhatIsAnswered_doesNothing() {
    ask(A, 1, 1);
    ask(A, 2, 2);

    assertAnswered(ask(A, 1, 1));
    assertThat(ask(A, 3, 3)).isEqualTo(new Reply.Number(3));
  }

  @Test
  void whatIsNotAnswered_isRepliedToAsBefore() {
    ask(A, 1, 1);
    ask(A, 2, 1);

    assertThat(ask(A, 1, 1)).isEqualTo(new Reply.Number(1));
  }

  @Test
  void lateTryAtANewPrimary_whichHeardFromItsPrimaryThatItIsAnswered_doesNothing() {
    ask(A, 1, 1);
    ask(A, 2, 2);
    replicas.install(owners(3, 1, B, List.of(A), List.of()));
    replicas.deliver();
    replicas.renewLeases();

    assertAnswered(ask(B, 1, 1));
    assertThat(ask(B, 2, 2))
        .as("the last, which may be tried again")
        .isEqualTo(new Reply.Number(2));
    assertThat(ask(B, 3, 3)).isEqualTo(new Reply.Number(3));
  }

  @Test
  void whatIsNotNumbered_isDoneEachTime() {
    ask(A, RequestId.NONE, 0);

    assertThat(ask(A, RequestId.NONE, 0)).isEqualTo(new Reply.Number(2));
  }

  private static void assertAnswered(@Nullable Reply reply) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Failure.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ANSWERED));
  }

  private @Nullable Reply ask(NodeName node, long number, long answeredBelow) {
    return ask(node, new RequestId(1, number), answeredBelow);
  }

  private @Nullable Reply ask(NodeName node, RequestId id, long answeredBelow) {
    long epoch = replicas.node(node).epoch();
    long call = replicas.ask(node, new SlotRequest(epoch, 0, id, answeredBelow, 0, ADD_ONE));
    replicas.deliver();
    return replicas.answer(call);
  }
}
