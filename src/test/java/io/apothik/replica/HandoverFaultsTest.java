package io.apothik.replica;

import static io.apothik.replica.Pump.A;
import static io.apothik.replica.Pump.B;
import static io.apothik.replica.Pump.C;
import static io.apothik.replica.Pump.assertRefused;
import static io.apothik.replica.Pump.at;
import static io.apothik.replica.Pump.moving;
import static io.apothik.replica.Pump.nothing;
import static io.apothik.replica.Pump.table;
import static io.apothik.replica.Pump.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.Chunk;
import io.apothik.message.NodeMessage.Pair;
import io.apothik.message.NodeMessage.Part;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.HandedOver;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chunks and answers that are lost, late, repeated or wrong, while slot 0 moves from A to B. */
class HandoverFaultsTest {
  private static final SlotTable MOVING = table(2, moving(A, B), at(A));
  private static final SlotTable PROMOTED = table(3, at(B), at(A));
  private static final Reply ACCEPTED = new Reply.Accepted(2);
  private static final Reply.Failure OUT_OF_SEQUENCE =
      new Reply.Failure(ErrorCode.OUT_OF_SEQUENCE, "not the next", 2);

  private final Pump pump = new Pump(A, B);

  @BeforeEach
  void startToMove() {
    pump.install(table(1, at(A), at(A)), A, B);
    pump.put(A, 0, "k", "v");
    pump.put(A, 0, "l", "w");
    pump.install(MOVING, A, B);
  }

  @Test
  void aChunkThatIsLost_isSentAgainAsItIs() {
    pump.step();
    Effect.Send lost = pump.nextSend();
    pump.timeOut(lost);
    assertThat(pump.isIdle()).isTrue();

    pump.retry();

    assertThat(pump.nextSend()).isEqualTo(lost);
  }

  @Test
  void aChunkWhoseAnswerIsLost_isSentAgainAndAppliedOnce() {
    String half = "x".repeat(Limits.CHUNK_BYTES_FULL);
    twoChunksOfOneSlot(half);
    pump.step();
    Effect.Send first = pump.nextSend();
    pump.deliver(B, first.chunk());
    pump.timeOut(first);
    pump.retry();
    pump.run();

    assertThat(pump.deliver(B, first.chunk())).isEqualTo(new Reply.Accepted(4));

    pump.install(table(5, at(B), at(A)), B);
    assertThat(pump.replica(B).entries()).isEqualTo(2);
  }

  @Test
  void anAnswerThatComesTwice_goesOnOnce() {
    Effect.Send ask = pump.nextSend();
    pump.answer(ask, ACCEPTED);
    pump.answer(ask, ACCEPTED);

    assertThat(pump.nextSend().chunk().sequence()).isEqualTo(1);
    assertThat(pump.isIdle()).isTrue();
  }

  @Test
  void anAnswerAfterItsTimeout_goesOnAndTheRetryIsPassedOver() {
    Effect.Send ask = pump.nextSend();
    pump.timeOut(ask);
    pump.answer(ask, ACCEPTED);
    assertThat(pump.nextSend().chunk().sequence()).isEqualTo(1);

    pump.retry();

    assertThat(pump.isIdle()).isTrue();
  }

  @Test
  void anAnswerAfterTheHandoverWasCalledOff_isPassedOver() {
    Effect.Send ask = pump.nextSend();
    pump.install(table(3, at(A), at(A)), A);
    pump.answer(ask, ACCEPTED);

    assertThat(pump.isIdle()).isTrue();
    assertThat(pump.get(A, 0, "k")).isEqualTo(value("v"));
  }

  @Test
  void aRetryAfterTheHandoverWasCalledOff_sendsNothing() {
    pump.timeOut(pump.nextSend());
    pump.install(table(3, at(A), at(A)), A);

    pump.retry();

    assertThat(pump.isIdle()).isTrue();
  }

  @Test
  void anAnswerToAnEarlierBatch_isPassedOver() {
    Effect.Send early = pump.nextSend();
    pump.install(table(3, at(A), at(A)), A);
    pump.install(table(4, moving(A, B), at(A)), A);
    Effect.Send fresh = pump.nextSend();

    pump.answer(early, ACCEPTED);
    pump.answer(early, OUT_OF_SEQUENCE);

    assertThat(fresh.chunk().batch()).isGreaterThan(early.chunk().batch());
    assertThat(pump.isIdle()).isTrue();
    assertThat(pump.get(A, 0, "k")).isEqualTo(value("v"));
  }

  @Test
  void outOfSequence_startsAgainWithAFreshBatchAndAnUnsealedSlot() {
    pump.step();
    Effect.Send refused = pump.nextSend();
    pump.answer(refused, OUT_OF_SEQUENCE);

    Chunk fresh = pump.nextSend().chunk();

    assertThat(fresh.sequence()).isZero();
    assertThat(fresh.batch()).isGreaterThan(refused.chunk().batch());
    assertThat(pump.get(A, 0, "k")).isEqualTo(value("v"));
  }

  @Test
  void outOfSequenceAfterTheReport_startsAgainWithTheSlotStillSealed() {
    pump.run();
    pump.tick(A);
    pump.answer(pump.nextSend(), OUT_OF_SEQUENCE);

    assertThat(pump.nextSend().chunk().sequence()).isZero();
    assertRefused(pump.put(A, 0, "k", "x"), ErrorCode.NOT_OWNER, "is handing slot 0 over");
    pump.install(table(3, at(A), at(A)), A);
    assertThat(pump.get(A, 0, "k")).isEqualTo(value("v"));
  }

  /** B serves slot 0 before A knows, and refuses A's batch because slot 1 learns from A no more. */
  @Test
  void aPrimaryThatDoesNotKnowOfThePromotion_staysSealedWhenItsBatchIsRefused() {
    pump.run();
    pump.install(table(3, at(B), moving(A, B)), B);
    pump.install(table(4, at(B), moving(A, C)), B);
    pump.tick(A);

    assertRefused(pump.step(), ErrorCode.OUT_OF_SEQUENCE, "chunk 2");

    assertThat(pump.put(B, 0, "k", "newer")).isEqualTo(new Reply.Done());
    assertRefused(pump.get(A, 0, "k"), ErrorCode.NOT_OWNER, "is handing slot 0 over");
  }

  @Test
  void aBatchThatBeginsAgain_hasTheSameSlotsWhateverElseMovesByNow() {
    pump.step();
    pump.install(table(3, moving(A, B), moving(A, B)), A, B);
    pump.answer(pump.nextSend(), OUT_OF_SEQUENCE);

    pump.run();

    assertThat(pump.reports).containsExactly(new HandedOver(3, A, B, SlotSet.of(0)));
  }

  @Test
  void afterAFreshStart_nothingOfTheFirstIsLeft() {
    pump.step();
    Effect.Send applied = pump.nextSend();
    pump.deliver(B, applied.chunk());
    pump.answer(applied, OUT_OF_SEQUENCE);
    pump.request(A, 0, KeyRequest.delete(Bytes.utf8("k")));
    pump.put(A, 0, "l", "newer");

    pump.run();
    pump.install(PROMOTED, B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(nothing());
    assertThat(pump.get(B, 0, "l")).isEqualTo(value("newer"));
  }

  @Test
  void aLearnerThatRestartsMidway_getsEverythingFromTheBeginning() {
    twoChunksOfOneSlot("x".repeat(Limits.CHUNK_BYTES_FULL));
    pump.steps(2);
    pump.restart(B, 1_000);
    pump.install(table(4, moving(A, B), at(A)), B);

    assertRefused(pump.step(), ErrorCode.OUT_OF_SEQUENCE, "chunk 2");
    pump.run();
    pump.install(table(5, at(B), at(A)), B);

    assertThat(pump.replica(B).entries()).isEqualTo(2);
  }

  @Test
  void aLearnerWithoutTheTable_isTriedAgainUntilItHasIt() {
    pump.restart(B, 1_000);
    pump.step();
    assertRefused(pump.step(), ErrorCode.NOT_OWNER, "slot 0 is not moving");
    assertThat(pump.later).hasSize(1);

    pump.install(MOVING, B);
    pump.retry();
    pump.run();

    assertThat(pump.reports).hasSize(1);
  }

  @Test
  void aChunkFromANodeThatIsNotThePrimary_isRefusedAndChangesNothing() {
    pump.run();

    Reply reply = pump.deliver(B, chunk(C, 9, 1, 0));

    assertRefused(reply, ErrorCode.NOT_OWNER, "slot 0 is not moving from " + C + " to " + B);
    pump.install(PROMOTED, B);
    assertThat(pump.get(B, 0, "k")).isEqualTo(value("v"));
  }

  @Test
  void aChunkOfWhichOneSlotIsNotMoving_isRefusedAsAWhole() {
    pump.step();
    Chunk chunk = chunk(A, 1, 1, 0, 1);

    assertRefused(pump.deliver(B, chunk), ErrorCode.NOT_OWNER, "slot 1 is not moving");

    pump.install(table(3, at(B), at(B)), B);
    assertThat(pump.replica(B).entries()).isZero();
  }

  @Test
  void aChunkForASlotThatIsNotThere_isRefused() {
    assertRefused(pump.deliver(B, chunk(A, 1, 1, 2)), ErrorCode.NOT_OWNER, "slot 2");
    assertRefused(pump.deliver(B, chunk(A, 1, 1, -1)), ErrorCode.NOT_OWNER, "slot -1");
  }

  @Test
  void aChunkAfterAGap_isOutOfSequence() {
    pump.deliver(B, chunk(A, 7, 0));

    assertRefused(pump.deliver(B, chunk(A, 7, 2, 0)), ErrorCode.OUT_OF_SEQUENCE, "chunk 2");
  }

  @Test
  void aBatchThatDoesNotBeginWithItsFirstChunk_isOutOfSequence() {
    assertRefused(pump.deliver(B, chunk(A, 7, 1, 0)), ErrorCode.OUT_OF_SEQUENCE, "batch 7");
  }

  @Test
  void aChunkOfABatchThatWasGivenUp_isOutOfSequence() {
    pump.deliver(B, chunk(A, 7, 0));
    pump.deliver(B, chunk(A, 8, 0));

    assertRefused(pump.deliver(B, chunk(A, 7, 1, 0)), ErrorCode.OUT_OF_SEQUENCE, "batch 7");
    assertThat(pump.deliver(B, chunk(A, 8, 1, 0))).isEqualTo(ACCEPTED);
  }

  @Test
  void aChunkWithEntriesAfterThePromotion_isRefused() {
    pump.run();
    pump.install(PROMOTED, B);

    assertThat(pump.delivered)
        .filteredOn(chunk -> !chunk.parts().isEmpty())
        .hasSize(1)
        .allSatisfy(
            chunk -> assertRefused(pump.replica(B).on(chunk), ErrorCode.NOT_OWNER, "slot 0"));
  }

  /** Fills slot 0 with two entries that need a chunk each, and starts the handover anew. */
  private void twoChunksOfOneSlot(String value) {
    pump.nextSend();
    pump.install(table(3, at(A), at(A)), A);
    pump.put(A, 0, "k", value);
    pump.put(A, 0, "l", value);
    pump.install(table(4, moving(A, B), at(A)), A, B);
  }

  private static Chunk chunk(NodeName from, long batch, int sequence, int... slots) {
    List<Pair> pairs = List.of(new Pair(Bytes.utf8("stray"), Bytes.utf8("x")));
    List<Part> parts = Arrays.stream(slots).mapToObj(slot -> new Part(slot, true, pairs)).toList();
    return new Chunk(from, batch, sequence, parts);
  }
}
