package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.process.RunSh.Result;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the commands for conditions, lifetimes, arithmetic and many keys print, and how they end.
 */
@ExtendWith(TwoNodes.class)
class OperationCommandsIT {
  private static TestCluster cluster;

  @TempDir Path directory;

  @BeforeAll
  static void start(TestCluster shared) {
    cluster = shared;
  }

  @Test
  void aPutWhoseConditionDoesNotHold_endsWith1() {
    assertEnds(cluster.run("put", "once", "1", "--if-absent"), 0, "", "");
    assertEnds(cluster.run("put", "once", "2", "--if-absent"), 1, "", "");
    String version = json("get", "once", "--details").getString("version");
    assertEnds(cluster.run("put", "once", "3", "--if-version", version), 0, "", "");
    assertEnds(cluster.run("put", "once", "4", "--if-version", version), 1, "", "");
    assertThat(cluster.ask("get", "once")).isEqualTo("3");
  }

  @Test
  void aTimeToLive_isReadInItsUnit_andPrintedInMilliseconds() {
    cluster.ask("put", "session", "on", "--ttl", "2h");
    assertThat(millis("session")).isBetween(7_000_000L, 7_200_000L);
    cluster.ask("expire", "session", "--ttl", "30");
    assertThat(millis("session")).isBetween(1L, 30_000L);
    cluster.ask("put", "session", "off", "--keep-ttl");
    assertThat(millis("session")).isBetween(1L, 30_000L);
    cluster.ask("persist", "session");
    assertThat(cluster.ask("ttl", "session")).isEqualTo("no limit");
    assertThat(cluster.ask("touch", "session")).isEqualTo("touched");
    assertEnds(cluster.run("ttl", "nothing"), 1, "", "");
    assertEnds(cluster.run("persist", "nothing"), 1, "", "");
  }

  private static long millis(String key) {
    String left = cluster.ask("ttl", key);
    assertThat(left).endsWith("ms");
    return Long.parseLong(left.substring(0, left.length() - 2));
  }

  @Test
  void aGetThatMayBeStale_printsTheSame() {
    cluster.ask("put", "still", "1");
    assertEnds(cluster.run("get", "still", "--stale"), 0, "1\n", "");
    assertEnds(cluster.run("get-many", "still", "--stale"), 0, "still\t1\n", "");
    assertEnds(cluster.run("get", "nothing", "--stale"), 1, "", "");
  }

  @Test
  void aTimeThatIsNone_isWrongUsage() {
    Result result = cluster.run("put", "a", "b", "--ttl", "5 minutes");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("'5 minutes' is no time such as 500ms, 30s, 5m or 2h");
    assertThat(cluster.run("expire", "a").exit()).isEqualTo(2);
  }

  @Test
  void aNumber_isCounted_andWhatIsNoneIsRefused() {
    assertThat(cluster.ask("incr", "visits")).isEqualTo("1");
    assertThat(cluster.ask("incr", "visits", "-43")).isEqualTo("-42");
    assertThat(cluster.ask("append", "visits", "x")).isEqualTo("4");
    Result refused = cluster.run("incr", "visits");
    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.err()).contains("NOT_A_NUMBER (17)");
  }

  @Test
  void aCas_endsWith1_whereAnotherValueIs() {
    cluster.ask("put", "leader", "a");

    assertEnds(cluster.run("cas", "leader", "b", "c"), 1, "", "");
    assertEnds(cluster.run("cas", "leader", "a", "c"), 0, "", "");
    assertThat(cluster.ask("get", "leader")).isEqualTo("c");
  }

  @Test
  void linesOfAFile_becomeEntries() throws Exception {
    String lines =
        IntStream.range(0, 2_500)
            .mapToObj(i -> "line-" + i + "\tvalue\tof " + i + "\n")
            .collect(Collectors.joining());
    Path file = Files.writeString(directory.resolve("entries"), lines + "line-7\tlast\n");

    assertThat(cluster.ask("put-many", file.toString())).isEqualTo("2501 stored");

    assertThat(cluster.ask("get-many", "line-7", "line-2499"))
        .isEqualTo("line-7\tlast\nline-2499\tvalue\tof 2499");
    assertThat(cluster.ask("scan", "--prefix", "line-", "--all", "--count", "1000").lines())
        .hasSize(2_500)
        .doesNotHaveDuplicates();
  }

  @Test
  void keysThatAreAbsent_endWith1() {
    byte[] lines = "x1\tone\nx2\ttwo\n".getBytes(StandardCharsets.UTF_8);
    assertEnds(cluster.runWithInput(lines, "put-many", "-"), 0, "2 stored\n", "");

    assertEnds(cluster.run("get-many", "x2", "x0", "x1"), 1, "x2\ttwo\nx1\tone\n", "");
    assertEnds(cluster.run("delete-many", "x1", "x2"), 0, "2 deleted\n", "");
    assertEnds(cluster.run("delete-many", "x1", "x2"), 1, "0 deleted\n", "");
  }

  @Test
  void aLineWithoutTab_isWrongUsage_andNamed() {
    byte[] lines = "no tab\n".getBytes(StandardCharsets.UTF_8);

    assertEnds(
        cluster.runWithInput(lines, "put-many", "-"),
        2,
        "",
        "error: line 1 has no tab; 0 entries were stored\n");
  }

  @Test
  void aScan_namesTheCursorToGoOnWith() {
    cluster.ask("put", "page-1", "a");
    cluster.ask("put", "page-2", "b");

    Result first = cluster.run("scan", "--prefix", "page-", "--count", "1");

    assertThat(first.out().lines()).hasSize(1);
    assertThat(first.err()).startsWith("there may be more: --cursor ");
    String cursor = first.err().strip().replaceFirst(".* ", "");
    String rest = cluster.run("scan", "--prefix", "page-", "--cursor", cursor).out();
    assertThat(first.out() + rest).contains("page-1\n", "page-2\n").hasSize(14);
  }

  @Test
  void aClear_wantsAYes() {
    cluster.ask("put", "something", "a");

    Result refused = cluster.run("clear");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("--yes");
    assertThat(cluster.ask("clear", "--yes")).endsWith(" deleted");
    assertEnds(cluster.run("get", "something"), 1, "", "");
  }

  private static JsonObject json(String command, String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--json";
    return new JsonObject(cluster.ask(command, all));
  }

  private static void assertEnds(Result result, int exit, String out, String err) {
    assertThat(result.err()).isEqualTo(err);
    assertThat(result.out()).isEqualTo(out);
    assertThat(result.exit()).isEqualTo(exit);
  }
}
