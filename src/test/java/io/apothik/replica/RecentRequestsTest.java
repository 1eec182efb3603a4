package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Change.Applied;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecentRequestsTest {
  private static final Bytes KEY = Bytes.utf8("k");
  private static final long NOW = 100_000;

  private final RecentRequests requests = new RecentRequests();
  private final Shard shard = new Shard(0, 1, 1, false);

  @Test
  void remembered_isFoundWithItsReply() {
    requests.remember(shard, applied(1, 0), NOW);

    assertThat(shard.requests())
        .hasEntrySatisfying(
            new RequestId(1, 1), known -> assertThat(known.reply()).isEqualTo(new Reply.Number(1)));
  }

  @Test
  void rememberedAgain_keepsTheFirstReply() {
    requests.remember(shard, applied(1, 0), NOW);
    requests.remember(
        shard, new Applied(KEY, new RequestId(1, 1), 0, version(1), new Reply.Number(9)), NOW);

    assertThat(replyToTheFirst()).isEqualTo(new Reply.Number(1));
    assertThat(requests.size()).isEqualTo(1);
  }

  @Test
  void requestThatChangedNothing_andSomethingElsewhere_isRememberedByWhatItChanged() {
    requests.remember(
        shard,
        new Applied(KEY, new RequestId(1, 1), 0, Version.NONE, new Reply.Presence(false)),
        NOW);
    requests.remember(shard, applied(1, 0), NOW);

    assertThat(replyToTheFirst()).isEqualTo(new Reply.Number(1));
    assertThat(requests.size()).isEqualTo(1);
  }

  private Reply replyToTheFirst() {
    return Objects.requireNonNull(shard.requests().get(new RequestId(1, 1))).reply();
  }

  @Test
  void tick_withinTheTime_forgetsNothing() {
    requests.remember(shard, applied(1, 0), NOW);
    requests.tick(NOW + Limits.RECENT_REQUESTS_MILLIS_MAX);

    assertThat(shard.requests()).hasSize(1);
    assertThat(shard.forgottenAtMillis()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void tick_pastTheTime_forgetsAndKnowsUpToWhen() {
    requests.remember(shard, applied(1, 0), NOW);
    requests.tick(NOW + Limits.RECENT_REQUESTS_MILLIS_MAX + 1);

    assertThat(shard.requests()).isEmpty();
    assertThat(shard.forgottenAtMillis()).isEqualTo(NOW);
  }

  @Test
  void timeCounts_fromWhenItWasApplied() {
    requests.remember(shard, applied(1, 500), NOW);
    requests.tick(NOW + Limits.RECENT_REQUESTS_MILLIS_MAX - 499);

    assertThat(shard.forgottenAtMillis()).isEqualTo(NOW - 500);
  }

  @Test
  void pastTheNumber_forgetsTheOldest() {
    for (int number = 0; number <= Limits.RECENT_REQUESTS_MAX; number++) {
      requests.remember(shard, applied(number, 0), NOW + number);
    }

    assertThat(requests.size()).isEqualTo(Limits.RECENT_REQUESTS_MAX);
    assertThat(shard.requests()).doesNotContainKey(new RequestId(1, 0));
    assertThat(shard.forgottenAtMillis()).isEqualTo(NOW);
  }

  @Test
  void of_tellsThoseFromAVersionOnWithTheirAge() {
    requests.remember(shard, applied(1, 0), NOW);
    requests.remember(shard, applied(2, 0), NOW);

    assertThat(RecentRequests.of(shard, version(2), NOW + 30)).containsExactly(applied(2, 30));
  }

  @Test
  void eachShard_remembersItsOwn() {
    Shard other = new Shard(1, 1, 1, false);
    requests.remember(shard, applied(1, 0), NOW);
    requests.remember(other, applied(2, 0), NOW);

    assertThat(shard.requests()).containsOnlyKeys(new RequestId(1, 1));
    assertThat(other.requests()).containsOnlyKeys(new RequestId(1, 2));
  }

  private static Applied applied(long number, long agoMillis) {
    return new Applied(
        KEY, new RequestId(1, number), agoMillis, version(number), new Reply.Number(number));
  }

  private static Version version(long count) {
    return new Version(1, count);
  }
}
