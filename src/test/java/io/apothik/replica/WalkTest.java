package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Cursor;
import io.apothik.message.Effect;
import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.PeerMessage.Granted;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.message.Settings;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node tells of its keys: it is primary of the slots 0, 1 and 3, and not of slot 2. */
class WalkTest {
  private static final Incarnation A = new Incarnation(NodeName.numbered(1, "h"), "a");
  private static final Incarnation B = new Incarnation(NodeName.numbered(2, "h"), "b");

  private final Map<Long, Reply> answers = new HashMap<>();
  private final Replica replica =
      new Replica(
          A,
          Settings.DEFAULT,
          0,
          new LeaseBook(1),
          Eviction.NONE,
          1,
          Replicas.PROVISION,
          this::perform);
  private long calls;
  private long now = 10_000;

  private void perform(Effect effect) {
    if (effect instanceof Effect.Answer answer) {
      answers.put(answer.call(), answer.reply());
    }
  }

  @BeforeEach
  void found() {
    SlotOwners mine = SlotOwners.founded(new Copy(A.node(), 1));
    SlotOwners other = SlotOwners.founded(new Copy(B.node(), 1));
    replica.install(
        SlotTable.of(1, List.of(), List.of(A, B), List.of(mine, mine, other, mine), List.of()),
        now);
  }

  @Test
  void keysComeInTheOrderOfSlots_andOfBytesWithinASlot() {
    put(1, "a");
    put(0, "é");
    put(0, "z");
    put(0, "ab");

    assertThat(page(scan(100, null, 0, 1)))
        .isEqualTo(
            new Reply.Page(List.of(key(0, "ab"), key(0, "z"), key(0, "é"), key(1, "a")), null));
  }

  @Test
  void aFullPage_endsAfterItsLastKey_andTheNextGoesOnThere() {
    IntStream.range(0, 5).forEach(i -> put(1, "k" + i));

    Reply.Page first = page(scan(3, null, 0, 1, 3));
    Reply.Page second = page(scan(3, Bytes.utf8("k2"), 1, 3));

    assertThat(first.keys()).containsExactly(key(1, "k0"), key(1, "k1"), key(1, "k2"));
    assertThat(first.nextOrNull()).isEqualTo(new Cursor(1, Bytes.utf8("k2")));
    assertThat(second.keys()).containsExactly(key(1, "k3"), key(1, "k4"));
    assertThat(second.nextOrNull()).isNull();
  }

  @Test
  void aKeyAfterWhichToBegin_needNotBeThereAnyMore() {
    put(0, "a");
    put(0, "c");

    assertThat(page(scan(9, Bytes.utf8("b"), 0)).keys()).containsExactly(key(0, "c"));
  }

  @Test
  void onlyKeysWithThePrefix_come() {
    List.of("a", "b", "ba", "bb", "c").forEach(key -> put(0, key));

    assertThat(page(prefixed("b", null)).keys())
        .containsExactly(key(0, "b"), key(0, "ba"), key(0, "bb"));
    assertThat(page(prefixed("b", "ba")).keys()).containsExactly(key(0, "bb"));
    assertThat(page(prefixed("b", "a")).keys()).hasSize(3);
  }

  @Test
  void whatIsDeletedOrOver_doesNotCome() {
    put(0, "deleted");
    ask(0, KeyRequest.delete(Bytes.utf8("deleted")));
    putFor5Millis("over");
    put(0, "there");

    now += 5;

    assertThat(page(scan(9, null, 0)).keys()).containsExactly(key(0, "there"));
  }

  @Test
  void whatIsOver_countsNoMore_onceAScanCameByIt() {
    putFor5Millis("over");
    put(0, "there");
    now += 5;

    page(scan(9, null, 0));

    assertThat(replica.holdings(now).entries()).isEqualTo(1);
  }

  @Test
  void aSlotOfAnotherNode_isRefusedIfItIsTheFirst_andEndsThePageElsewhere() {
    put(1, "a");

    assertThat(scan(9, null, 2, 3))
        .isInstanceOfSatisfying(
            Reply.Failure.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_OWNER));
    assertThat(page(scan(9, null, 1, 2, 3)))
        .isEqualTo(new Reply.Page(List.of(key(1, "a")), new Cursor(2, null)));
  }

  @Test
  void keysOfManyBytes_endThePageEarly() {
    String large = "x".repeat(Limits.KEY_BYTES_MAX - 1);
    IntStream.range(0, 9).forEach(i -> put(0, large + i));

    assertThat(page(scan(9, null, 0)).keys()).hasSize(4);
  }

  @Test
  void deadKeysEndThePageToo_asLookingAtThemTakesTime() {
    for (int i = 0; i <= Limits.SCAN_LOOKS_MAX; i++) {
      putFor5Millis("%05d".formatted(i));
    }
    now += 5;

    Reply.Page page = page(scan(9, null, 0));

    assertThat(page.keys()).isEmpty();
    assertThat(page.nextOrNull()).isEqualTo(new Cursor(0, Bytes.utf8("04095")));
  }

  @Test
  void theAnswerWaits_untilWhatItSpeaksOfIsOnAllCopies() {
    backUpSlot1();
    put(0, "a");
    Version version = new Version(1, 1);
    ask(1, KeyRequest.put(Bytes.utf8("b"), Bytes.EMPTY));

    assertThat(scan(9, null, 0, 1, 3)).isNull();

    replica.on(new Replicated(B.node(), 1, 1, 2, List.of(version)), now);
    assertThat(answers.get(calls))
        .isEqualTo(new Reply.Page(List.of(key(0, "a"), key(1, "b")), new Cursor(2, null)));
  }

  @Test
  void withoutALease_aScanIsRefused_asAGetIs() {
    backUpSlot1();
    now += 60_000;

    assertThat(scan(9, null, 1)).isEqualTo(ask(1, KeyRequest.get(Bytes.utf8("b"))));
    assertThat(scan(9, null, 1))
        .isInstanceOfSatisfying(
            Reply.Failure.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_READY));
  }

  private void backUpSlot1() {
    Copy mine = new Copy(A.node(), 1);
    SlotOwners alone = SlotOwners.founded(mine);
    SlotOwners other = SlotOwners.founded(new Copy(B.node(), 1));
    SlotOwners both = new SlotOwners(mine, List.of(new Copy(B.node(), 2)), List.of(), 1);
    replica.install(
        SlotTable.of(2, List.of(), List.of(A, B), List.of(alone, both, other, alone), List.of()),
        now);
    replica.on(new Granted(B, now), now);
  }

  private static Reply.Key key(int slot, String key) {
    return new Reply.Key(slot, Bytes.utf8(key));
  }

  private void put(int slot, String key) {
    ask(slot, KeyRequest.put(Bytes.utf8(key), Bytes.EMPTY));
  }

  private void putFor5Millis(String key) {
    Operation put = new Operation.Put(Bytes.EMPTY, new Lifetime(5, 0), false, Condition.NONE);
    ask(0, new KeyRequest(Bytes.utf8(key), put));
  }

  private @Nullable Reply ask(int slot, KeyRequest request) {
    calls++;
    replica.on(calls, new SlotRequest(9, slot, RequestId.NONE, 0, 0, request), now);
    return answers.get(calls);
  }

  private @Nullable Reply prefixed(String prefix, @Nullable String after) {
    Bytes from = after == null ? null : Bytes.utf8(after);
    return scan(new SlotScan(9, SlotSet.of(0), from, Bytes.utf8(prefix), 9));
  }

  private @Nullable Reply scan(int count, @Nullable Bytes after, int... slots) {
    return scan(new SlotScan(9, SlotSet.of(slots), after, Bytes.EMPTY, count));
  }

  private @Nullable Reply scan(SlotScan scan) {
    calls++;
    replica.on(calls, scan, now);
    return answers.get(calls);
  }

  private static Reply.Page page(@Nullable Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Page.class);
    return (Reply.Page) Objects.requireNonNull(reply);
  }
}
