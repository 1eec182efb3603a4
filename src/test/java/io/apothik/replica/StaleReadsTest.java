package io.apothik.replica;

import static io.apothik.replica.Replicas.A;
import static io.apothik.replica.Replicas.B;
import static io.apothik.replica.Replicas.C;
import static io.apothik.replica.Replicas.inSync;
import static io.apothik.replica.Replicas.owners;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.PeerMessage.Granted;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What backups answer by themselves. */
class StaleReadsTest {
  private static final Operation GET = new Operation.Get();
  private static final Operation STALE_GET = new Operation.Get(true);
  private static final int SETTLING_MILLIS = 400;

  private final Replicas replicas = inSync(A, B);

  @Test
  void aBackup_answersWhatAllCopiesHave_withoutAMessage() {
    Reply stored = store("value", Lifetime.UNLIMITED);

    Reply.Value value = (Reply.Value) ask(B);

    assertThat(value.value()).contains(Bytes.utf8("value"));
    assertThat(stored).isEqualTo(new Reply.Changed(true, value.version()));
    assertThat(replicas.onTheWay()).isEmpty();
  }

  @Test
  void aBackup_answersThatAKeyIsAbsent_alsoWhenItWasDeleted() {
    assertThat(ask(B)).isEqualTo(Reply.Value.ABSENT);

    store("value", Lifetime.UNLIMITED);
    replicas.askAndDeliver(A, new Operation.Delete());
    settle();

    assertThat(ask(B)).isEqualTo(Reply.Value.ABSENT);
  }

  @Test
  void whoeverDoesNotSayThatItMayBeStale_isNotAnsweredByABackup() {
    store("value", Lifetime.UNLIMITED);

    assertThat(code(replicas.answer(replicas.ask(B, GET)))).isEqualTo(ErrorCode.NOT_OWNER);
    assertThat(code(replicas.answer(replicas.ask(B, new Operation.Exists()))))
        .isEqualTo(ErrorCode.NOT_OWNER);
  }

  @Test
  void thePrimary_answersAsEver() {
    store("value", Lifetime.UNLIMITED);

    assertThat(ask(A)).isInstanceOf(Reply.Value.class);
  }

  @Test
  void aWriteThatMayNotBeOnAllCopies_isNotTold_norWhatWasThereBefore() {
    store("before", Lifetime.UNLIMITED);
    replicas.lose(sent -> sent.is(Replicated.class));
    replicas.askAndDeliver(A, put("after", Lifetime.UNLIMITED));
    settle();
    assertThat(code(ask(B))).isEqualTo(ErrorCode.NOT_READY);

    replicas.lose(sent -> false);
    replicas.pass(300);
    replicas.deliver();
    settle();

    assertThat(((Reply.Value) ask(B)).value()).contains(Bytes.utf8("after"));
  }

  @Test
  void aBackupThatHearsFromNobody_answersForAsLongAsALease_andNoLonger() {
    store("value", Lifetime.UNLIMITED);

    replicas.standStill(Limits.STALE_MILLIS_MAX * 95 / 100 - 1);
    assertThat(ask(B)).isInstanceOf(Reply.Value.class);
    replicas.standStill(1);
    assertThat(code(ask(B))).isEqualTo(ErrorCode.NO_QUORUM);

    replicas.renewLeases();
    assertThat(ask(B)).isInstanceOf(Reply.Value.class);
  }

  @Test
  void aBackupThatHasALeaseFromAMajority_needsOneFromAllOtherCopiesInSyncToo() {
    store("value", Lifetime.UNLIMITED);
    replicas.standStill(Limits.LEASE_MILLIS);
    replicas.lose(sent -> sent.is(Granted.class) && sent.from().equals(A));
    replicas.renewLeases();

    assertThat(code(ask(B))).isEqualTo(ErrorCode.NOT_READY);
  }

  @Test
  void aLearner_answersNothing_untilItIsInSync() {
    store("value", Lifetime.UNLIMITED);
    replicas.install(owners(1, 1, A, List.of(B), List.of(C)));
    replicas.deliver();
    replicas.renewLeases();
    assertThat(code(ask(C))).isEqualTo(ErrorCode.NOT_OWNER);

    replicas.install(owners(1, 1, A, List.of(B, C), List.of()));
    replicas.renewLeases();
    settle();

    assertThat(ask(C)).isInstanceOf(Reply.Value.class);
  }

  @Test
  void aBackupThatIsDropped_answersNothing() {
    store("value", Lifetime.UNLIMITED);
    replicas.install(owners(1, 1, A, List.of(), List.of()));
    replicas.renewLeases();

    assertThat(code(ask(B))).isEqualTo(ErrorCode.NOT_OWNER);
  }

  @Test
  void anEntryWhoseTimeIsOver_isForThePrimaryToTell() {
    store("value", new Lifetime(500, 0));
    assertThat(((Reply.Value) ask(B)).ttlMillis()).isPositive();

    replicas.standStill(500);

    assertThat(code(ask(B))).isEqualTo(ErrorCode.NOT_READY);
    replicas.askAndDeliver(A, GET);
    settle();
    assertThat(ask(B)).isEqualTo(Reply.Value.ABSENT);
  }

  @Test
  void anEntryWithAnIdleTime_isForThePrimaryToTell() {
    store("value", new Lifetime(0, 500));

    assertThat(code(ask(B))).isEqualTo(ErrorCode.NOT_READY);
  }

  /** What is there on all copies, and they know it. */
  private Reply store(String value, Lifetime lifetime) {
    Reply stored = replicas.askAndDeliver(A, put(value, lifetime));
    settle();
    return stored == null ? Reply.Value.ABSENT : stored;
  }

  private void settle() {
    replicas.pass(SETTLING_MILLIS);
    replicas.renewLeases();
  }

  private Reply ask(NodeName node) {
    Reply answer = replicas.answer(replicas.ask(node, STALE_GET));
    if (answer == null) {
      throw new AssertionError("a read that no write is on its way for waits");
    }
    return answer;
  }

  private static @Nullable ErrorCode code(@Nullable Reply reply) {
    return reply instanceof Reply.Failure failure ? failure.code() : null;
  }

  private static Operation put(String value, Lifetime lifetime) {
    return new Operation.Put(Bytes.utf8(value), lifetime, false, Condition.NONE);
  }
}
