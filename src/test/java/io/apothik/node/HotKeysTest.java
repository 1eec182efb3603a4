package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.Seed;
import io.apothik.message.HotKey;
import io.apothik.message.Limits;
import io.apothik.message.Observation;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys are asked for most, as one node tells. */
class HotKeysTest {
  private static final NodeName NODE = NodeName.numbered(1, "h");
  private static final double ERROR_PART = 3.5 / 512;

  private long nowNanos;
  private final HotKeys hotKeys = new HotKeys(NODE, () -> nowNanos);
  private final KeySampler sampler = new KeySampler(hotKeys, () -> nowNanos, 42);

  private static Bytes key(int number) {
    return Bytes.utf8("key-" + number);
  }

  private void ask(Bytes key, int times) {
    for (int i = 0; i < times; i++) {
      sampler.accept(key);
    }
  }

  private void passMillis(long millis) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private Observation.HotKeys top(int count, String... prefixes) {
    return hotKeys.top(count, List.of(prefixes).stream().map(Bytes::utf8).toList());
  }

  @Test
  void fewRequests_areAllCounted() {
    ask(key(1), 30);
    ask(key(2), 50);
    ask(key(3), 1);

    Observation.HotKeys top = top(2);
    assertThat(top.requests()).isEqualTo(81);
    assertThat(top.keys())
        .containsExactly(new HotKey(key(2), 50, 50, NODE), new HotKey(key(1), 30, 30, NODE));
  }

  @Test
  void manyRequests_areCountedByChance_andTheCountIsAboutRight() {
    int perSecond = 500_000;
    for (int second = 0; second < 10; second++) {
      // Round eight keys, of which one in eight would see one and the same.
      for (int i = 0; i < perSecond; i++) {
        sampler.accept(key(i % 8));
      }
      passMillis(1_000);
    }

    Observation.HotKeys top = top(100);
    assertThat((double) top.requests()).isBetween(0.95 * 10 * perSecond, 1.05 * 10 * perSecond);
    assertThat(top.keys()).hasSize(8);
    assertThat(top.keys())
        .allSatisfy(
            hot -> {
              double real = 10 * perSecond / 8.0;
              assertThat((double) hot.count()).isBetween(0.9 * real, 1.1 * real);
              assertThat((double) hot.countAtLeast()).isLessThan(1.02 * real).isPositive();
            });
  }

  @Test
  void manyKeys_takeBoundedMemory_andNoneThatIsAskedForOftenIsOverlooked() {
    long seed = Seed.next();
    Random random = new Random(seed);
    Map<Bytes, Integer> real = new HashMap<>();
    int requests = 0;
    for (int i = 0; i < 200_000; i++) {
      int number = (int) (Math.pow(random.nextDouble(), 6) * 100_000);
      hotKeys.add(key(number), 1);
      real.merge(key(number), 1, Integer::sum);
      requests++;
    }

    double error = ERROR_PART * requests;
    List<HotKey> told = top(Limits.HOT_KEYS_MAX).keys();
    assertThat(told)
        .as("seed %d", seed)
        .allSatisfy(
            hot -> {
              assertThat((double) hot.count()).isBetween(real(real, hot), real(real, hot) + error);
              assertThat((double) hot.countAtLeast()).isLessThanOrEqualTo(real(real, hot));
            });
    real.forEach(
        (key, count) -> {
          if (count > error) {
            assertThat(told).as("seed %d", seed).extracting(HotKey::key).contains(key);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000, 100_000})
  void amongManyKeysThatAreAskedForAlike_oneStandsOut_orNone(int keys) {
    for (int i = 0; i < keys; i++) {
      sampler.accept(key(i));
    }
    assertThat(top(9).keys()).isEmpty();

    ask(Bytes.utf8("hot"), keys / 20);
    assertThat(top(9).keys()).extracting(hot -> hot.key().toString()).containsExactly("hot");
  }

  private static double real(Map<Bytes, Integer> real, HotKey hot) {
    return real.getOrDefault(hot.key(), 0);
  }

  @Test
  void afterAMinute_theyAreForgotten_andNotBeforeHalfOfOne() {
    ask(key(1), 10);
    passMillis(HotKeys.WINDOW_MILLIS);
    ask(key(2), 5);
    passMillis(HotKeys.WINDOW_MILLIS - 1);

    assertThat(top(9).keys()).extracting(HotKey::key).containsExactly(key(1), key(2));
    assertThat(top(9).windowMillis()).isEqualTo(2 * HotKeys.WINDOW_MILLIS - 1);

    passMillis(1);
    assertThat(top(9).keys()).extracting(HotKey::key).containsExactly(key(2));
    assertThat(top(9).requests()).isEqualTo(5);

    passMillis(10 * HotKeys.WINDOW_MILLIS);
    assertThat(top(9).keys()).isEmpty();
    assertThat(top(9).requests()).isZero();
  }

  @Test
  void thoughNothingCame_aWindowEndsWhenItsTimeIsOver() {
    ask(key(1), 10);
    passMillis(HotKeys.WINDOW_MILLIS + 20_000);
    ask(key(2), 5);
    passMillis(5_000);

    assertThat(top(9).windowMillis()).isEqualTo(HotKeys.WINDOW_MILLIS + 25_000);
    passMillis(5_000);
    assertThat(top(9).keys()).extracting(HotKey::key).containsExactly(key(2));
  }

  @Test
  void afterABurst_fewRequestsAreAllCountedAgain() {
    ask(key(1), 1_000_000);
    passMillis(60_000);
    ask(key(9), 1_000);
    passMillis(1_000);
    ask(key(9), 1_000);
    passMillis(2 * HotKeys.WINDOW_MILLIS);
    ask(key(2), 20);

    assertThat(top(9).keys()).containsExactly(new HotKey(key(2), 20, 20, NODE));
  }

  @Test
  void prefixes_areThoseOfTheKeysThatAreTold() {
    ask(Bytes.utf8("shop:1"), 3);
    ask(Bytes.utf8("till:1"), 9);
    ask(Bytes.utf8("cart:1"), 5);

    assertThat(top(9, "shop:", "cart:").keys())
        .extracting(hot -> hot.key().toString())
        .containsExactly("cart:1", "shop:1");
  }

  @Test
  void aKeyThatWasAskedForOnce_isCounted_butNotTold() {
    ask(key(1), 2);
    ask(key(2), 1);

    assertThat(top(9).keys()).extracting(HotKey::key).containsExactly(key(1));
    assertThat(top(9).requests()).isEqualTo(3);
  }

  @Test
  void aLongKey_isCounted_butNotTold() {
    ask(Bytes.utf8("x".repeat(Limits.HOT_KEY_BYTES_MAX + 1)), 4);

    assertThat(top(9).keys()).isEmpty();
    assertThat(top(9).requests()).isEqualTo(4);
  }
}
