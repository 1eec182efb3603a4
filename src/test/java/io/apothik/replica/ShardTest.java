package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardTest {
  private static final long NOW = 10_000;
  private static final Bytes KEY = Bytes.utf8("k");
  private static final Bytes OTHER = Bytes.utf8("other");

  private final Shard shard = new Shard(0, 1, 1, false, new Places());
  private final Shard learner = new Shard(0, 1, 1, true, new Places());

  @Test
  void newerVersion_replaces() {
    shard.apply(KEY, entry("old", 1));
    shard.apply(KEY, entry("new", 2));

    assertThat(shard.get(KEY)).isEqualTo(entry("new", 2));
  }

  @Test
  void olderVersion_thatComesLate_isPassedOver() {
    shard.apply(KEY, entry("new", 2));
    shard.apply(KEY, entry("old", 1));

    assertThat(shard.get(KEY)).isEqualTo(entry("new", 2));
  }

  @Test
  void laterTerm_isNewerThanAnyCount() {
    shard.apply(KEY, new Entry(new Version(1, 99), Bytes.utf8("old"), 0, 0));
    shard.apply(KEY, new Entry(new Version(2, 1), Bytes.utf8("new"), 0, 0));

    assertThat(shard.unsettled(NOW)).extracting(Change::version).containsExactly(new Version(2, 1));
  }

  @Test
  void entries_areCountedWithoutTombstones() {
    shard.apply(KEY, entry("v", 1));
    shard.apply(OTHER, entry("v", 2));
    shard.apply(KEY, tombstone(3));

    assertThat(shard.liveEntries()).isEqualTo(1);
  }

  @Test
  void bytes_areNothingOnceAllIsGoneAndSettled() {
    shard.apply(KEY, entry("v", 1));
    shard.apply(KEY, tombstone(2));
    shard.settle(version(3));

    assertThat(shard.bytes()).isZero();
  }

  @Test
  void tombstone_unsettled_stays() {
    shard.apply(KEY, tombstone(2));
    shard.settle(version(2));

    assertThat(shard.get(KEY)).isEqualTo(tombstone(2));
  }

  @Test
  void tombstone_settled_isDropped() {
    shard.apply(KEY, tombstone(2));
    shard.settle(version(3));

    assertThat(shard.get(KEY)).isNull();
  }

  @Test
  void entry_settled_stays() {
    shard.apply(KEY, entry("v", 1));
    shard.settle(version(2));

    assertThat(shard.get(KEY)).isEqualTo(entry("v", 1));
    assertThat(shard.unsettled(NOW)).isEmpty();
  }

  @Test
  void settledMark_neverGoesBack() {
    shard.settle(version(5));
    shard.settle(version(3));

    assertThat(shard.isSettled(version(4))).isTrue();
    assertThat(shard.isSettled(version(5))).isFalse();
  }

  @Test
  void learner_keepsSettledTombstones_soThatOldValuesDoNotComeBack() {
    learner.apply(KEY, tombstone(2));
    learner.settle(version(3));
    learner.fill(KEY, entry("old", 1), version(3));

    assertThat(learner.get(KEY)).isEqualTo(tombstone(2));
  }

  @Test
  void learner_thatHasLearned_dropsSettledTombstones() {
    learner.apply(KEY, tombstone(2));
    learner.settle(version(3));
    learner.learned();

    assertThat(learner.get(KEY)).isNull();
    assertThat(learner.isLearning()).isFalse();
  }

  @Test
  void filledEntry_settledAtThePrimary_isSettledHere() {
    learner.fill(KEY, entry("v", 1), version(2));

    assertThat(learner.get(KEY)).isEqualTo(entry("v", 1));
    assertThat(learner.unsettled(NOW)).isEmpty();
  }

  @Test
  void filledEntry_onItsWayAtThePrimary_isUnsettledHere() {
    learner.fill(KEY, entry("v", 2), version(2));

    assertThat(learner.unsettled(NOW)).extracting(Change::version).containsExactly(version(2));
  }

  @Test
  void unsettled_tellsTheNewestOfEachKeyOldestFirst() {
    shard.apply(KEY, entry("a", 1));
    shard.apply(OTHER, entry("b", 2));
    shard.apply(KEY, entry("c", 3));

    assertThat(shard.unsettled(NOW))
        .extracting(Change::version)
        .containsExactly(version(2), version(3));
  }

  @Test
  void unsettled_tellsUnsettledRequestsWithTheNewestWriteToTheirKey() {
    RecentRequests requests = new RecentRequests(new Places());
    for (int count = 1; count <= 4; count++) {
      Bytes key = count == 3 ? OTHER : KEY;
      requests.remember(shard, applied(key, count), NOW);
      shard.apply(key, entry("v", count));
    }
    shard.settle(version(2));

    List<Change> changes = shard.unsettled(NOW);

    assertThat(changes).extracting(Change::version).containsExactly(version(3), version(4));
    assertThat(changes.get(0).applied()).extracting(Applied::version).containsExactly(version(3));
    assertThat(changes.get(1).applied())
        .extracting(Applied::version)
        .containsExactlyInAnyOrder(version(2), version(4));
  }

  @Test
  void follows_withoutGap_accepts() {
    assertThat(shard.follows(replicate(1, Version.NONE, 1))).isTrue();
    assertThat(shard.follows(replicate(1, version(1), 2))).isTrue();
  }

  @Test
  void follows_gap_refuses() {
    shard.follows(replicate(1, Version.NONE, 1));

    assertThat(shard.follows(replicate(1, version(2), 3))).isFalse();
  }

  @Test
  void follows_gapFilled_accepts() {
    shard.follows(replicate(1, version(2), 3));
    shard.follows(replicate(1, Version.NONE, 2));

    assertThat(shard.follows(replicate(1, version(2), 3))).isTrue();
  }

  @Test
  void follows_repetition_accepts() {
    shard.follows(replicate(1, Version.NONE, 1));
    shard.follows(replicate(1, version(1), 2));

    assertThat(shard.follows(replicate(1, Version.NONE, 1))).isTrue();
    assertThat(shard.follows(replicate(1, version(2), 3))).isTrue();
  }

  @Test
  void follows_anotherTerm_beginsAnew() {
    shard.follows(replicate(1, Version.NONE, 5));

    assertThat(shard.follows(replicate(2, version(5), 6))).isFalse();
    assertThat(shard.follows(replicate(2, Version.NONE, 5))).isTrue();
  }

  @Test
  void forgotten_neverGoesBack() {
    shard.forgotten(300);
    shard.forgotten(200);

    assertThat(shard.forgottenAtMillis()).isEqualTo(300);
  }

  private static Version version(long count) {
    return new Version(1, count);
  }

  private static Entry entry(String value, long count) {
    return new Entry(version(count), Bytes.utf8(value), 0, 0);
  }

  private static Entry tombstone(long count) {
    return Entry.tombstone(version(count));
  }

  private static Applied applied(Bytes key, long count) {
    return new Applied(key, new RequestId(1, count), 0, 0, version(count), new Reply.Done());
  }

  /** One write of that count, after the one that is named. */
  private static Replicate replicate(long term, Version after, long count) {
    Change change = entry("v", count).toChange(KEY, List.of(), NOW);
    return new Replicate(
        NodeName.numbered(1, "h"), 0, term, 1, after, Version.NONE, List.of(change));
  }
}
