package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Operation.Transaction;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransactionEvaluationTest {
  private static final long NOW = 10_000;
  private static final Version OLD = new Version(1, 3);
  private static final Version NEXT = new Version(2, 7);
  private static final Bytes A = Bytes.utf8("a");
  private static final Bytes B = Bytes.utf8("b");

  private final Map<Bytes, Entry> present = new HashMap<>();
  private final TransactionEvaluation evaluation =
      new TransactionEvaluation(present::get, NEXT, NOW);

  @Test
  void eachStep_seesWhatThoseBeforeItMade() {
    List<Reply> replies = run(put(A, "1"), increment(A, 4), KeyRequest.get(A));

    assertThat(replies)
        .containsExactly(
            new Reply.Changed(true, NEXT),
            new Reply.Number(5),
            new Reply.Value(Bytes.utf8("5"), NEXT, 0));
  }

  @Test
  void aKey_isWrittenOnce_withWhatIsThereInTheEnd() {
    run(put(A, "1"), put(B, "2"), put(A, "3"));

    assertThat(evaluation.written())
        .containsExactly(
            Map.entry(A, entry("3", NEXT)), Map.entry(B, entry("2", new Version(2, 8))));
  }

  @Test
  void aKeyThatIsDeletedAtLast_isWrittenAsATombstone() {
    run(put(A, "1"), KeyRequest.delete(A), KeyRequest.exists(A));

    assertThat(evaluation.written()).containsEntry(A, Entry.tombstone(NEXT));
  }

  @Test
  void aStepThatFails_doesNotHinderTheOthers() {
    present.put(A, entry("text", OLD));

    List<Reply> replies = run(increment(A, 1), put(B, "2"));

    assertThat(((Reply.Failure) replies.get(0)).code()).isEqualTo(ErrorCode.NOT_A_NUMBER);
    assertThat(evaluation.written()).containsOnlyKeys(B);
  }

  @Test
  void allOrNothing_oneStepIsRefused_nothingIsWrittenAndNothingFurtherDone() {
    present.put(B, entry("there", OLD));

    List<Reply> replies =
        runAtomically(putIfAbsent(A, "1"), putIfAbsent(B, "2"), putIfAbsent(A, "3"));

    assertThat(replies)
        .containsExactly(new Reply.Changed(true, NEXT), new Reply.Changed(false, OLD));
    assertThat(evaluation.written()).isEmpty();
  }

  @Test
  void allOrNothingInside_undoesItsOwnStepsAlone() {
    present.put(B, entry("there", OLD));
    Transaction inner = new Transaction(Map.of(), List.of(put(A, "x"), putIfAbsent(B, "y")), true);

    run(put(A, "1"), new KeyRequest(A, inner), increment(A, 1));

    assertThat(evaluation.written()).containsExactly(Map.entry(A, entry("2", NEXT)));
  }

  @Test
  void aWatchedKeyHasItsVersion_allIsDone() {
    present.put(A, entry("1", OLD));

    assertThat(watching(Map.of(A, OLD, B, Version.NONE))).isInstanceOf(Reply.Results.class);
    assertThat(evaluation.written()).containsOnlyKeys(A);
  }

  @Test
  void aWatchedKeyHasAnotherVersion_nothingIsDone() {
    present.put(A, entry("1", OLD));

    assertThat(watching(Map.of(A, new Version(1, 2)))).isEqualTo(new Reply.Changed(false, OLD));
    assertThat(evaluation.written()).isEmpty();
  }

  @Test
  void aWatchedKeyIsGone_nothingIsDone() {
    assertThat(watching(Map.of(A, OLD))).isEqualTo(new Reply.Changed(false, Version.NONE));
  }

  @Test
  void copy_givesTheOtherKeyValueAndLifetime() {
    present.put(A, new Entry(OLD, Bytes.utf8("v"), NOW + 30, 9));

    List<Reply> replies = run(new KeyRequest(A, new Operation.Copy(B, false)));

    assertThat(replies).containsExactly(new Reply.Changed(true, NEXT));
    assertThat(evaluation.written())
        .containsExactly(Map.entry(B, new Entry(NEXT, Bytes.utf8("v"), NOW + 30, 9)));
  }

  @Test
  void copy_theOtherKeyIsThere_isReplacedIfThatIsWanted() {
    present.put(A, entry("v", OLD));
    present.put(B, entry("w", OLD));

    assertThat(
            run(
                new KeyRequest(A, new Operation.Copy(B, false)),
                new KeyRequest(A, new Operation.Copy(B, true))))
        .containsExactly(new Reply.Changed(false, OLD), new Reply.Changed(true, NEXT));
  }

  @Test
  void copy_nothingIsThere_changesNothing() {
    present.put(B, entry("w", OLD));

    assertThat(run(new KeyRequest(A, new Operation.Copy(B, true))))
        .containsExactly(new Reply.Changed(false, OLD));
    assertThat(evaluation.written()).isEmpty();
  }

  @Test
  void whatIsReadHasToHaveRoomInOneReply() {
    present.put(A, new Entry(OLD, Bytes.copyOf(new byte[Limits.VALUE_BYTES_MAX]), 0, 0));
    int fitting = Limits.TRANSACTION_BYTES_MAX / Limits.VALUE_BYTES_MAX;
    KeyRequest[] gets =
        IntStream.rangeClosed(0, fitting)
            .mapToObj(i -> KeyRequest.get(A))
            .toArray(KeyRequest[]::new);

    List<Reply> replies = run(gets);

    assertThat(replies.subList(0, fitting)).allMatch(reply -> reply instanceof Reply.Value);
    assertThat(((Reply.Failure) replies.get(fitting)).code()).isEqualTo(ErrorCode.TOO_MANY_BYTES);
  }

  private Reply watching(Map<Bytes, Version> watched) {
    return evaluation.run(new Transaction(watched, List.of(put(A, "2")), false));
  }

  private List<Reply> run(KeyRequest... steps) {
    return replies(new Transaction(Map.of(), List.of(steps), false));
  }

  private List<Reply> runAtomically(KeyRequest... steps) {
    return replies(new Transaction(Map.of(), List.of(steps), true));
  }

  private List<Reply> replies(Transaction transaction) {
    return ((Reply.Results) evaluation.run(transaction))
        .results().stream().map(Reply.Result::reply).toList();
  }

  private static Entry entry(String value, Version version) {
    return new Entry(version, Bytes.utf8(value), 0, 0);
  }

  private static KeyRequest put(Bytes key, String value) {
    return KeyRequest.put(key, Bytes.utf8(value));
  }

  private static KeyRequest putIfAbsent(Bytes key, String value) {
    return new KeyRequest(
        key, new Operation.Put(Bytes.utf8(value), Lifetime.UNLIMITED, false, Condition.ABSENT));
  }

  private static KeyRequest increment(Bytes key, long delta) {
    return new KeyRequest(key, new Operation.Increment(delta));
  }
}
