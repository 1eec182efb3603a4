package io.apothik.door.resp;

import io.apothik.door.resp.Comparison.Side;
import io.apothik.door.resp.Script.Line;
import io.apothik.node.TestCluster;
import io.apothik.slot.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the Redis client of Vert.x makes of the replies. */
@ExtendWith(SharedServers.class)
class VertxRedisIT {
  private static final Vertx VERTX = Vertx.vertx();

  private final Servers servers;

  VertxRedisIT(Servers servers) {
    this.servers = servers;
  }

  @AfterAll
  static void end() {
    TestCluster.result(VERTX.close());
  }

  @Test
  void theClientOfVertx_isToldTheSame() throws Exception {
    Script script = Script.read();
    int redis = servers.redis().port();
    int apothik = servers.three().plainPort();
    RedisConnection expected = connect(redis, RedisClientType.STANDALONE);
    RedisConnection actual = connect(apothik, RedisClientType.STANDALONE);

    Comparison.run(
        script,
        script.size(),
        Side.of(redis, line -> call(expected, line)),
        Side.of(apothik, line -> call(actual, line)));
  }

  @Test
  void theClientOfVertxForAClusterOfThree_isToldTheSame() throws Exception {
    Script script = Script.read().withoutTransactions().only(Line::hasKey);
    int redis = servers.redisCluster().port();
    RedisConnection expected = connect(redis, RedisClientType.CLUSTER);
    RedisConnection actual = connect(servers.three().clusterPort(), RedisClientType.CLUSTER);

    Comparison.run(
        script,
        250,
        Side.of(redis, line -> call(expected, line)),
        Side.of(servers.three().plainPort(), line -> call(actual, line)));
  }

  private static RedisConnection connect(int port, RedisClientType type) {
    RedisOptions options =
        new RedisOptions().setType(type).setConnectionString("redis://127.0.0.1:" + port);
    return TestCluster.result(Redis.createClient(VERTX, options).connect());
  }

  private static String call(RedisConnection connection, Line line) {
    Request request = Request.cmd(command(line.name()));
    line.arguments().stream().map(Bytes::toArray).forEach(request::arg);
    Future<@Nullable Response> sent = connection.send(request);
    return TestCluster.result(
        sent.map(VertxRedisIT::printed)
            .otherwise(failure -> Printed.error(String.valueOf(failure.getMessage()))));
  }

  /** The command of that name as the client knows it: with the places of its keys. */
  private static Command command(String name) {
    try {
      return (Command) Command.class.getField(name.toUpperCase(Locale.ROOT)).get(null);
    } catch (ReflectiveOperationException unknown) {
      return Command.create(name);
    }
  }

  private static String printed(@Nullable Response reply) {
    if (reply == null) {
      return Printed.NIL;
    }
    return switch (reply.type()) {
      case SIMPLE, BULK -> Printed.text(reply.toBytes());
      case NUMBER -> Printed.number(reply.toLong());
      case ERROR -> Printed.error(reply.toString());
      case MULTI -> several(reply);
      default -> reply.type() + " " + reply;
    };
  }

  private static String several(Response reply) {
    if (reply.isMap()) {
      return reply.getKeys().stream()
          .map(key -> key + ": " + printed(reply.get(key)))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return reply.stream().map(VertxRedisIT::printed).collect(Collectors.joining(", ", "[", "]"));
  }
}
