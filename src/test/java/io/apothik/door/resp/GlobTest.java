package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.slot.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "*, '', true",
    "*, abc, true",
    "a*c, abbbc, true",
    "a*c, abbb, false",
    "a*b*c, aXbYbZc, true",
    "h?llo, hello, true",
    "h?llo, hllo, false",
    "h[ae]llo, hallo, true",
    "h[ae]llo, hillo, false",
    "h[^e]llo, hello, false",
    "h[^e]llo, hbllo, true",
    "h[a-c]llo, hbllo, true",
    "h[c-a]llo, hbllo, true",
    "h[a-c]llo, hdllo, false",
    "a\\*b, a*b, true",
    "a\\*b, axb, false",
    "[abc, b, true",
    "'', '', true",
    "'', a, false",
    "user:*:name, user:42:name, true"
  })
  void matchesAsRedisDoes(String pattern, String text, boolean matches) {
    assertThat(new Glob(Bytes.utf8(pattern)).matches(Bytes.utf8(text))).isEqualTo(matches);
  }

  @Test
  void manyStars_takeNoTimeWithoutEnd() {
    Glob glob = new Glob(Bytes.utf8("*a".repeat(2_000) + "b"));

    assertThat(glob.matches(Bytes.utf8("a".repeat(20_000)))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"shop:*, shop:", "*, ''", "k?y, k", "plain, plain", "a\\*b, a", "x[ab], x"})
  void prefix_isWhatAllThatMatchBeginWith(String pattern, String prefix) {
    assertThat(new Glob(Bytes.utf8(pattern)).prefix()).isEqualTo(Bytes.utf8(prefix));
  }
}
