package io.apothik.door.resp;

import io.apothik.door.resp.Comparison.Side;
import io.apothik.door.resp.Script.Line;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.BaseRedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.resource.ClientResources;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What Lettuce makes of the replies. It collects transactions by itself, and does not let others do
 * that; RESET and QUIT are left out, as it takes itself to be connected, in version 3, afterwards.
 */
@ExtendWith(SharedServers.class)
class LettuceIT {
  private static final ClientResources RESOURCES = ClientResources.create();

  private static final Set<String> LEFT_OUT = Set.of("reset", "quit");

  private final Script script =
      Script.read().withoutTransactions().only(line -> !LEFT_OUT.contains(line.name()));
  private final Servers servers;

  LettuceIT(Servers servers) {
    this.servers = servers;
  }

  @AfterAll
  static void end() {
    RESOURCES.shutdown().awaitUninterruptibly();
  }

  @Test
  void lettuce_isToldTheSame() throws Exception {
    int redis = servers.redis().port();
    int apothik = servers.three().plainPort();
    try (RedisClient expected = RedisClient.create(RESOURCES, uri(redis));
        RedisClient actual = RedisClient.create(RESOURCES, uri(apothik))) {
      BaseRedisCommands<byte[], byte[]> asRedis = expected.connect(ByteArrayCodec.INSTANCE).sync();
      BaseRedisCommands<byte[], byte[]> asApothik = actual.connect(ByteArrayCodec.INSTANCE).sync();

      Comparison.run(
          script,
          350,
          Side.of(redis, line -> call(asRedis, line)),
          Side.of(apothik, line -> call(asApothik, line)));
    }
  }

  @Test
  void lettuceForAClusterOfThree_isToldTheSame() throws Exception {
    int redis = servers.redisCluster().port();
    try (RedisClusterClient expected = RedisClusterClient.create(RESOURCES, uri(redis));
        RedisClusterClient actual =
            RedisClusterClient.create(RESOURCES, uri(servers.three().clusterPort()))) {
      BaseRedisCommands<byte[], byte[]> asRedis = expected.connect(ByteArrayCodec.INSTANCE).sync();
      BaseRedisCommands<byte[], byte[]> asApothik = actual.connect(ByteArrayCodec.INSTANCE).sync();

      Comparison.run(
          script.only(Line::hasKey),
          250,
          Side.of(redis, line -> call(asRedis, line)),
          Side.of(servers.three().plainPort(), line -> call(asApothik, line)));
    }
  }

  private static RedisURI uri(int port) {
    return RedisURI.create("127.0.0.1", port);
  }

  private static String call(BaseRedisCommands<byte[], byte[]> commands, Line line) {
    CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    for (int place = 1; place < line.words().size(); place++) {
      byte[] word = line.words().get(place).toArray();
      if (line.keyPlace().orElse(0) == place) {
        arguments.addKey(word);
      } else {
        arguments.add(word);
      }
    }
    try {
      return commands.dispatch(keyword(line), new PrintedOutput(), arguments);
    } catch (RedisCommandExecutionException error) {
      return Printed.error(String.valueOf(error.getMessage()));
    }
  }

  private static ProtocolKeyword keyword(Line line) {
    return new ProtocolKeyword() {
      @Override
      public byte[] getBytes() {
        return line.words().get(0).toArray();
      }

      @Override
      public String toString() {
        return line.name();
      }
    };
  }

  /** All that Lettuce tells of a reply; how deep an end is says of what it is the end. */
  private static final class PrintedOutput extends CommandOutput<byte[], byte[], String> {
    private final StringBuilder printed = new StringBuilder();

    private PrintedOutput() {
      super(ByteArrayCodec.INSTANCE, "");
    }

    private void add(String part) {
      printed.append(printed.isEmpty() || part.equals("]") ? "" : " ").append(part);
    }

    @Override
    public String get() {
      return printed.toString();
    }

    @Override
    public void set(ByteBuffer bytes) {
      add(bytes == null ? Printed.NIL : Printed.text(copy(bytes)));
    }

    private static byte[] copy(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return copy;
    }

    @Override
    public void set(long number) {
      add(Printed.number(number));
    }

    @Override
    public void set(double number) {
      add("(double) " + number);
    }

    @Override
    public void set(boolean truth) {
      add("(boolean) " + truth);
    }

    @Override
    public void setError(ByteBuffer bytes) {
      super.setError(bytes.duplicate());
      add(Printed.error(new String(copy(bytes), StandardCharsets.UTF_8)));
    }

    @Override
    public void multi(int count) {
      add(count < 0 ? Printed.NIL : "[" + count);
    }

    @Override
    public void multiMap(int count) {
      add("{" + count);
    }

    @Override
    public void complete(int depth) {
      if (depth > 0) {
        add("/" + depth);
      }
    }
  }
}
