package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answer;
import io.apothik.message.RequestId;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final Bytes LARGEST = Bytes.copyOf(new byte[Limits.VALUE_BYTES_MAX]);
  private static final int FULL_OF_LARGEST = Limits.LANE_BYTES_MAX / Limits.VALUE_BYTES_MAX - 1;
  private static final Deadline OVER = new Deadline(System.nanoTime() - 1, 100);
  private static final Reply DONE = new Reply.Done();

  private final Lane lane = new Lane(NodeName.numbered(2, "127.0.0.1"), "there");
  private final List<Reply> replies = new ArrayList<>();

  @Test
  void theRequestAfterTheMost_isRefused() {
    addMany(Limits.LANE_REQUESTS_MAX);

    assertThat(add(1)).isFalse();
    assertThat(replies).isEmpty();
  }

  @Test
  void theRequestWithOneByteTooMany_isRefused() {
    IntStream.range(0, FULL_OF_LARGEST).forEach(i -> assertThat(add(i, LARGEST)).isTrue());

    assertThat(add(FULL_OF_LARGEST, LARGEST)).isFalse();
    assertThat(add(FULL_OF_LARGEST)).as("a smaller one").isTrue();
  }

  @Test
  void batches_keepTheOrder() {
    addMany(2_500);

    assertThat(IntStream.range(0, 3).mapToObj(i -> numbers(lane.next())).flatMap(List::stream))
        .containsExactlyElementsOf(IntStream.range(0, 2_500).boxed().toList());
    assertThat(lane.maySend()).isFalse();
  }

  @Test
  void aBatch_hasAtMostSoManyRequests() {
    addMany(Limits.BATCH_REQUESTS_MAX + 1);

    assertThat(lane.next().slotRequests()).hasSize(Limits.BATCH_REQUESTS_MAX);
    assertThat(lane.next().slotRequests()).hasSize(1);
  }

  @Test
  void theFirstHalf_leavesTheOtherToAnotherBatch() {
    addMany(101);

    assertThat(lane.firstHalf().slotRequests()).hasSize(51);
    assertThat(lane.next().slotRequests()).hasSize(50);
  }

  @Test
  void fewRequests_areNotHalved() {
    addMany(16);

    assertThat(lane.firstHalf().slotRequests()).hasSize(16);
  }

  @Test
  void aBatch_takesNoFurtherRequestOnceItIsFull() {
    Bytes half = Bytes.copyOf(new byte[Limits.BATCH_BYTES_FULL / 2]);
    IntStream.range(0, 3).forEach(i -> add(i, half));
    add(3, LARGEST);
    add(4, LARGEST);

    assertThat(numbers(lane.next())).containsExactly(0, 1);
    assertThat(numbers(lane.next())).containsExactly(2, 3);
    assertThat(numbers(lane.next())).containsExactly(4);
  }

  @Test
  void noMoreBatchesAreOut_thanAreAllowed() {
    addMany(Limits.BATCHES_OUT_MAX * Limits.BATCH_REQUESTS_MAX + 1);
    List<Lane.Sent> out =
        IntStream.range(0, Limits.BATCHES_OUT_MAX)
            .peek(i -> assertThat(lane.maySend()).isTrue())
            .mapToObj(i -> lane.next())
            .toList();

    assertThat(lane.maySend()).isFalse();
    out.get(1).acknowledge();
    out.get(1).acknowledge();
    assertThat(lane.maySend()).isTrue();
    lane.next();
    add(0);
    assertThat(lane.maySend()).as("acknowledged twice, counted once").isFalse();
  }

  @Test
  void aBatch_isDoneWhenItIsAcknowledgedAndAllIsAnswered() {
    addMany(2);
    Lane.Sent batch = lane.next();

    batch.take(List.of(new Answer(1, DONE)));
    batch.acknowledge();
    assertThat(batch.isDone()).isFalse();
    batch.take(List.of(new Answer(0, DONE)));
    assertThat(batch.isDone()).isTrue();
    assertThat(replies).containsExactly(DONE, DONE);
  }

  @Test
  void whatIsAnswered_isNotAskedAgain() {
    addMany(3);
    Lane.Sent batch = lane.next();
    batch.take(List.of(new Answer(1, DONE)));

    assertThat(numbers(batch)).containsExactly(0, 2);
  }

  @Test
  void anAnswerThatComesTwice_countsOnce() {
    addMany(2);
    Lane.Sent batch = lane.next();
    Answer answer = new Answer(0, DONE);

    batch.take(List.of(answer, answer));
    batch.take(List.of(answer));
    batch.acknowledge();

    assertThat(replies).containsExactly(DONE);
    assertThat(batch.isDone()).isFalse();
    assertThat(room()).isEqualTo(Limits.LANE_REQUESTS_MAX - 1);
  }

  @Test
  void anAnswerForAPlaceThatTheBatchDoesNotHave_isLeftOut() {
    addMany(2);
    Lane.Sent batch = lane.next();

    batch.take(
        List.of(
            new Answer(2, DONE), new Answer(Limits.BATCH_REQUESTS_MAX, DONE), new Answer(1, DONE)));

    assertThat(replies).containsExactly(DONE);
  }

  @Test
  void whatWaitsPastItsDeadline_isBusy_andTheOthersStay() {
    add(0, OVER);
    add(1);
    add(2, OVER);

    lane.failOverdue();

    assertThat(codes()).containsExactly(ErrorCode.BUSY, ErrorCode.BUSY);
    assertThat(numbers(lane.next())).containsExactly(1);
  }

  @Test
  void whatWasSentAndIsOverdue_isATimeout_andTheOthersStay() {
    add(0, OVER);
    add(1);
    Lane.Sent batch = lane.next();

    lane.failOverdue();
    assertThat(replies).isEmpty();
    batch.failOverdue();

    assertThat(codes()).containsExactly(ErrorCode.TIMEOUT);
    assertThat(numbers(batch)).containsExactly(1);
  }

  @Test
  void aBatch_isWaitedForAsLongAsTheLastOfItsCallersWaits() {
    add(0, OVER);
    assertThat(lane.next().leftMillis()).isEqualTo(1);

    add(1, OVER);
    add(2, Deadline.after(60_000));
    assertThat(lane.next().leftMillis()).isBetween(50_000L, 60_000L);
  }

  @Test
  void everyKindOfAnswer_givesRoomBack() {
    List<Runnable> endings =
        List.of(
            () -> lane.next().answerAll(DONE),
            () -> lane.next().take(List.of(new Answer(0, DONE))),
            () -> lane.answerQueue(DONE));
    for (Runnable ending : endings) {
      add(0, LARGEST);
      ending.run();
      assertEmpty();
    }
    add(0, OVER);
    lane.failOverdue();
    assertEmpty();
    add(0, OVER);
    lane.next().failOverdue();
    assertEmpty();
    assertThat(replies).as("beside those that found room").hasSizeGreaterThan(5);
  }

  @Test
  void aCallerThatAsksAgainWhileItIsAnswered_findsRoom() {
    addMany(Limits.LANE_REQUESTS_MAX - 1);
    List<Boolean> again = new ArrayList<>();
    SlotRequest request = request(0, Bytes.EMPTY);
    lane.add(new Lane.Waiting(request, Deadline.after(60_000), reply -> again.add(add(1))));

    lane.answerQueue(DONE);

    assertThat(again).containsExactly(true);
    assertThat(lane.next().slotRequests()).as("it stays").hasSize(1);
  }

  private void assertEmpty() {
    assertThat(room()).isEqualTo(Limits.LANE_REQUESTS_MAX);
    IntStream.range(0, FULL_OF_LARGEST).forEach(i -> assertThat(add(i, LARGEST)).isTrue());
    lane.answerQueue(DONE);
  }

  /** How many requests find room, which are then answered. */
  private int room() {
    int room = 0;
    while (add(0)) {
      room++;
    }
    lane.answerQueue(DONE);
    return room;
  }

  private List<ErrorCode> codes() {
    return replies.stream().map(reply -> ((Reply.Failure) reply).code()).toList();
  }

  private static List<Integer> numbers(Lane.Sent batch) {
    return batch.slotRequests().stream().map(SlotRequest::slot).toList();
  }

  private void addMany(int count) {
    IntStream.range(0, count).forEach(i -> assertThat(add(i)).isTrue());
  }

  private boolean add(int number) {
    return add(number, Bytes.EMPTY);
  }

  private boolean add(int number, Bytes value) {
    return add(number, value, Deadline.after(60_000));
  }

  private void add(int number, Deadline deadline) {
    assertThat(add(number, Bytes.EMPTY, deadline)).isTrue();
  }

  private boolean add(int number, Bytes value, Deadline deadline) {
    return lane.add(new Lane.Waiting(request(number, value), deadline, replies::add));
  }

  /** A put that is known again by its slot. */
  private static SlotRequest request(int number, Bytes value) {
    KeyRequest put = KeyRequest.put(Bytes.utf8("k"), value);
    return new SlotRequest(1, number, RequestId.NONE, 0, 0, put);
  }
}
