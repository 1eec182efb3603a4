package io.apothik.door.resp;

import io.apothik.door.resp.Comparison.Side;
import io.apothik.door.resp.Script.Line;
import io.apothik.slot.Bytes;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.KeyValue;

/** What Jedis makes of the replies. */
@ExtendWith(SharedServers.class)
class JedisIT {
  private static final String HOST = "127.0.0.1";

  private final Servers servers;

  JedisIT(Servers servers) {
    this.servers = servers;
  }

  @ParameterizedTest
  @EnumSource(
      value = RedisProtocol.class,
      names = {"RESP2", "RESP3"})
  void jedis_isToldTheSame(RedisProtocol protocol) throws Exception {
    Script script = Script.read();
    DefaultJedisClientConfig config = DefaultJedisClientConfig.builder().protocol(protocol).build();
    int redis = servers.redis().port();
    int apothik = servers.three().plainPort();
    try (Jedis expected = new Jedis(new HostAndPort(HOST, redis), config);
        Jedis actual = new Jedis(new HostAndPort(HOST, apothik), config)) {
      Comparison.run(
          script,
          script.size(),
          Side.of(redis, line -> call(() -> expected.sendCommand(name(line), rest(line)))),
          Side.of(apothik, line -> call(() -> actual.sendCommand(name(line), rest(line)))));
    }
  }

  /** A client of a cluster needs a key to know where a command goes. */
  @ParameterizedTest
  @EnumSource(
      value = RedisProtocol.class,
      names = {"RESP2", "RESP3"})
  void jedisForAClusterOfThree_isToldTheSame(RedisProtocol protocol) throws Exception {
    Script script = Script.read().withoutTransactions().only(Line::hasKey);
    int redis = servers.redisCluster().port();
    try (RedisClusterClient expected = cluster(redis, protocol);
        RedisClusterClient actual = cluster(servers.three().clusterPort(), protocol)) {
      Comparison.run(
          script,
          250,
          Side.of(redis, line -> call(expected, line)),
          Side.of(servers.three().plainPort(), line -> call(actual, line)));
    }
  }

  private static RedisClusterClient cluster(int port, RedisProtocol protocol) {
    return RedisClusterClient.builder()
        .nodes(java.util.Set.of(new HostAndPort(HOST, port)))
        .clientConfig(DefaultJedisClientConfig.builder().protocol(protocol).build())
        .build();
  }

  private static String call(RedisClusterClient client, Line line) {
    CommandArguments arguments = new CommandArguments(name(line));
    for (int place = 1; place < line.words().size(); place++) {
      byte[] word = line.words().get(place).toArray();
      if (place == line.keyPlace().orElseThrow()) {
        arguments.key(word);
      } else {
        arguments.add(word);
      }
    }
    return call(
        () -> client.executeCommand(new CommandObject<>(arguments, BuilderFactory.RAW_OBJECT)));
  }

  private static ProtocolCommand name(Line line) {
    return line.words().get(0)::toArray;
  }

  private static byte[][] rest(Line line) {
    return line.arguments().stream().map(Bytes::toArray).toArray(byte[][]::new);
  }

  /** Sends a command. */
  private interface Sent {
    @Nullable Object reply();
  }

  private static String call(Sent sent) {
    try {
      return printed(sent.reply());
    } catch (JedisDataException error) {
      return printed(error);
    }
  }

  private static String printed(@Nullable Object reply) {
    if (reply == null) {
      return Printed.NIL;
    } else if (reply instanceof byte[] bytes) {
      return Printed.text(bytes);
    } else if (reply instanceof Long number) {
      return Printed.number(number);
    } else if (reply instanceof JedisDataException error) {
      return Printed.error(String.valueOf(error.getMessage()));
    } else if (reply instanceof List<?> list) {
      return list.stream().map(JedisIT::printed).collect(Collectors.joining(", ", "[", "]"));
    }
    if (reply instanceof KeyValue<?, ?> entry) {
      return printed(entry.getKey()) + ": " + printed(entry.getValue());
    }
    return reply.getClass().getSimpleName() + " " + reply;
  }
}
