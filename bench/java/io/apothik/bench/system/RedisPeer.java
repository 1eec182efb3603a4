package io.apothik.bench.system;

import io.apothik.bench.load.Data;
import io.apothik.bench.load.Ending;
import io.apothik.bench.load.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * Redis behind the Vert.x Redis client, pipelined. With a replica, a write is {@code SET} and
 * {@code WAIT 1}; as {@code WAIT} holds up its connection, writes take turns on several.
 */
final class RedisPeer implements Peer {
  private static final String PROGRAM = "redis-server";
  private static final int WRITING_CONNECTIONS = 16;
  private static final int WAITING_MAX = 16_384;
  private static final String WAIT_MILLIS = "10000";
  private static final String ONE = "1";

  private final int backups;

  RedisPeer(int backups) {
    this.backups = backups;
  }

  @Override
  public int backups() {
    return backups;
  }

  @Override
  public String promise() {
    return backups == 0
        ? "1 copy, in memory alone (no snapshots, no log); acknowledged by the server"
        : "2 copies, in memory alone; one replica; a write is SET and WAIT 1, acknowledged when"
            + " both have it; what WAIT gives up on stays written; on "
            + WRITING_CONNECTIONS
            + " connections, reads on one";
  }

  @Override
  public List<String> command(Setting setting) {
    List<String> command = inMemory(setting);
    if (setting.number() > 1) {
      command.addAll(List.of("--replicaof", Setting.HOST + " " + setting.firstPort()));
    } else {
      command.addAll(List.of("--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"));
    }
    return command;
  }

  /** A server that keeps nothing on disk. */
  static List<String> inMemory(Setting setting) {
    List<String> command =
        new ArrayList<>(
            List.of(PROGRAM, "--bind", Setting.HOST, "--port", String.valueOf(setting.port())));
    command.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
    // A replica writes what it is sent into a file first.
    command.addAll(List.of("--dir", System.getProperty("java.io.tmpdir")));
    return command;
  }

  /** Whether a replica of that server has all that it has. */
  static boolean hasReplica(RedisConnection server) {
    try {
      return Waiting.result(server.send(Request.cmd(Command.INFO).arg("replication")))
          .toString()
          .contains("state=online");
    } catch (Exception notYet) {
      return false;
    }
  }

  @Override
  public Target connect(Setting setting) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Redis redis =
        Redis.createClient(
            vertx,
            new RedisOptions()
                .setConnectionString("redis://" + Setting.HOST + ":" + setting.firstPort())
                .setMaxPoolSize(WRITING_CONNECTIONS + 1)
                .setMaxWaitingHandlers(WAITING_MAX));
    List<RedisConnection> connections = new ArrayList<>();
    for (int i = 0; i <= (backups == 0 ? 0 : WRITING_CONNECTIONS); i++) {
      connections.add(Waiting.result(redis.connect()));
    }
    Client client = new Client(vertx.getOrCreateContext(), connections);
    if (backups > 0) {
      Waiting.until("a replica", () -> hasReplica(connections.get(0)));
    }
    return client;
  }

  /** The connections, on one event loop; a single one reads and writes. */
  static final class Client implements Target {
    private final Context context;
    private final RedisConnection reading;
    private final List<RedisConnection> writing;
    private Data data = new Data(1, 1);
    private List<byte[]> values = List.of();
    private int turn;

    Client(Context context, List<RedisConnection> connections) {
      this.context = context;
      this.reading = connections.get(0);
      this.writing = connections.subList(1, connections.size());
    }

    @Override
    public void use(Data used) {
      data = used;
      values = used.values(value -> value);
    }

    @Override
    public void run(Runnable start) {
      context.runOnContext(ignored -> start.run());
    }

    @Override
    public void get(int key, Ending ending) {
      reading
          .send(Request.cmd(Command.GET).arg(data.key(key)))
          .onComplete(
              value -> ending.done(value == null ? Ending.ABSENT : value.toBytes().length),
              ending::failed);
    }

    @Override
    public void put(int key, Ending ending) {
      byte[] value = values.get(key % values.size());
      Request set = Request.cmd(Command.SET).arg(data.key(key)).arg(value);
      if (writing.isEmpty()) {
        reading.send(set).onComplete(done -> ending.done(value.length), ending::failed);
        return;
      }
      turn = (turn + 1) % writing.size();
      writing
          .get(turn)
          .batch(List.of(set, Request.cmd(Command.WAIT).arg(ONE).arg(WAIT_MILLIS)))
          .onComplete(
              replies -> {
                if (replies.get(1).toInteger() > 0) {
                  ending.done(value.length);
                } else {
                  ending.failed(new IllegalStateException("no replica had it in time"));
                }
              },
              ending::failed);
    }
  }
}
