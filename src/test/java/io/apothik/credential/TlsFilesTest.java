package io.apothik.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.Beside;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Files with which a node could greet nobody are not taken. */
@Beside
class TlsFilesTest {
  private static final String NAMES = "ip:127.0.0.1";

  /** Two of each kind, as to make one takes a while. */
  private static final Map<String, TlsFiles> FILES = new HashMap<>();

  @BeforeAll
  static void certificatesOfBothKinds(@TempDir Path directory) throws IOException {
    TestAuthority authority = TestAuthority.create(directory, "ca");
    for (Algorithm algorithm : List.of(Algorithm.ecp256, Algorithm.rsa2048)) {
      for (String name : List.of("one", "other")) {
        FILES.put(name + algorithm, authority.sign(name + algorithm, NAMES, algorithm));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ecp256", "rsa2048"})
  void aCertificateWithItsKey_isTaken(Algorithm algorithm) throws IOException {
    assertThat(files("one" + algorithm).read().key().length()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"ecp256", "rsa2048"})
  void aCertificateWithTheKeyOfAnother_isNot(Algorithm algorithm) {
    assertRefused(files("one" + algorithm), files("other" + algorithm));
  }

  @Test
  void norIsOneWithAKeyOfAnotherKind() {
    assertRefused(files("one" + Algorithm.ecp256), files("other" + Algorithm.rsa2048));
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
