package io.apothik.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.history.Operation.Append;
import io.apothik.history.Operation.CompareAndSet;
import io.apothik.history.Operation.Delete;
import io.apothik.history.Operation.Exists;
import io.apothik.history.Operation.Get;
import io.apothik.history.Operation.Increment;
import io.apothik.history.Operation.Put;
import io.apothik.history.Operation.PutIfAbsent;
import io.apothik.history.Operation.PutIfVersion;
import io.apothik.history.Outcome.Absent;
import io.apothik.history.Outcome.Found;
import io.apothik.history.Outcome.Length;
import io.apothik.history.Outcome.NotStored;
import io.apothik.history.Outcome.Presence;
import io.apothik.history.Outcome.Stored;
import io.apothik.history.Verdict.Kind;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
  private final History history = new History();

  @Test
  void nothingHappened_isLinearizable() {
    assertLinearizable();
  }

  @Test
  void getDuringAPut_maySeeEitherValue() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(1, 20, 50, new Put("b"), new Stored());
    call(2, 25, 30, new Get(), new Found("b"));
    call(3, 22, 32, new Get(), new Found("a"));
    assertLinearizable();
  }

  @Test
  void newValueWasSeen_thenOlderOneIsRead_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(1, 20, 50, new Put("b"), new Stored());
    call(2, 22, 25, new Get(), new Found("b"));
    call(3, 30, 40, new Get(), new Found("a"));
    assertViolation();
  }

  @Test
  void putEnded_thenOlderValueIsRead_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(1, 20, 30, new Put("b"), new Stored());
    call(2, 40, 50, new Get(), new Found("a"));
    assertViolation();
  }

  @Test
  void putWasAcknowledged_thenNothingIsFound_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(2, 20, 30, new Get(), new Absent());
    assertViolation();
  }

  @Test
  void valueIsReadThatNobodyWrote_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(2, 5, 20, new Get(), new Found("b"));
    assertViolation();
  }

  @Test
  void putIsRefused_thenItsValueIsRead_isAViolation() {
    history.begin(1, "k", new Put("a"), 0).refused();
    call(2, 20, 30, new Get(), new Found("a"));
    assertViolation();
  }

  @Test
  void keysAreIndependent() {
    history.begin(1, "a", new Put("1"), 0).end(new Stored(), 1);
    history.begin(1, "b", new Get(), 2).end(new Absent(), 3);
    history.begin(1, "a", new Get(), 4).end(new Found("1"), 5);
    assertLinearizable();
  }

  @Test
  void clockStandsStill_thenCallsAreOrderedAsRecorded() {
    call(1, 0, 0, new Put("a"), new Stored());
    call(2, 0, 0, new Get(), new Absent());
    assertViolation();
  }

  @Test
  void incrementIsLost_isAViolation() {
    increment(1, 0, 10, 1);
    increment(2, 5, 12, 1);
    assertViolation();
  }

  @Test
  void concurrentIncrements_countInEitherOrder() {
    increment(1, 0, 10, 2);
    increment(2, 5, 12, 1);
    call(3, 20, 30, new Get(), new Found("2"));
    assertLinearizable();
  }

  @Test
  void incrementIsRetriedAndAppliedTwice_isAViolation() {
    increment(1, 0, 10, 1);
    call(1, 20, 30, new Get(), new Found("2"));
    assertViolation();
  }

  @Test
  void incrementIsOfUnknownOutcome_thenItCountsOnceAtMost() {
    maybe(1, 0, new Increment(1));
    increment(2, 10, 20, 2);
    assertLinearizable();
    increment(2, 30, 40, 4);
    assertViolation();
  }

  @Test
  void incrementOfWhatIsNoNumber_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    increment(1, 20, 30, 1);
    assertViolation();
  }

  @Test
  void appends_addUpInBytesOfUtf8() {
    call(1, 0, 10, new Append("\u00e9"), new Length(2));
    call(1, 20, 30, new Append("b"), new Length(3));
    call(2, 40, 50, new Get(), new Found("\u00e9b"));
    assertLinearizable();
    call(1, 60, 70, new Append("c"), new Length(3));
    assertViolation();
  }

  @Test
  void compareAndSetSucceedsAgainstAnotherValue_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(1, 20, 30, new CompareAndSet("b", "c"), new Stored());
    assertViolation();
  }

  @Test
  void compareAndSetFailsAgainstItsValue_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(1, 20, 30, new CompareAndSet("a", "c"), new NotStored());
    assertViolation();
  }

  @Test
  void twoCompareAndSetsOfOneValue_bothSucceed_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(1, 20, 40, new CompareAndSet("a", "b"), new Stored());
    call(2, 20, 40, new CompareAndSet("a", "c"), new Stored());
    assertViolation();
  }

  @Test
  void twoPutsIfAbsent_bothStore_isAViolation() {
    call(1, 0, 10, new PutIfAbsent("a"), new Stored());
    call(2, 5, 10, new PutIfAbsent("b"), new Stored());
    assertViolation();
  }

  @Test
  void deletedValueIsResurrected_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(1, 20, 30, new Delete(), new Presence(true));
    call(2, 40, 50, new Exists(), new Presence(true));
    assertViolation();
  }

  @Test
  void deleteFindsNothingAfterAPut_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(1, 20, 30, new Delete(), new Presence(false));
    assertViolation();
  }

  @Test
  void putOfUnknownOutcome_mayAppearLate() {
    call(1, 0, 10, new Put("a"), new Stored());
    maybe(2, 5, new Put("b"));
    call(1, 20, 30, new Get(), new Found("a"));
    call(1, 40, 50, new Get(), new Found("b"));
    assertLinearizable();
  }

  @Test
  void putOfUnknownOutcome_mayNeverAppear() {
    maybe(2, 0, new Put("b"));
    call(1, 5, 10, new Put("a"), new Stored());
    call(1, 40, 50, new Get(), new Found("a"));
    assertLinearizable();
  }

  @Test
  void putOfUnknownOutcome_appearsBeforeItBegan_isAViolation() {
    call(1, 0, 10, new Get(), new Found("b"));
    maybe(2, 20, new Put("b"));
    assertViolation();
  }

  @Test
  void putOfUnknownOutcome_appearsAndVanishesAndAppearsAgain_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    maybe(2, 5, new Put("b"));
    call(1, 20, 30, new Get(), new Found("b"));
    call(1, 40, 50, new Get(), new Found("a"));
    call(1, 60, 70, new Get(), new Found("b"));
    assertViolation();
  }

  @Test
  void callNeverEnded_countsAsOfUnknownOutcome() {
    history.begin(2, "k", new Put("b"), 0);
    call(1, 20, 30, new Get(), new Found("b"));
    assertLinearizable();
  }

  @Test
  void equalCallsOfUnknownOutcome_eachCountOnce() {
    maybe(1, 0, new Append("a"));
    maybe(2, 1, new Append("a"));
    call(3, 10, 20, new Get(), new Found("aa"));
    assertLinearizable();
    call(3, 30, 40, new Get(), new Found("aaa"));
    assertViolation();
  }

  @Test
  void readAtAnotherVersionThanWasGiven_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored("1"));
    call(2, 20, 30, new Get(), new Found("a", "2"));
    assertViolation();
  }

  @Test
  void versionWasNotSeen_thenTheFirstReadFixesIt() {
    maybe(1, 0, new Put("a"));
    call(2, 20, 30, new Get(), new Found("a", "7"));
    call(2, 40, 50, new PutIfVersion("b", "7"), new Stored("8"));
    call(2, 60, 70, new PutIfVersion("c", "7"), new NotStored());
    call(2, 80, 90, new Get(), new Found("b", "8"));
    assertLinearizable();
    call(2, 95, 99, new Get(), new Found("b", "9"));
    assertViolation();
  }

  @Test
  void putOfAVersionIsRefusedThoughItIsThatVersion_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored("1"));
    call(1, 20, 30, new PutIfVersion("b", "1"), new NotStored());
    assertViolation();
  }

  @Test
  void entryMayVanish_onceAndWithinItsTime() {
    call(1, 0, 10, new Put("a"), new Stored());
    history.vanishAt("k", 20, 30);
    call(2, 21, 22, new Get(), new Found("a"));
    call(2, 23, 24, new Get(), new Absent());
    assertLinearizable();
    call(2, 25, 26, new Put("b"), new Stored());
    call(2, 27, 28, new Get(), new Absent());
    assertViolation();
  }

  @Test
  void entryVanishedAndOlderValueReturns_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    history.mayVanish("k", 0);
    call(2, 20, 21, new Get(), new Absent());
    call(2, 22, 23, new Get(), new Found("a"));
    assertViolation();
  }

  @Test
  void entryVanishesAfterItsTime_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    history.vanishAt("k", 20, 30);
    call(2, 31, 32, new Get(), new Found("a"));
    call(2, 33, 34, new Get(), new Absent());
    assertViolation();
  }

  @Test
  void entryVanishesBeforeItsTime_isAViolation() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(2, 11, 12, new Get(), new Absent());
    history.mayVanish("k", 20);
    assertViolation();
  }

  @Test
  void entriesMayVanish_thenEachOfThemMay() {
    history.mayVanish("k", 0);
    for (int time = 0; time < 100; time += 10) {
      call(1, time, time + 1, new Put("a" + time), new Stored());
      call(1, time + 2, time + 3, new Get(), new Absent());
    }
    assertLinearizable();
  }

  @Test
  void searchIsBounded_thenItsVerdictIsUnknown() {
    call(1, 0, 10, new Put("a"), new Stored());
    call(2, 20, 30, new Get(), new Absent());
    assertThat(Linearizability.check(history, 1).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void violation_isReportedWithTheCallThatNoOrderGetsPast() {
    call(1, 0, 10, new Put("a"), new Stored("1"));
    maybe(3, 15, new Put("b"));
    call(2, 20, 30, new Get(), new Found("c"));
    call(1, 40, 50, new Put("d"), new Stored());
    assertThat(Linearizability.check(history).report())
        .isEqualToNormalizingNewlines(
            """
            key k: no order explains what was seen.
            Of 3 calls, 1 can be put in an order, and none gets past this one:
              client 2 [20, 30] Get[] -> Found[value=c, version=null]
            The furthest order ends in:
              client 1 [0, 10] Put[value=a] -> Stored[version=1]
            Then the key holds: 'a' at version 1
            One of these should come next, but none can:
              client 2 [20, 30] Get[] -> Found[value=c, version=null]
            Any of these may come next, but none helps:
              client 3 [15, ?] Put[value=b] -> unknown
            """);
  }

  @Test
  void outcomeOfAnotherOperation_isAMistakeOfTheTest() {
    Call call = history.begin(1, "k", new Get(), 0);
    assertThatThrownBy(() -> call.end(new Stored(), 1)).hasMessageContaining("cannot end in");
  }

  @Test
  void callEndsTwice_isAMistakeOfTheTest() {
    Call call = history.begin(1, "k", new Get(), 0);
    call.maybe();
    assertThatThrownBy(() -> call.end(new Absent(), 1)).isInstanceOf(IllegalStateException.class);
  }

  private void call(int client, long begin, long end, Operation operation, Outcome outcome) {
    history.begin(client, "k", operation, begin).end(outcome, end);
  }

  private void increment(int client, long begin, long end, long number) {
    call(client, begin, end, new Increment(1), new Outcome.Sum(number));
  }

  private void maybe(int client, long begin, Operation operation) {
    history.begin(client, "k", operation, begin).maybe();
  }

  private void assertLinearizable() {
    assertVerdict(Kind.LINEARIZABLE);
  }

  private void assertViolation() {
    assertVerdict(Kind.VIOLATION);
  }

  private void assertVerdict(Kind expected) {
    Verdict verdict = Linearizability.check(history);
    assertThat(verdict.kind()).as(verdict::toString).isEqualTo(expected);
  }
}
