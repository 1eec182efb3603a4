package io.apothik.bench.system;

import io.apothik.bench.load.Data;
import io.apothik.bench.load.Ending;
import io.apothik.bench.load.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;

/** memcached through its meta commands on one pipelined socket of Vert.x. */
final class MemcachedPeer implements Peer {
  private static final String PROGRAM = "memcached";
  private static final String MEGABYTES = "1024";
  private static final String LINE_END = "\r\n";
  private static final int CODE_BYTES = 2;
  private static final byte[] READ = ascii("mg ");
  private static final byte[] READ_END = ascii(" v" + LINE_END);
  private static final byte[] WRITE = ascii("ms ");

  @Override
  public String promise() {
    return "1 copy; acknowledged by the server; memcached has no copies, so there is no second row";
  }

  @Override
  public List<String> command(Setting setting) {
    return List.of(
        PROGRAM,
        "-l",
        Setting.HOST,
        "-p",
        String.valueOf(setting.port()),
        "-U",
        "0",
        "-m",
        MEGABYTES,
        "-u",
        System.getProperty("user.name"));
  }

  @Override
  public Target connect(Setting setting) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Context context = vertx.getOrCreateContext();
    return new Client(context, setting, vertx);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** One connection, on its event loop. */
  private static final class Client implements Target {
    private final Context context;
    private final Pipeline pipeline;
    private Data data = new Data(1, 1);
    private List<byte[]> values = List.of();
    private byte[] writeEnd = {};
    private int valueBytes;

    private Client(Context context, Setting setting, Vertx vertx) throws Exception {
      this.context = context;
      this.pipeline = Pipeline.connect(setting, vertx, context, this::reply);
    }

    @Override
    public void use(Data used) {
      data = used;
      valueBytes = used.valueBytes();
      writeEnd = ascii(" " + valueBytes + LINE_END);
      values = used.values(value -> value);
    }

    @Override
    public void run(Runnable start) {
      context.runOnContext(ignored -> start.run());
    }

    @Override
    public void get(int key, Ending ending) {
      pipeline.ask(ending).appendBytes(READ).appendBytes(data.key(key)).appendBytes(READ_END);
    }

    @Override
    public void put(int key, Ending ending) {
      pipeline
          .ask(ending)
          .appendBytes(WRITE)
          .appendBytes(data.key(key))
          .appendBytes(writeEnd)
          .appendBytes(values.get(key % values.size()))
          .appendString(LINE_END);
    }

    /** {@code VA length}, then the value; {@code HD} after a write; {@code EN} for nothing. */
    private int reply(Buffer received, int at, Deque<Ending> asked) {
      int end = lineEnd(received, at);
      if (end < 0) {
        return at;
      }
      String code = received.getString(at, at + CODE_BYTES);
      switch (code) {
        case "HD" -> asked.remove().done(valueBytes);
        case "EN" -> asked.remove().done(Ending.ABSENT);
        case "VA" -> {
          String length = received.getString(at + CODE_BYTES + 1, end - LINE_END.length());
          int bytes = Integer.parseInt(length.split(" ", 2)[0]);
          int valueEnd = end + bytes + LINE_END.length();
          if (received.length() < valueEnd) {
            return at;
          }
          asked.remove().done(received.getBytes(end, end + bytes).length);
          return valueEnd;
        }
        default -> asked.remove().failed(new IllegalStateException(received.getString(at, end)));
      }
      return end;
    }

    /** Where the line that begins here has ended, or -1. */
    private static int lineEnd(Buffer received, int at) {
      for (int i = at; i < received.length(); i++) {
        if (received.getByte(i) == '\n') {
          return i + 1;
        }
      }
      return -1;
    }
  }
}
