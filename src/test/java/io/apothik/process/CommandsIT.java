package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.process.RunSh.Result;
import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What commands print where, and how they end. */
@ExtendWith(TwoNodes.class)
class CommandsIT {
  private static final int VALUE_BYTES_MAX = 1024 * 1024;
  private static TestCluster cluster;

  @TempDir Path directory;

  @BeforeAll
  static void start(TestCluster shared) {
    cluster = shared;
  }

  @Test
  void aKeyThatIsAbsent_printsNothing_andEndsWith1() {
    assertEnds(cluster.run("get", "nothing"), 1, "", "");
    assertEnds(cluster.run("exists", "nothing"), 1, "", "");
    assertEnds(cluster.run("delete", "nothing"), 1, "", "");
  }

  @Test
  void aKey_existsUntilItIsDeleted() {
    assertEnds(cluster.run("put", "river", "Seine"), 0, "", "");
    assertEnds(cluster.run("exists", "river"), 0, "yes\n", "");
    assertEnds(cluster.run("delete", "river"), 0, "deleted\n", "");
    assertThat(cluster.run("exists", "river").exit()).isEqualTo(1);
  }

  @Test
  void replies_areOneLineOfJson_whereThatIsWanted() {
    assertThat(json("put", "town", "Nice"))
        .matches("\\{\"ok\":true,\"changed\":true,\"version\":\"[0-9]+\\.[0-9]+\"}");
    assertThat(json("get", "town")).isEqualTo("{\"ok\":true,\"found\":true,\"value\":\"Nice\"}");
    assertThat(new JsonObject(json("cluster")).getJsonArray("nodes")).hasSize(3);
    assertThat(new JsonArray(json("stat"))).hasSize(2);
  }

  @Test
  void anAbsentKey_isJsonToo_andEndsWith1() {
    assertEnds(cluster.run("get", "nothing", "--json"), 1, "{\"ok\":true,\"found\":false}\n", "");
  }

  @Test
  void aNumberThatIsNone_isWrongUsage() {
    Result fill = cluster.run("fill", "one", "10");

    assertThat(fill.exit()).isEqualTo(2);
    assertThat(fill.out()).isEmpty();
    assertThat(fill.err()).contains("'one' is not an int", "Usage: ./run.sh fill");
  }

  @Test
  void aCommandThatIsUnknown_isWrongUsage() {
    Result result = cluster.run("stats");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("Did you mean: ./run.sh stat");
  }

  @Test
  void aKeyOutsideItsLimits_isWrongUsage() {
    assertEnds(cluster.run("put", "", "a"), 2, "", "error: KEY_EMPTY (3): the key is empty\n");

    Result tooLong = cluster.run("get", "k".repeat(64 * 1024 + 1));
    assertThat(tooLong.exit()).isEqualTo(2);
    assertThat(tooLong.err())
        .startsWith("error: KEY_TOO_LONG (4): the key 'kkk")
        .endsWith("…' has 65537 bytes, the limit is 65536\n");
  }

  @Test
  void aValueOverItsLimit_isWrongUsage() throws Exception {
    Path file = Files.write(directory.resolve("large"), new byte[VALUE_BYTES_MAX + 1]);

    Result tooLong = cluster.run("put", "large", "--from", file.toString());

    assertThat(tooLong.exit()).isEqualTo(2);
    assertThat(tooLong.err())
        .startsWith("error: VALUE_TOO_LONG (5): the value '····")
        .endsWith("…' has 1048577 bytes, the limit is 1048576\n");
  }

  @Test
  void theLargestValue_ofArbitraryBytes_comesBackAsItWas() throws Exception {
    byte[] bytes = new byte[VALUE_BYTES_MAX];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(directory.resolve("picture"), bytes);

    assertEnds(cluster.run("put", "picture", "--from", file.toString()), 0, "", "");

    assertThat(cluster.run("get", "picture").output()).isEqualTo(Bytes.copyOf(bytes));
  }

  @Test
  void aValue_comesFromStandardInput() {
    byte[] text = "first\nsecond".getBytes(StandardCharsets.UTF_8);

    assertEnds(cluster.runWithInput(text, "put", "lines", "--from", "-"), 0, "", "");

    assertEnds(cluster.run("get", "lines"), 0, "first\nsecond\n", "");
  }

  @Test
  void aCluster_thatIsNotThere_isNotReachable() {
    assertEnds(
        RunSh.run("stat", "--cluster", "nowhere"),
        3,
        "",
        "error: the cluster 'nowhere' is not up; ./run.sh 5 starts one\n");
    Result bridge = cluster.run("stat", "--bridge", "127.0.0.1:1");
    assertThat(bridge.exit()).isEqualTo(3);
    assertThat(bridge.err()).contains("cannot be reached at 127.0.0.1:1");
  }

  @Test
  void aNodeThatIsUnknown_isRefused() {
    assertEnds(
        cluster.run("get", "town", "--node", "9"),
        4,
        "",
        "error: UNKNOWN_NODE (13): no node 9 in the cluster\n");
    assertThat(cluster.run("kill", "9").exit()).isEqualTo(4);
  }

  @Test
  void aNodeThatDoesNotOwnTheKey_saysSo_whenItIsAskedPastTheHash() {
    String owner = new JsonObject(json("where", "1")).getString("owner");
    String other = owner.contains("_1@") ? "2" : "1";
    cluster.ask("put", "1", "coucou");

    assertThat(cluster.ask("get", "1", "--node", owner)).isEqualTo("coucou");
    Result refused = cluster.run("get", "1", "--node", other);
    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.err()).contains("NOT_OWNER (10)", owner + " does");
  }

  @Test
  void aKey_isExplained() {
    cluster.ask("put", "lake", "Annecy");

    String explained = cluster.ask("explain", "lake");

    assertThat(explained)
        .contains("slot ", "crc16(key) = ", "all copies in sync are equal")
        .contains("at the primary: 6 bytes, time left: no limit")
        .containsPattern("apothik_[12]@127.0.0.1 +primary +version [0-9]+\\.[0-9]+, present")
        .containsPattern("apothik_[12]@127.0.0.1 +backup +version [0-9]+\\.[0-9]+, present")
        .containsPattern("epoch [0-9]+, ([0-9]+ min )?[0-9.]+ s ago: ");
    JsonObject json = new JsonObject(json("explain", "lake"));
    assertThat(json.getString("agreement")).isEqualTo("equal");
    assertThat(json.getJsonArray("moves")).isNotEmpty();
  }

  @Test
  void theShell_takesOneCommandALine() {
    byte[] lines = "put a b\nget a\nexit\nget a\n".getBytes(StandardCharsets.UTF_8);

    Result shell = cluster.runWithInput(lines, "shell");

    assertThat(shell.exit()).isZero();
    assertThat(shell.out()).containsOnlyOnce("b\n");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void theShell_plans_andSaysWhereOtherCommandsAreRun() {
    String lines =
        """
        plan --entries 10m --value 1k --nodes 8
        bench --quick
        5 --backups 2
        exit
        """;

    Result shell = cluster.runWithInput(lines.getBytes(StandardCharsets.UTF_8), "shell");

    assertThat(shell.out()).contains("10,000,000 entries");
    assertThat(shell.err())
        .isEqualTo(
            """
            error: 'bench' is no command of this shell; outside of it: ./run.sh bench --quick
            error: '5' is no command of this shell; outside of it: ./run.sh 5 --backups 2
            """);
  }

  @Test
  void watch_endsAfterItsLastFrame() {
    String frames = cluster.ask("watch", "--frames", "2");

    assertThat(frames.lines().filter(line -> line.startsWith("placement slots"))).hasSize(2);
    assertThat(frames.lines().filter(line -> line.contains("█"))).hasSize(4);
    assertThat(frames.lines().filter(line -> line.startsWith("redundancy: "))).hasSize(2);
  }

  @Test
  void top_showsEachNode_once() {
    String picture = cluster.ask("top", "--once");

    assertThat(picture.lines().filter(line -> line.startsWith("apothik_"))).hasSize(2);
    assertThat(picture).contains("requests/s", "redundancy: ", "p99", "hot keys");
    assertThat(new JsonObject(json("top", "--once")).fieldNames())
        .containsExactlyInAnyOrder("ok", "cluster", "history", "hotKeys");
  }

  @Test
  void hotKeys_areThoseThatWereAskedFor() {
    await("a key that stands out from what other tests ask for")
        .untilAsserted(
            () -> {
              cluster.ask("put", "hot:key", "value");
              assertThat(cluster.ask("hot-keys", "--prefix", "hot:"))
                  .containsPattern("hot:key +apothik_[12]@127.0.0.1 +\\d+");
            });
    assertThat(new JsonObject(json("hot-keys", "--count", "1")).getJsonArray("keys")).hasSize(1);
    assertThat(cluster.ask("hot-keys", "--prefix", "cold:")).endsWith("none stands out");
  }

  @Test
  void events_sayWhatHappened_fromAnyOneOn() {
    JsonObject all = new JsonObject(json("events"));

    assertThat(cluster.ask("events")).contains("node-joined", "new-epoch");
    String last = all.getInteger("last").toString();
    assertThat(cluster.ask("events", "--after", last).lines().filter(line -> !line.isBlank()))
        .hasSizeLessThan(all.getJsonArray("events").size());
  }

  private static String json(String command, String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--json";
    return cluster.ask(command, all);
  }

  private static void assertEnds(Result result, int exit, String out, String err) {
    assertThat(result.err()).isEqualTo(err);
    assertThat(result.out()).isEqualTo(out);
    assertThat(result.exit()).isEqualTo(exit);
  }
}
