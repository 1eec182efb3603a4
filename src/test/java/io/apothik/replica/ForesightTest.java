package io.apothik.replica;

import static io.apothik.replica.Replicas.A;
import static io.apothik.replica.Replicas.B;
import static io.apothik.replica.Replicas.inSync;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.slot.Bytes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForesightTest {
  private static final Bytes VALUE = Bytes.utf8("value");
  private static final int MANY = 1_000;

  private final Replicas replicas = inSync(A, B);

  @Test
  void whatIsForeseen_stays_andIsAnsweredAsEver() {
    replicas.askAndDeliver(A, new Operation.Put(VALUE, Lifetime.UNLIMITED, false, Condition.NONE));
    var before = replicas.holdings(A);

    replicas.node(A).foresee(IntStream.range(0, MANY).mapToObj(i -> get(0, "k")).toList());

    assertThat(replicas.holdings(A)).isEqualTo(before);
    assertThat(replicas.onTheWay()).isEmpty();
    assertThat(replicas.askAndDeliver(A, new Operation.Get()))
        .isInstanceOfSatisfying(
            Reply.Value.class, value -> assertThat(value.value()).contains(VALUE));
  }

  @Test
  void whatThisNodeDoesNotHave_isNoObstacle() {
    List<SlotRequest> nowhere = List.of(get(0, "absent"), get(7, "k"), get(16_383, "k"));

    replicas.node(A).foresee(nowhere);
    replicas.node(B).foresee(nowhere);

    assertThat(replicas.onTheWay()).isEmpty();
  }

  private static SlotRequest get(int slot, String key) {
    return new SlotRequest(1, slot, RequestId.NONE, 0, 0, KeyRequest.get(Bytes.utf8(key)));
  }
}
