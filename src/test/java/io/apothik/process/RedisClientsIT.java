package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apothik.door.resp.Comparison;
import io.apothik.door.resp.Comparison.Side;
import io.apothik.door.resp.Redis;
import io.apothik.door.resp.Script;
import io.apothik.door.resp.Script.Line;
import io.apothik.door.resp.Servers;
import io.apothik.door.resp.SharedServers;
import io.apothik.process.RunSh.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What clients that are programs of their own make of the replies. Those of a cluster are given
 * commands with a key alone, as it says where a command goes, and no transactions.
 */
@ExtendWith(SharedServers.class)
class RedisClientsIT {
  private static final Path IOREDIS = Path.of("target", "npm");
  private static final String HELP = "help nothing\n";
  private static final int LINES_OF_CLUSTER_MIN = 250;

  private final Script script = Script.read();
  private final Script scriptOfCluster = script.withoutTransactions().only(Line::hasKey);
  private final Servers servers;

  RedisClientsIT(Servers servers) {
    this.servers = servers;
  }

  @Test
  void redisPy_isToldTheSame() throws Exception {
    compare(script, 400, python("plain", servers.redis().port()), python("plain", apothik()));
  }

  /** The library finds no key in commands that have subcommands. */
  @Test
  void redisPyForAClusterOfThree_isToldTheSame() throws Exception {
    compare(
        scriptOfCluster.only(line -> !Set.of("object", "memory").contains(line.name())),
        LINES_OF_CLUSTER_MIN,
        python("cluster", servers.redisCluster().port()),
        python("cluster", apothikCluster()));
  }

  @Test
  void ioredis_isToldTheSame() throws Exception {
    compare(script, 400, node("plain", servers.redis().port()), node("plain", apothik()));
  }

  @Test
  void ioredisForAClusterOfThree_isToldTheSame() throws Exception {
    compare(
        scriptOfCluster,
        LINES_OF_CLUSTER_MIN,
        node("cluster", servers.redisCluster().port()),
        node("cluster", apothikCluster()));
  }

  /** QUIT is a command to redis-cli itself. */
  @Test
  void redisCli_isToldTheSame() throws Exception {
    Comparison.run(
        script.only(line -> !line.name().equals("quit")),
        400,
        new Side(servers.redis().port(), part -> redisCli(part, servers.redis().port())),
        new Side(apothik(), part -> redisCli(part, apothik())));
  }

  @Test
  void redisCliForAClusterOfThree_isToldTheSame() throws Exception {
    int redis = servers.redisCluster().port();
    Comparison.run(
        scriptOfCluster,
        LINES_OF_CLUSTER_MIN,
        new Side(redis, part -> redisCli(part, redis, "-c")),
        new Side(apothik(), part -> redisCli(part, apothikCluster(), "-c")));
  }

  @Test
  void redisBenchmark_ends_withoutAnError() {
    assertRuns("redis-benchmark -p %d -t set,get,incr,hset,mset,ping".formatted(apothik()));
  }

  @Test
  void redisBenchmarkForAClusterOfThree_ends_withoutAnError() {
    assertRuns("redis-benchmark --cluster -p %d -t set,get".formatted(apothikCluster()));
  }

  private int apothik() {
    return servers.three().plainPort();
  }

  private int apothikCluster() {
    return servers.three().clusterPort();
  }

  /** The last word of each command is a port of the server. */
  private void compare(Script script, int linesMin, List<String> redis, List<String> apothik)
      throws Exception {
    try (ClientProgram expected = new ClientProgram(redis);
        ClientProgram actual = new ClientProgram(apothik)) {
      Comparison.run(
          script,
          linesMin,
          Side.of(Integer.parseInt(redis.get(redis.size() - 1)), expected::call),
          Side.of(apothik(), actual::call));
    }
  }

  private static List<String> python(String kind, int port) {
    String python = redisPy();
    return List.of(python, "src/test/resources/redis/client.py", kind, "" + port);
  }

  /** A Python that knows the library: the first that is found, or that of the system. */
  private static String redisPy() {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (RunSh.bash(python + " -c 'import redis.cluster'").exit() == 0) {
        return python;
      }
    }
    assumeTrue(false, "skipped: there is no Python here with redis-py (python3-redis)");
    throw new IllegalStateException();
  }

  private static List<String> node(String kind, int port) {
    Redis.assumePresent("node");
    installIoredis();
    return List.of("node", "src/test/resources/redis/client.js", "" + IOREDIS, kind, "" + port);
  }

  private static void installIoredis() {
    if (Files.exists(IOREDIS.resolve("node_modules/ioredis/package.json"))) {
      return;
    }
    Redis.assumePresent("npm");
    Result installed =
        RunSh.bash(
            "npm install --prefix %s --no-audit --no-fund --loglevel error ioredis@%s"
                .formatted(IOREDIS, ioredisVersion()));
    assumeTrue(
        installed.exit() == 0, () -> "skipped: npm cannot install ioredis: " + installed.err());
  }

  /** The newest that this node runs. */
  private static String ioredisVersion() {
    String major = RunSh.bash("node -p 'parseInt(process.versions.node)'").out().strip();
    return Integer.parseInt(major) >= 20 ? "6.0.0" : "5.11.1";
  }

  /** Between the replies, each of several lines maybe, it is asked for help, which is a CR. */
  private static List<String> redisCli(List<Line> part, int port, String... options) {
    Redis.assumePresent("redis-cli");
    StringBuilder lines = new StringBuilder();
    part.forEach(line -> lines.append(line.text()).append('\n').append(HELP));
    List<String> command = new ArrayList<>(List.of("redis-cli", "--no-raw", "-p", "" + port));
    command.addAll(List.of(options));
    try (Running cli = new Running(command, lines.toString().getBytes(StandardCharsets.UTF_8))) {
      assertThat(cli.awaitExit()).isZero();
      String out = cli.out().replaceAll("-> Redirected to slot .*\n", "");
      List<String> replies = new ArrayList<>(List.of(out.split("\r\n", -1)));
      replies.remove(replies.size() - 1);
      return replies.stream().map(String::strip).toList();
    }
  }

  private static void assertRuns(String benchmark) {
    Redis.assumePresent("redis-benchmark");
    Result result = RunSh.bash(benchmark + " -n 20000 -P 16 -q");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out() + result.err())
        .contains("requests per second")
        .doesNotContainIgnoringCase("error")
        .doesNotContain("WARNING");
  }
}
