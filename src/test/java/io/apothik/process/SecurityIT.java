package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apothik.credential.TestAuthority;
import io.apothik.credential.TlsFiles;
import io.apothik.process.RunSh.Result;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may come in, as people say it on the command line; to one cluster with users and TLS. */
class SecurityIT {
  private static final byte[] PASSWORD = "open sesame\n".getBytes(StandardCharsets.UTF_8);

  private static final int HTTP_PORT = 17_290;

  @TempDir static Path directory;
  private static TestCluster cluster;
  private static @Nullable Browser open;
  private static TlsFiles node;
  private static String tls;

  @BeforeAll
  static void start() throws IOException {
    TestAuthority authority = TestAuthority.create(directory.resolve("ca"), "ca");
    node = authority.sign("node", "ip:127.0.0.1");
    Path users =
        Files.write(
            directory.resolve("users"),
            List.of(
                "# who may come in",
                line("alice", "--rights", "read,write", "--prefix", "shop:"),
                line("bob", "--rights", "read,write"),
                line("carol", "--rights", "read")));
    cluster =
        TestCluster.start(
            2,
            "--http-port",
            "" + HTTP_PORT,
            "--users",
            users.toString(),
            "--tls-cert",
            node.certificate().toString(),
            "--tls-key",
            node.key().toString(),
            "--tls-ca",
            authority.certificate().toString(),
            "--tls-clients",
            "password");
    tls = " --cluster " + cluster.name() + " --tls-ca " + authority.certificate();
  }

  @AfterAll
  static void end() {
    if (open != null) {
      open.close();
    }
    cluster.close();
  }

  /** A user's line, as the command prints it. */
  private static String line(String user, String... rights) {
    List<String> arguments = new ArrayList<>(List.of("user", user));
    arguments.addAll(List.of(rights));
    Result made = RunSh.runWithInput(PASSWORD, arguments.toArray(String[]::new));
    assertThat(made.err()).isEmpty();
    assertThat(made.out()).matches(user + " pbkdf2-sha256\\$600000\\$[^ ]+ [a-z,]+ [^ ]+\n");
    return made.out().strip();
  }

  private static Result as(String user, String command) {
    return RunSh.bash(
        "APOTHIK_PASSWORD='open sesame' ./run.sh %s --user %s%s".formatted(command, user, tls));
  }

  private static String identity() {
    return " --tls-cert %s --tls-key %s".formatted(node.certificate(), node.key());
  }

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
    "./run.sh user alice --rights read,                    false",
  })
  void whatHashesAndCiphers_hasTheCompilerForIt(String command, boolean brief) throws IOException {
    Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    Result shown =
        RunSh.bash("unset APOTHIK_JAVA_OPTIONS; export JAVA_HOME=" + directory + "; " + command);

    assertThat(shown.out().contains("-XX:TieredStopAtLevel=1")).isEqualTo(brief);
    assertThat(shown.out()).contains("-XX:+UseSerialGC");
  }

  @Test
  void aClusterWithUsersAndTls_isAskedByWhoMay() {
    assertThat(as("alice", "put shop:1 open").exit()).isZero();
    assertThat(as("alice", "get shop:1").out()).isEqualTo("open\n");
    assertThat(as("alice", "get till:1").err())
        .startsWith("error: NO_PERMISSION (43): the user 'alice' may not 'get' the key 'till:1'");
    assertThat(RunSh.bash("./run.sh get shop:1" + tls).err())
        .isEqualTo(
            "error: NOT_AUTHENTICATED (42): 'get' needs a user and a password first;"
                + " --user NAME says who asks\n");
    Result withoutTls =
        RunSh.bash(
            "APOTHIK_PASSWORD='open sesame' ./run.sh get shop:1 --user alice --cluster "
                + cluster.name());
    assertThat(withoutTls.exit()).isEqualTo(3);
    assertThat(withoutTls.err()).contains("as one does that speaks TLS").doesNotContain("null");
    assertThat(RunSh.bash("./run.sh get shop:1 --user alice" + tls).err())
        .contains("APOTHIK_PASSWORD is not set");
  }

  @Test
  void benchQuick_joinsWithACertificate_ofWhoMayReadAndWrite() {
    Result result = as("bob", "bench --quick --seconds 1 --json" + identity());

    assertThat(result.exit()).isZero();
    JsonObject json = new JsonObject(result.out());
    assertThat(json.getJsonArray("results")).hasSize(9);
    assertThat(json.getInteger("keysLeft")).isZero();
  }

  @Test
  void benchQuick_saysWhatItMisses() {
    Result uncertain = as("bob", "bench --quick --seconds 1");
    Result reader = as("carol", "bench --quick --seconds 1" + identity());

    assertThat(uncertain.exit()).isEqualTo(2);
    assertThat(uncertain.err())
        .contains("prove themselves to each other", "--tls-cert, --tls-key and --tls-ca");
    assertThat(reader.exit()).isEqualTo(4);
    assertThat(reader.err())
        .startsWith("error: NO_PERMISSION (43): the user 'carol' may not 'put'");
  }

  @Test
  void thePage_asksWhoAsks_andRefusesAWrongPasswordInWords() {
    Browser page = page();

    page.submit("user", "alice", "password", "open, please");
    page.awaitText(".login .error", "That was refused: ");
    String pictures = System.getProperty("apothik.pictures");
    for (int width : List.of(360, 1280)) {
      page.resize(width);
      for (String scheme : List.of("light", "dark")) {
        page.prefer(scheme);
        assertThat(page.barriers()).isEmpty();
        if (pictures != null) {
          page.photograph(Path.of(pictures, "login-%d-%s.png".formatted(width, scheme)));
        }
      }
    }

    page.submit("user", "alice", "password", "open sesame");
    page.awaitText("#status", "Connected to 127.0.0.1:");
    page.show("ring");
    page.awaitText("#redundancy", "No slot lacks a copy.");
  }

  @Test
  void whoMayOnlyRead_seesValuesOnThePage_andChangesNone() {
    as("bob", "put shop:lamp bright");
    Browser page = pageOf("carol");
    page.show("key");
    page.submit("key", "shop:lamp");
    page.awaitText("#found .value", "bright");

    page.submit("new-value", "dark");
    page.awaitText(
        "[aria-label='One key'] .error",
        "NO_PERMISSION: the user 'carol' may not 'put' the key 'shop:lamp'");
    page.click("#delete");
    page.click("#delete");
    page.awaitText("[aria-label='One key'] .error", "may not 'delete' the key 'shop:lamp'");

    assertThat(as("bob", "get shop:lamp").out()).isEqualTo("bright\n");
  }

  @Test
  void whoMayOnlyUseSomeKeys_seesNoOthersOnThePage() {
    as("bob", "put till:1 full");
    Browser page = pageOf("alice");
    page.show("key");

    page.submit("key", "till:1");
    page.awaitText("[aria-label='One key'] .error", "NO_PERMISSION: the user 'alice' may not '");
    page.awaitText("[aria-label='One key'] .error", "the key 'till:1'");
    assertThat(page.text("#found")).isEmpty();
    page.submit("prefix", "till:");
    page.awaitText("[aria-label='Browse keys'] .error", "NO_PERMISSION: ");
    assertThat(page.texts("#keys li")).isEmpty();
  }

  /** The page, come anew over TLS, which asks who asks. */
  private static Browser page() {
    assumeTrue(Browser.isThere(), "there is no chromium, or no chromedriver");
    if (open == null) {
      open = Browser.open("https://127.0.0.1:%d/".formatted(HTTP_PORT));
    } else {
      open.reload();
    }
    open.awaitText("#status", "asks who you are");
    return open;
  }

  private static Browser pageOf(String user) {
    Browser page = page();
    page.submit("user", user, "password", "open sesame");
    page.awaitText("#status", "Connected to 127.0.0.1:");
    return page;
  }
}
