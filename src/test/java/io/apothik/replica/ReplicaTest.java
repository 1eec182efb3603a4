package io.apothik.replica;

import static io.apothik.replica.Replicas.A;
import static io.apothik.replica.Replicas.B;
import static io.apothik.replica.Replicas.C;
import static io.apothik.replica.Replicas.inSync;
import static io.apothik.replica.Replicas.owners;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.Suspected;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Yielded;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.slot.Bytes;
import io.apothik.slot.SlotTable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplicaTest {
  private static final Operation GET = new Operation.Get();
  private static final Operation ADD_ONE = new Operation.Increment(1);

  @Test
  void put_isAcknowledgedOnceTheBackupHasIt() {
    Replicas replicas = inSync(A, B);

    long call = replicas.ask(A, put("v"));
    assertThat(replicas.answer(call)).isNull();
    replicas.deliver();

    assertThat(replicas.answer(call)).isInstanceOf(Reply.Changed.class);
    assertThat(replicas.holdings(B).allEntries()).isEqualTo(1);
  }

  @Test
  void put_oneOfTwoBackupsSilent_isNotAcknowledged() {
    Replicas replicas = inSync(A, B, C);
    replicas.lose(sent -> sent.to().equals(C));

    assertThat(replicas.askAndDeliver(A, put("v"))).isNull();
  }

  @Test
  void put_lost_isSentAgain() {
    Replicas replicas = inSync(A, B);
    replicas.lose(sent -> sent.is(Replicate.class));
    long call = replicas.ask(A, put("v"));
    replicas.deliver();

    replicas.lose(sent -> false);
    replicas.pass(400);
    replicas.deliver();

    assertThat(replicas.answer(call)).isInstanceOf(Reply.Changed.class);
  }

  @Test
  void put_backupSilentForLong_isReportedToTheCoordinator() {
    Replicas replicas = inSync(A, B);
    replicas.lose(sent -> sent.to().equals(B));
    replicas.pass(100);
    replicas.ask(A, put("v"));

    replicas.pass(1_400);
    assertThat(replicas.told()).isEmpty();
    replicas.pass(200);

    assertThat(replicas.told())
        .isNotEmpty()
        .allMatch(told -> ((Suspected) told).suspicion().silent().equals(B));
  }

  @Test
  void primary_thatStoodStill_suspectsNobodyBeforeItCouldHear() {
    Replicas replicas = inSync(A, B);
    replicas.ask(A, put("v"));

    replicas.standStill(2_000);
    assertThat(replicas.told()).isEmpty();
    replicas.pass(1_600);

    assertThat(replicas.told()).isNotEmpty();
  }

  @Test
  void read_waitsForTheWriteThatItSees() {
    Replicas replicas = inSync(A, B);
    replicas.ask(A, put("v"));

    long read = replicas.ask(A, GET);
    assertThat(replicas.answer(read)).isNull();
    replicas.deliver();

    assertThat(text(replicas.answer(read))).isEqualTo("v");
  }

  @Test
  void backup_answersThatItIsNotTheOwner() {
    Replicas replicas = inSync(A, B);

    assertThat(code(replicas.askAndDeliver(B, GET))).isEqualTo(ErrorCode.NOT_OWNER);
  }

  @Test
  void primary_withoutLease_answersNothing() {
    Replicas replicas = inSync(A, B);

    replicas.pass(950);

    assertThat(code(replicas.askAndDeliver(A, GET))).isEqualTo(ErrorCode.NO_QUORUM);
  }

  @Test
  void primary_withoutLeaseOfItsBackup_answersNothing() {
    Replicas replicas = inSync(A, B);
    replicas.pass(950);
    replicas.lose(sent -> sent.from().equals(B));
    replicas.renewLeases();

    assertThat(code(replicas.askAndDeliver(A, GET))).isEqualTo(ErrorCode.NOT_READY);
  }

  @Test
  void primary_withTooManyWritesOnTheirWay_isBusy() {
    Replicas replicas = inSync(A, B);
    for (int i = 0; i < Limits.IN_FLIGHT_WRITES_MAX; i++) {
      replicas.ask(A, put("v"));
    }

    assertThat(code(replicas.answer(replicas.ask(A, put("v"))))).isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void backup_underANewerTerm_refusesWhatTheOldPrimaryWrites() {
    Replicas replicas = inSync(A, B, C);
    SlotTable next = replicas.next(owners(3, 1, C, List.of(B), List.of()));
    long call = replicas.ask(A, put("v"));

    replicas.installAt(next, B, C);
    replicas.lose(sent -> sent.is(Yielded.class));
    replicas.deliver();

    assertThat(replicas.answer(call)).isNull();
    assertThat(replicas.holdings(B).allEntries()).isZero();
  }

  @Test
  void deposedPrimary_leavesItsCallersUndecided() {
    Replicas replicas = inSync(A, B);
    long call = replicas.ask(A, put("v"));

    replicas.install(owners(3, 1, B, List.of(A), List.of()));

    assertThat(code(replicas.answer(call))).isEqualTo(ErrorCode.UNDECIDED);
  }

  @Test
  void node_thatHasNoCopyAnyMore_keepsNothingOfWhatWasUnderWay() {
    Replicas replicas = inSync(A, B, C);
    replicas.lose(sent -> sent.is(Replicate.class) && sent.to().equals(C));
    replicas.askAndDeliver(A, put("v"));

    replicas.install(owners(3, 1, C, List.of(), List.of()));

    assertThat(replicas.writesKnown(A)).isZero();
    assertThat(replicas.writesKnown(B)).isZero();
  }

  @Test
  void newPrimary_hasWhatWasAcknowledged() {
    Replicas replicas = inSync(A, B);
    replicas.askAndDeliver(A, put("v"));

    handOver(replicas);

    assertThat(text(replicas.askAndDeliver(B, GET))).isEqualTo("v");
  }

  @Test
  void newPrimary_completesWhatWasUnderWay() {
    Replicas replicas = inSync(A, B, C);
    replicas.lose(sent -> sent.is(Replicate.class) && sent.to().equals(C));
    replicas.askAndDeliver(A, put("v"));
    replicas.lose(sent -> sent.to().equals(A) || sent.from().equals(A));

    takeOver(replicas);
    replicas.deliver();

    assertThat(text(replicas.askAndDeliver(C, GET))).isEqualTo("v");
    assertThat(replicas.holdings(C).allEntries()).isEqualTo(1);
  }

  @Test
  void newPrimary_withoutTheWordOfABackup_doesNotServe() {
    Replicas replicas = inSync(A, B, C);
    replicas.lose(sent -> sent.from().equals(B) && sent.is(Yielded.class));

    takeOver(replicas);

    assertThat(code(replicas.askAndDeliver(C, GET))).isEqualTo(ErrorCode.NOT_READY);
  }

  @Test
  void newPrimary_waitsForTheLeaseThatItGranted() {
    Replicas replicas = inSync(A, B);
    replicas.lose(sent -> sent.from().equals(A));

    replicas.installAt(replicas.next(owners(3, 1, B, List.of(), List.of())), B, C);
    replicas.deliver();
    replicas.pass(950);
    assertThat(code(replicas.askAndDeliver(B, GET))).isEqualTo(ErrorCode.NOT_READY);
    replicas.pass(50);
    replicas.renewLeases();

    assertThat(replicas.askAndDeliver(B, GET)).isEqualTo(Reply.Value.ABSENT);
  }

  @Test
  void newPrimary_servesAtOnceWhenTheOneBeforeSaysThatItStopped() {
    Replicas replicas = inSync(A, B);

    handOver(replicas);

    assertThat(replicas.askAndDeliver(B, GET)).isEqualTo(Reply.Value.ABSENT);
  }

  @Test
  void retriedRequest_isAppliedOnce() {
    Replicas replicas = inSync(A, B);
    replicas.ask(A, ADD_ONE, 77, 0);
    replicas.deliver();

    long again = replicas.ask(A, ADD_ONE, 77, 500);

    assertThat(replicas.answer(again)).isEqualTo(new Reply.Number(1));
    assertThat(text(replicas.askAndDeliver(A, GET))).isEqualTo("1");
  }

  @Test
  void retriedRequest_thatIsOnItsWay_waitsForIt() {
    Replicas replicas = inSync(A, B);
    replicas.ask(A, ADD_ONE, 77, 0);

    long again = replicas.ask(A, ADD_ONE, 77, 500);
    assertThat(replicas.answer(again)).isNull();
    replicas.deliver();

    assertThat(replicas.answer(again)).isEqualTo(new Reply.Number(1));
  }

  @Test
  void retriedRequest_afterAFailover_isAppliedOnce() {
    Replicas replicas = inSync(A, B);
    replicas.ask(A, ADD_ONE, 77, 0);
    replicas.deliver();
    handOver(replicas);

    long again = replicas.ask(B, ADD_ONE, 77, 500);
    replicas.deliver();

    assertThat(replicas.answer(again)).isEqualTo(new Reply.Number(1));
    assertThat(text(replicas.askAndDeliver(B, GET))).isEqualTo("1");
  }

  @Test
  void retriedRequest_thatMayBeForgotten_isUndecided() {
    Replicas replicas = inSync(A, B);
    replicas.askAndDeliver(A, ADD_ONE);
    replicas.pass(Limits.RECENT_REQUESTS_MILLIS_MAX + 100);
    replicas.renewLeases();

    long late = replicas.ask(A, ADD_ONE, 77, Limits.RECENT_REQUESTS_MILLIS_MAX + 200);

    assertThat(code(replicas.answer(late))).isEqualTo(ErrorCode.UNDECIDED);
  }

  @Test
  void attempt_underATableBeforeTheTerm_isRefused() {
    Replicas replicas = inSync(A, B);
    handOver(replicas);
    KeyRequest request = new KeyRequest(Bytes.utf8("k"), ADD_ONE);

    long stray = replicas.ask(B, new SlotRequest(2, 0, new RequestId(1, 77), 0, 0, request));

    assertThat(code(replicas.answer(stray))).isEqualTo(ErrorCode.NOT_OWNER);
  }

  @Test
  void expiredEntry_isNotReturned() {
    Replicas replicas = inSync(A, B);
    replicas.askAndDeliver(A, putFor(500));
    replicas.pass(499);
    assertThat(text(replicas.askAndDeliver(A, GET))).isEqualTo("v");

    replicas.pass(1);

    assertThat(replicas.askAndDeliver(A, GET)).isEqualTo(Reply.Value.ABSENT);
  }

  @Test
  void expiredEntry_isNotReturnedByANewPrimary() {
    Replicas replicas = inSync(A, B);
    replicas.askAndDeliver(A, putFor(500));
    handOver(replicas);

    replicas.pass(500);

    assertThat(replicas.askAndDeliver(B, GET)).isEqualTo(Reply.Value.ABSENT);
  }

  @Test
  void expiredEntry_thatSomebodyMet_isGoneFromTheBackup() {
    Replicas replicas = inSync(A, B);
    replicas.askAndDeliver(A, putFor(500));
    replicas.pass(500);

    replicas.askAndDeliver(A, GET);

    assertThat(replicas.holdings(B).allEntries()).isZero();
  }

  @Test
  void idleEntry_isKeptByUse() {
    Replicas replicas = inSync(A, B);
    replicas.askAndDeliver(
        A, new Operation.Put(Bytes.utf8("v"), new Lifetime(0, 500), false, Condition.NONE));
    replicas.pass(400);
    replicas.askAndDeliver(A, new Operation.Touch());
    replicas.pass(400);
    assertThat(text(replicas.askAndDeliver(A, GET))).isEqualTo("v");

    replicas.renewLeases();
    replicas.pass(500);

    assertThat(replicas.askAndDeliver(A, GET)).isEqualTo(Reply.Value.ABSENT);
  }

  @Test
  void tableThatIsNotNewer_isRefused() {
    Replicas replicas = inSync(A, B);
    SlotTable next = replicas.next(owners(1, 1, A, List.of(B), List.of()));
    replicas.node(A).install(next, 10_000);

    assertThatThrownBy(() -> replicas.node(A).install(next, 10_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tableThatTakesANodeWithoutACopyForInSync_isRefused() {
    Replicas replicas = inSync(A, B);

    assertThatThrownBy(() -> replicas.install(owners(1, 1, A, List.of(B, C), List.of())))
        .isInstanceOf(IllegalStateException.class);
  }

  /** The roles of A and B are swapped while both are there. */
  private static void handOver(Replicas replicas) {
    replicas.install(owners(3, 1, B, List.of(A), List.of()));
    replicas.deliver();
    replicas.renewLeases();
  }

  /** A is gone: C follows it, with B as backup. */
  private static void takeOver(Replicas replicas) {
    replicas.installAt(replicas.next(owners(3, 1, C, List.of(B), List.of())), B, C);
    replicas.deliver();
    replicas.pass(1_000);
    replicas.deliver();
    replicas.renewLeases();
  }

  private static Operation put(String value) {
    return new Operation.Put(Bytes.utf8(value), Lifetime.UNLIMITED, false, Condition.NONE);
  }

  private static Operation putFor(long millis) {
    return new Operation.Put(Bytes.utf8("v"), new Lifetime(millis, 0), false, Condition.NONE);
  }

  private static String text(@Nullable Reply reply) {
    return reply instanceof Reply.Value value ? String.valueOf(value.valueOrNull()) : "" + reply;
  }

  private static @Nullable ErrorCode code(@Nullable Reply reply) {
    return reply instanceof Reply.Failure failure ? failure.code() : null;
  }
}
