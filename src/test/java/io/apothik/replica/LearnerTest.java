package io.apothik.replica;

import static io.apothik.replica.Replicas.A;
import static io.apothik.replica.Replicas.B;
import static io.apothik.replica.Replicas.C;
import static io.apothik.replica.Replicas.inSync;
import static io.apothik.replica.Replicas.owners;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.FillProgress;
import io.apothik.message.Lifetime;
import io.apothik.message.NodeMessage.Synced;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.PeerMessage.Chunk;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final Operation DELETE = new Operation.Delete();

  @Test
  void learner_isCompleteOnceItHasEverything() {
    Replicas replicas = withLearner(put("v"));
    replicas.lose(sent -> sent.is(Chunk.class));
    replicas.deliver();
    assertThat(replicas.told()).isEmpty();

    replicas.lose(sent -> false);
    replicas.pass(600);
    replicas.deliver();

    assertThat(replicas.told()).anyMatch(Synced.class::isInstance);
    assertThat(replicas.holdings(C).allEntries()).isEqualTo(1);
  }

  @Test
  void learner_isNotCompleteWhileAWriteIsOnItsWayToIt() {
    Replicas replicas = withLearner(put("v"));
    replicas.lose(sent -> sent.is(Replicate.class) && sent.to().equals(C));
    replicas.ask(A, put("w"));
    replicas.deliver();
    replicas.pass(300);
    assertThat(replicas.told()).isEmpty();

    replicas.lose(sent -> false);
    replicas.pass(600);
    replicas.deliver();
    replicas.pass(300);

    assertThat(replicas.told()).anyMatch(Synced.class::isInstance);
  }

  @Test
  void write_doesNotWaitForALearnerThatIsNotComplete() {
    Replicas replicas = withLearner(put("v"));
    replicas.lose(sent -> sent.to().equals(C));

    assertThat(replicas.askAndDeliver(A, put("w"))).isInstanceOf(Reply.Changed.class);
  }

  @Test
  void write_waitsForALearnerThatIsComplete() {
    Replicas replicas = withLearner(put("v"));
    replicas.deliver();
    replicas.lose(sent -> sent.from().equals(C) && sent.is(Replicated.class));

    assertThat(replicas.askAndDeliver(A, put("w"))).isNull();
  }

  @Test
  void whatIsToBeFilled_isCounted_untilItIsThere() {
    Replicas replicas = withLearner(put("v"));
    assertThat(replicas.holdings(A).filling().slots()).isEqualTo(1);
    assertThat(replicas.holdings(C).filling()).isEqualTo(FillProgress.NONE);

    replicas.deliver();

    assertThat(replicas.holdings(A).filling()).isEqualTo(FillProgress.NONE);
  }

  @Test
  void learner_isNotFilledWithWhatWasDeletedMeanwhile() {
    Replicas replicas = withLearner(put("v"));
    Replicas.Sent chunk =
        replicas.onTheWay().stream().filter(sent -> sent.is(Chunk.class)).findFirst().orElseThrow();
    replicas.lose(sent -> sent.is(Chunk.class));
    replicas.askAndDeliver(A, DELETE);
    replicas.pass(200);
    replicas.deliver();

    replicas.node(C).on((Chunk) chunk.message(), 10_200);

    assertThat(replicas.holdings(C).allEntries()).isZero();
  }

  @Test
  void newLearner_isToldOfADeleteThatIsOnAllOtherCopies_asLongAsItIsToldOfWhatWasDeleted() {
    Replicas replicas = inSync(A);
    replicas.install(owners(1, 1, A, List.of(), List.of(B)));
    replicas.lose(sent -> sent.is(Chunk.class) || sent.is(Replicated.class));
    replicas.askAndDeliver(A, put("v"));
    replicas.lose(sent -> sent.is(Chunk.class));
    replicas.askAndDeliver(A, DELETE);

    replicas.lose(sent -> false);
    replicas.install(owners(1, 1, A, List.of(), List.of(B, C)));
    replicas.deliver();

    assertThat(replicas.holdings(C).allEntries()).isZero();
  }

  /** A did this, alone, before C came to be filled; the first chunk is on its way. */
  private static Replicas withLearner(Operation before) {
    Replicas replicas = inSync(A);
    replicas.askAndDeliver(A, before);
    replicas.install(owners(1, 1, A, List.of(), List.of(C)));
    return replicas;
  }

  private static Operation put(String value) {
    return new Operation.Put(Bytes.utf8(value), Lifetime.UNLIMITED, false, Condition.NONE);
  }
}
