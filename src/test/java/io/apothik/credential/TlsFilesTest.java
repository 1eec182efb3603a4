package io.apothik.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with which a node could greet nobody are not taken. */
class TlsFilesTest {
  private static final String NAMES = "ip:127.0.0.1";

  @TempDir Path directory;
  private TestAuthority authority;

  @BeforeEach
  void anAuthority() throws IOException {
    authority = TestAuthority.create(directory, "ca");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void aCertificateWithItsKey_isTaken(String algorithm) throws IOException {
    assertThat(authority.sign("one", NAMES, algorithm).read().key().length()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void aCertificateWithTheKeyOfAnother_isNot(String algorithm) throws IOException {
    assertRefused(
        authority.sign("one", NAMES, algorithm), authority.sign("other", NAMES, algorithm));
  }

  @Test
  void norIsOneWithAKeyOfAnotherKind() throws IOException {
    assertRefused(authority.sign("one", NAMES, "EC"), authority.sign("other", NAMES, "RSA"));
  }

  private static void assertRefused(TlsFiles one, TlsFiles other) {
    TlsFiles mixed = new TlsFiles(one.certificate(), other.key(), null, true);

    assertThatThrownBy(mixed::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the key is not the certificate's");
  }
}
