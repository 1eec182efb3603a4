package io.apothik.credential;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.SecondLane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with which a node could greet nobody are not taken. */
@SecondLane
class TlsFilesTest {
  private static final String NAMES = "ip:127.0.0.1";

  /** Two of each kind, as to make one takes a while. */
  private static final Map<String, TlsFiles> FILES = new HashMap<>();

  @BeforeAll
  static void certificatesOfBothKinds(@TempDir Path directory) throws IOException {
    TestAuthority authority = TestAuthority.create(directory, "ca");
    for (String algorithm : List.of("EC", "RSA")) {
      for (String name : List.of("one", "other")) {
        FILES.put(
            name + algorithm,
            authority.sign((name + algorithm).toLowerCase(ROOT), NAMES, algorithm));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void aCertificateWithItsKey_isTaken(String algorithm) throws IOException {
    assertThat(files("one" + algorithm).read().key().length()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void aCertificateWithTheKeyOfAnother_isNot(String algorithm) {
    assertRefused(files("one" + algorithm), files("other" + algorithm));
  }

  @Test
  void norIsOneWithAKeyOfAnotherKind() {
    assertRefused(files("oneEC"), files("otherRSA"));
  }

  private static TlsFiles files(String name) {
    return Objects.requireNonNull(FILES.get(name));
  }

  private static void assertRefused(TlsFiles one, TlsFiles other) {
    TlsFiles mixed = new TlsFiles(one.certificate(), other.key(), null, true);

    assertThatThrownBy(mixed::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the key is not the certificate's");
  }
}
