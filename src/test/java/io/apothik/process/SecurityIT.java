package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.credential.TestAuthority;
import io.apothik.credential.TlsFiles;
import io.apothik.process.RunSh.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may come in, as people say it on the command line. */
class SecurityIT {
  private static final byte[] PASSWORD = "open sesame\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void offTheLoopback_nothingStarts_unlessItIsSaidWhoMayComeIn() {
    Result refused = RunSh.run("node", "--name", "apothik_1@0.0.0.0");

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "error: 0.0.0.0 is no loopback address: say with --users FILE who may come in, or with"
                + " --insecure that whoever comes may do everything\n");
  }

  @Test
  void aUserThatCannotBe_isRefused() {
    Result refused = RunSh.runWithInput(PASSWORD, "user", "alice", "--rights", "read,fly");

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).startsWith("error: 'fly' is no class of operations");
  }

  /** Only C2 knows the processor's instructions: without it a password takes ten times as long. */
  @ParameterizedTest
  @CsvSource({
    "./run.sh 3,                                           true",
    "./run.sh 3 --backups 2,                               true",
    "./run.sh get --user alice --tls-cert client.pem city, true",
    "./run.sh 3 --users FILE,                              false",
    "./run.sh 3 --users=FILE,                              false",
    "./run.sh 3 --tls-cert node.pem --tls-key node.key,    false",
    "./run.sh 3 --config-file settings.yaml,               false",
    "APOTHIK_USERS=FILE ./run.sh 3,                        false",
  })
  void nodesThatHashAndCipher_haveTheCompilerForIt(String command, boolean brief)
      throws IOException {
    Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    Result shown =
        RunSh.bash("unset APOTHIK_JAVA_OPTIONS; export JAVA_HOME=" + directory + "; " + command);

    assertThat(shown.out().contains("-XX:TieredStopAtLevel=1")).isEqualTo(brief);
    assertThat(shown.out()).contains("-XX:+UseSerialGC");
  }

  @Test
  void aClusterWithUsersAndTls_isAskedByWhoMay() throws IOException {
    Path users = Files.writeString(directory.resolve("users"), "# who may come in\n" + line());
    TestAuthority authority = TestAuthority.create(directory.resolve("ca"), "ca");
    TlsFiles node = authority.sign("node", "ip:127.0.0.1");
    try (TestCluster cluster =
        TestCluster.start(
            2,
            "--users",
            users.toString(),
            "--tls-cert",
            node.certificate().toString(),
            "--tls-key",
            node.key().toString(),
            "--tls-ca",
            authority.certificate().toString(),
            "--tls-clients",
            "password")) {
      String tls = " --cluster " + cluster.name() + " --tls-ca " + authority.certificate();

      assertThat(asAlice("put" + tls + " --user alice shop:1 open").exit()).isZero();
      assertThat(asAlice("get" + tls + " --user alice shop:1").out()).isEqualTo("open\n");
      assertThat(asAlice("get" + tls + " --user alice till:1").err())
          .startsWith("error: NO_PERMISSION (43): the user 'alice' may not 'get' the key 'till:1'");
      assertThat(asAlice("get" + tls + " shop:1").err())
          .isEqualTo(
              "error: NOT_AUTHENTICATED (42): 'get' needs a user and a password first;"
                  + " --user NAME says who asks\n");
      Result withoutTls = asAlice("get --cluster " + cluster.name() + " --user alice shop:1");
      assertThat(withoutTls.exit()).isEqualTo(3);
      assertThat(withoutTls.err()).contains("as one does that speaks TLS").doesNotContain("null");
      assertThat(RunSh.bash("./run.sh get" + tls + " --user alice shop:1").err())
          .contains("APOTHIK_PASSWORD is not set");
    }
  }

  private static String line() {
    Result made =
        RunSh.runWithInput(
            PASSWORD, "user", "alice", "--rights", "read,write", "--prefix", "shop:");
    assertThat(made.err()).isEmpty();
    assertThat(made.out()).matches("alice pbkdf2-sha256\\$600000\\$[^ ]+ read,write shop:\n");
    return made.out();
  }

  private static Result asAlice(String command) {
    return RunSh.bash("APOTHIK_PASSWORD='open sesame' ./run.sh " + command);
  }
}
