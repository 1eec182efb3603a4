package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Change.Applied;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentRequestsTest {
  private static final Bytes KEY = Bytes.utf8("k");
  private static final long NOW = 100_000;
  private static final long LATEST = NOW + Limits.RECENT_REQUESTS_MILLIS_MAX;

  private final RecentRequests requests = new RecentRequests(new Places());
  private final Shard shard = new Shard(0, 1, 1, false, new Places());

  @Test
  void remembered_isFoundWithItsReply() {
    requests.remember(shard, applied(1, 0), NOW);

    assertThat(replyTo(1)).isEqualTo(new Reply.Number(1));
  }

  @Test
  void rememberedAgain_keepsTheFirstReply() {
    requests.remember(shard, applied(1, 0), NOW);
    requests.remember(shard, applied(id(1), 0, version(1), new Reply.Number(9)), NOW);

    assertThat(replyTo(1)).isEqualTo(new Reply.Number(1));
    assertThat(requests.size()).isEqualTo(1);
  }

  @Test
  void requestThatChangedNothing_andSomethingElsewhere_isRememberedByWhatItChanged() {
    requests.remember(shard, applied(id(1), 0, Version.NONE, new Reply.Presence(false)), NOW);
    requests.remember(shard, applied(1, 0), NOW);

    assertThat(replyTo(1)).isEqualTo(new Reply.Number(1));
    assertThat(remembered(shard, NOW)).containsExactly(applied(1, 0));
  }

  @Test
  void answered_isForgottenAndKnownToBeAnswered() {
    requests.remember(shard, applied(1, 0), NOW);
    requests.remember(shard, applied(2, 0), NOW);

    assertThat(requests.hear(id(3), 2, NOW)).as("the third is answered").isFalse();

    assertThat(numbers(shard)).containsExactly(2L);
    assertThat(requests.size()).isEqualTo(1);
    assertThat(requests.hear(id(1), 0, NOW)).as("the first is answered").isTrue();
    assertThat(requests.hear(id(2), 0, NOW)).as("the second is answered").isFalse();
    assertThat(requests.forgottenAtMillis(shard)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void answeredInAnotherOrder_isForgottenInTheEnd() {
    for (long number : new long[] {3, 1, 4, 2}) {
      requests.remember(shard, applied(number, 0), NOW);
    }
    requests.hear(id(5), 3, NOW);
    requests.hear(id(6), 5, NOW);

    assertThat(requests.size()).isZero();
    assertThat(remembered(shard, NOW)).isEmpty();
  }

  @Test
  void writeThatSaysSo_forgetsWhatIsAnswered() {
    requests.remember(shard, applied(1, 0), NOW);
    requests.remember(shard, applied(id(2), 2, version(2), new Reply.Number(2)), NOW);

    assertThat(numbers(shard)).containsExactly(2L);
  }

  @Test
  void whatIsAnsweredWhenItComes_isNotRemembered_butGoesWithItsWrite() {
    requests.hear(id(2), 2, NOW);
    shard.apply(KEY, new Entry(version(1), KEY, 0, 0));
    requests.remember(shard, applied(1, 0), NOW);

    assertThat(requests.size()).isZero();
    assertThat(shard.unsettled(NOW).get(0).applied()).containsExactly(applied(1, 0));
  }

  @Test
  void whatIsSaidOfOneSeries_isNotSaidOfAnother() {
    requests.remember(shard, applied(new RequestId(2, 1), 0, version(1), new Reply.Done()), NOW);
    requests.hear(id(7), 7, NOW);

    assertThat(requests.hear(new RequestId(2, 1), 0, NOW)).isFalse();
    assertThat(requests.size()).isEqualTo(1);
  }

  @Test
  void whatIsSaidLate_doesNotGoBack() {
    requests.hear(id(7), 7, NOW);
    requests.hear(id(5), 5, NOW);

    assertThat(requests.hear(id(6), 0, NOW)).isTrue();
  }

  @Test
  void unnumbered_isNotAnswered() {
    assertThat(requests.hear(RequestId.NONE, 0, NOW)).isFalse();
  }

  @Test
  void tick_withinTheTime_forgetsNothing() {
    requests.remember(shard, applied(1, 0), NOW);
    requests.tick(LATEST);

    assertThat(requests.size()).isEqualTo(1);
    assertThat(shard.forgottenAtMillis()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void tick_pastTheTime_forgetsAndKnowsUpToWhen() {
    requests.remember(shard, applied(1, 0), NOW);
    requests.tick(LATEST + 1);

    assertThat(requests.size()).isZero();
    assertThat(shard.forgottenAtMillis()).isEqualTo(NOW);
  }

  @Test
  void tick_pastTheTime_forgetsWhatIsAnsweredAndKnowsUpToWhen() {
    requests.hear(id(7), 7, NOW);
    requests.tick(LATEST);
    assertThat(requests.hear(id(1), 0, NOW)).as("within the time").isTrue();

    requests.tick(LATEST + 1);

    assertThat(requests.hear(id(1), 0, NOW)).isFalse();
    assertThat(requests.forgottenAtMillis(shard)).isEqualTo(NOW);
    assertThat(requests.forgottenAgoMillis(shard, NOW + 5)).isEqualTo(5);
  }

  @Test
  void nothingForgotten_isForEverAgo() {
    assertThat(requests.forgottenAgoMillis(shard, NOW)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void timeCounts_fromWhenItWasApplied() {
    requests.remember(shard, applied(1, 500), NOW);
    requests.tick(LATEST - 499);

    assertThat(shard.forgottenAtMillis()).isEqualTo(NOW - 500);
  }

  @Test
  void pastTheNumber_forgetsTheOldest() {
    for (int number = 1; number <= Limits.RECENT_REQUESTS_MAX + 1; number++) {
      requests.remember(shard, applied(number, 0), NOW + number);
    }

    assertThat(requests.size()).isEqualTo(Limits.RECENT_REQUESTS_MAX);
    assertThat(requests.find(shard, id(1))).isNull();
    assertThat(shard.forgottenAtMillis()).isEqualTo(NOW + 1);
  }

  @Test
  void seriesPastTheNumber_forgetsWhatIsAnsweredOfTheOneHeardOfFirst() {
    for (int series = 1; series <= Limits.SERIES_MAX + 1; series++) {
      requests.hear(new RequestId(series, 2), 2, NOW + series);
    }

    assertThat(requests.forgottenAtMillis(shard)).isEqualTo(NOW + 1);
    assertThat(requests.hear(new RequestId(3, 1), 0, NOW)).isTrue();
    assertThat(requests.hear(id(1), 0, NOW)).isFalse();
  }

  @Test
  void of_tellsThemWithTheirAge() {
    requests.remember(shard, applied(1, 0), NOW);
    requests.remember(shard, applied(2, 10), NOW);

    assertThat(remembered(shard, NOW + 30))
        .containsExactlyInAnyOrder(applied(1, 30), applied(2, 40));
  }

  @Test
  void eachShard_remembersItsOwn() {
    Shard other = new Shard(1, 1, 1, false, new Places());
    requests.remember(shard, applied(1, 0), NOW);
    requests.remember(other, applied(2, 0), NOW);

    assertThat(numbers(shard)).containsExactly(1L);
    assertThat(numbers(other)).containsExactly(2L);
    assertThat(requests.find(other, id(1))).isNull();
  }

  @Test
  void anotherCopyOfTheSlot_knowsWhatItRemembersItself() {
    Shard later = new Shard(0, 2, 2, true, new Places());
    requests.remember(shard, applied(1, 0), NOW);
    assertThat(requests.find(later, id(1))).isNull();

    requests.remember(later, applied(1, 0), NOW);

    assertThat(requests.find(later, id(1))).isNotNull();
    assertThat(remembered(shard, NOW)).isEmpty();
    assertThat(requests.size()).isEqualTo(1);
  }

  private @Nullable Reply replyTo(long number) {
    Remembered known = requests.find(shard, id(number));
    return known == null ? null : known.reply();
  }

  private List<Applied> remembered(Shard copy, long nowMillis) {
    return requests.of(Set.of(copy), nowMillis).getOrDefault(copy, List.of());
  }

  private long[] numbers(Shard copy) {
    return remembered(copy, NOW).stream().mapToLong(each -> each.id().number()).toArray();
  }

  private static Applied applied(long number, long agoMillis) {
    return new Applied(KEY, id(number), 0, agoMillis, version(number), new Reply.Number(number));
  }

  private static Applied applied(RequestId id, long answeredBelow, Version version, Reply reply) {
    return new Applied(KEY, id, answeredBelow, 0, version, reply);
  }

  private static RequestId id(long number) {
    return new RequestId(1, number);
  }

  private static Version version(long count) {
    return new Version(1, count);
  }
}
