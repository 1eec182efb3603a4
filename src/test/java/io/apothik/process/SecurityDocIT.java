package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apothik.credential.TlsFiles;
import io.apothik.process.ConsoleDoc.Block;
import io.apothik.process.ConsoleDoc.Step;
import io.apothik.process.RunSh.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/security.md says about files and commands for them. */
class SecurityDocIT {
  static final ConsoleDoc SECURITY = new ConsoleDoc("docs/security.md");

  private static final Pattern USER_COMMAND = Pattern.compile("`\\./run\\.sh (user [^`]*)`");
  private static final Pattern NOT_ALLOWED = Pattern.compile("(?i)not permitted|denied|be root");

  @TempDir private Path directory;

  @Test
  void theCommandsOfOpenssl_makeWhatANodeTakes() throws IOException {
    RunSh.assumeInstalled("openssl");

    for (Step step : SECURITY.steps()) {
      Result result = here(step.command());
      assertThat(result.exit()).as(step.command() + result.err()).isZero();
      step.assertPrinted(result.out(), result.err());
    }

    TlsFiles files = new TlsFiles(file("node.pem"), file("node.key"), file("ca.pem"), true);
    assertThatCode(files::read).doesNotThrowAnyException();
    assertThat(here("openssl verify -CAfile ca.pem node.pem").out()).isEqualTo("node.pem: OK\n");
    assertThat(here("openssl x509 -in node.pem -noout -ext subjectAltName").out())
        .contains("IP Address:10.0.0.1", "DNS:cache1.example");
  }

  @Test
  void theRulesOfNftables_areTaken() throws IOException {
    RunSh.assumeInstalled("nft");
    Files.write(file("rules"), only("nft"));

    Result check = here("nft --check --file rules");

    assumeTrue(
        !NOT_ALLOWED.matcher(check.err()).find(),
        () -> "skipped: nft may not check rules here: " + check.err().strip());
    assertThat(check.exit()).as(check.err()).isZero();
  }

  @Test
  void theUserThatIsShown_hasTheLineThatIsShown() throws IOException {
    Matcher command = USER_COMMAND.matcher(SECURITY.prose());
    assertThat(command.find()).isTrue();
    String shown =
        only("users").stream().filter(line -> line.startsWith("alice")).findFirst().orElseThrow();

    Result printed =
        RunSh.runWithInput(
            "a long password\n".getBytes(StandardCharsets.UTF_8), command.group(1).split("\\s+"));

    assertThat(printed.out())
        .matches(new ExpectedOutput(List.of(shown.replaceAll(" +", " ")))::matches, "is " + shown);
  }

  private static List<String> only(String language) throws IOException {
    List<Block> blocks =
        SECURITY.blocks().stream().filter(block -> block.language().equals(language)).toList();
    assertThat(blocks).hasSize(1);
    return blocks.get(0).lines();
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private Result here(String line) {
    return RunSh.bash("cd '%s' && %s".formatted(directory, line));
  }
}
