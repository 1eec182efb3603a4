package io.apothik.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.slot.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a password proves the password, and nothing else. */
class PasswordHashTest {
  private static final Bytes SALT = Bytes.utf8("sixteen bytes ab");
  private static final PasswordHash HASH =
      PasswordHash.of("open sesame", PasswordHash.ITERATIONS_MIN, SALT);

  @Test
  void theRightPassword_matches() {
    assertThat(HASH.matches("open sesame")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "open sesam", "Open sesame", "open sesame ", "open\u0000sesame"})
  void anotherPassword_doesNot(String password) {
    assertThat(HASH.matches(password)).isFalse();
  }

  @Test
  void anotherSalt_makesAnotherHash() {
    PasswordHash other =
        PasswordHash.of("open sesame", PasswordHash.ITERATIONS_MIN, Bytes.utf8("sixteen bytes 12"));

    assertThat(other.hash()).isNotEqualTo(HASH.hash());
  }

  @Test
  void asText_andRead_isTheSame() {
    assertThat(HASH.text()).matches("pbkdf2-sha256\\$10000\\$[^$=]{22}\\$[^$=]{43}");
    assertThat(PasswordHash.parse(HASH.text())).isEqualTo(HASH);
  }

  /** From the command {@code openssl kdf … PBKDF2}: another implementation gives the same. */
  @Test
  void isWhatOthersCompute() {
    String openssl =
        "pbkdf2-sha256$10000$c2l4dGVlbiBieXRlcyBhYg$/5emzWu/Q04zRGcEZd3SPe3MnZrDRsUBvIfFxjxDmqU";

    assertThat(PasswordHash.parse(openssl).matches("öpen sesame")).isTrue();
  }

  @Test
  void shownToPeople_tellsNothing() {
    assertThat(HASH.toString()).isEqualTo("pbkdf2-sha256$10000$…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "pbkdf2-sha1$10000$c2l4dGVlbiBieXRlcyBhYg$AA",
        "pbkdf2-sha256$-1$c2l4dGVlbiBieXRlcyBhYg$AA",
        "pbkdf2-sha256$9999$c2l4dGVlbiBieXRlcyBhYg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha256$99999999$c2l4dGVlbiBieXRlcyBhYg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha256$10000$c2l4$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha256$10000$c2l4dGVlbiBieXRlcyBhYg$AA",
        "pbkdf2-sha256$10000$c2l4dGVlbiBieXRlcyBhYg$A"
      })
  void whatIsNoHash_isRefused(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPasswordThatIsTooLong_isRefused() {
    assertThatThrownBy(() -> PasswordHash.of("x".repeat(513), PasswordHash.ITERATIONS, SALT))
        .hasMessage("513 bytes of password: the limits are 1 and 512");
    assertThat(HASH.matches("x".repeat(1_000_000))).isFalse();
  }
}
