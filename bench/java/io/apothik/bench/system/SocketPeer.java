package io.apothik.bench.system;

import io.apothik.bench.load.Data;
import io.apothik.bench.load.Ending;
import io.apothik.bench.load.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Deque;
import java.util.List;

/**
 * The limit: the bytes of keys and values through a bare socket of Vert.x, pipelined, to a server
 * that stores nothing. A request is its length, the length of the reply that it wants, and what it
 * carries; a reply is its length and so many bytes.
 */
final class SocketPeer implements Peer {
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int REPLY_MAX = 1 << 20;

  /** What a write is answered with. */
  private static final int ACKNOWLEDGEMENT_BYTES = 1;

  @Override
  public String promise() {
    return "nothing is stored: the limit of two processes that exchange the same bytes";
  }

  @Override
  public void serve(Setting setting) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Waiting.result(
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(new Echo(socket)::take))
            .listen(setting.port(), Setting.HOST));
  }

  @Override
  public Target connect(Setting setting) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Context context = vertx.getOrCreateContext();
    return new Client(context, Pipeline.connect(setting, vertx, context, SocketPeer::reply));
  }

  private static int reply(Buffer received, int at, Deque<Ending> asked) {
    if (received.length() < at + LENGTH_BYTES) {
      return at;
    }
    int length = received.getInt(at);
    int end = at + LENGTH_BYTES + length;
    if (received.length() < end) {
      return at;
    }
    asked.remove().done(received.getBytes(at + LENGTH_BYTES, end).length);
    return end;
  }

  /** Answers what one connection asks. */
  private static final class Echo {
    private final NetSocket socket;
    private final byte[] filling = new byte[REPLY_MAX];
    private Buffer rest = Buffer.buffer();

    private Echo(NetSocket socket) {
      this.socket = socket;
    }

    private void take(Buffer piece) {
      Buffer received = rest.length() == 0 ? piece : rest.appendBuffer(piece);
      Buffer out = Buffer.buffer(received.length());
      int at = 0;
      while (received.length() >= at + LENGTH_BYTES
          && received.length() >= at + LENGTH_BYTES + received.getInt(at)) {
        int wanted = received.getInt(at + LENGTH_BYTES);
        out.appendInt(wanted).appendBytes(filling, 0, wanted);
        at += LENGTH_BYTES + received.getInt(at);
      }
      rest = at == received.length() ? Buffer.buffer() : received.getBuffer(at, received.length());
      socket.write(out);
    }
  }

  /** One connection, on its event loop. */
  private static final class Client implements Target {
    private final Context context;
    private final Pipeline pipeline;
    private Data data = new Data(1, 1);
    private List<byte[]> values = List.of();
    private int valueBytes;

    private Client(Context context, Pipeline pipeline) {
      this.context = context;
      this.pipeline = pipeline;
    }

    @Override
    public void use(Data used) {
      data = used;
      values = used.values(value -> value);
      valueBytes = used.valueBytes();
    }

    @Override
    public void run(Runnable start) {
      context.runOnContext(ignored -> start.run());
    }

    @Override
    public void get(int key, Ending ending) {
      byte[] name = data.key(key);
      pipeline
          .ask(ending)
          .appendInt(LENGTH_BYTES + name.length)
          .appendInt(valueBytes)
          .appendBytes(name);
    }

    @Override
    public void put(int key, Ending ending) {
      byte[] name = data.key(key);
      byte[] value = values.get(key % values.size());
      pipeline
          .ask(ending)
          .appendInt(LENGTH_BYTES + name.length + value.length)
          .appendInt(ACKNOWLEDGEMENT_BYTES)
          .appendBytes(name)
          .appendBytes(value);
    }
  }
}
