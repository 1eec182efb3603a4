package io.apothik.bench.system;

import io.apothik.bench.load.Target;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis Cluster of three with one replica each, behind the Vert.x Redis client, pipelined. A
 * write is acknowledged by its master alone: {@code WAIT} names no key, so this client cannot send
 * it to the master that has one.
 */
final class RedisClusterPeer implements Peer {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final int WAITING_MAX = 16_384;

  @Override
  public int backups() {
    return 1;
  }

  @Override
  public int servers() {
    return 2 * MASTERS;
  }

  @Override
  public String promise() {
    return "2 copies, in memory alone; three masters with a replica each; acknowledged by the"
        + " master before the replica has it";
  }

  @Override
  public List<String> command(Setting setting) {
    List<String> command = RedisPeer.inMemory(setting);
    String state = "apothik-bench-" + setting.port() + ".conf";
    File file = new File(System.getProperty("java.io.tmpdir"), state);
    // What a cluster of an earlier run left there would be taken for this one.
    file.delete();
    file.deleteOnExit();
    command.addAll(List.of("--cluster-enabled", "yes", "--cluster-config-file", state));
    command.addAll(List.of("--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"));
    return command;
  }

  @Override
  public Target connect(Setting setting) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    found(vertx, setting.ports());
    RedisOptions options =
        new RedisOptions()
            .setType(RedisClientType.CLUSTER)
            .setMaxWaitingHandlers(WAITING_MAX)
            .setMaxPoolSize(2 * MASTERS);
    setting.ports().forEach(port -> options.addConnectionString(address(port)));
    RedisConnection cluster = Waiting.result(Redis.createClient(vertx, options).connect());
    return new RedisPeer.Client(vertx.getOrCreateContext(), List.of(cluster));
  }

  private static String address(int port) {
    return "redis://" + Setting.HOST + ":" + port;
  }

  /** Makes a cluster of servers that do not know each other. */
  private static void found(Vertx vertx, List<Integer> ports) throws Exception {
    List<RedisConnection> nodes = new ArrayList<>();
    for (int port : ports) {
      nodes.add(Waiting.result(Redis.createClient(vertx, address(port)).connect()));
    }
    for (int i = 0; i < nodes.size(); i++) {
      ask(nodes.get(i), "SET-CONFIG-EPOCH", i + 1);
      if (i < MASTERS) {
        int from = SLOTS * i / MASTERS;
        int to = SLOTS * (i + 1) / MASTERS - 1;
        ask(nodes.get(i), "ADDSLOTSRANGE", from, to);
      }
      if (i > 0) {
        ask(nodes.get(0), "MEET", Setting.HOST, ports.get(i));
      }
    }
    for (RedisConnection node : nodes) {
      Waiting.until("all in the cluster", () -> knowsAll(node));
    }
    for (int i = MASTERS; i < nodes.size(); i++) {
      ask(nodes.get(i), "REPLICATE", ask(nodes.get(i - MASTERS), "MYID"));
    }
    for (RedisConnection node : nodes) {
      Waiting.until(
          "a cluster in good order", () -> text(node, "INFO").contains("cluster_state:ok"));
    }
    for (RedisConnection master : nodes.subList(0, MASTERS)) {
      Waiting.until("a replica", () -> RedisPeer.hasReplica(master));
    }
    nodes.forEach(RedisConnection::close);
  }

  private static boolean knowsAll(RedisConnection node) {
    String known = text(node, "NODES");
    return known.lines().count() == 2 * MASTERS && !known.contains("handshake");
  }

  /** What a node tells, or nothing if it cannot yet. */
  private static String text(RedisConnection node, String what) {
    try {
      return ask(node, what).toString();
    } catch (Exception notYet) {
      return "";
    }
  }

  private static Response ask(RedisConnection node, Object... words) throws Exception {
    Request request = Request.cmd(Command.CLUSTER);
    for (Object word : words) {
      request.arg(word.toString());
    }
    return Waiting.result(node.send(request));
  }
}
