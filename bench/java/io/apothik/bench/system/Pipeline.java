package io.apothik.bench.system;

import io.apothik.bench.load.Ending;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A socket on which requests are answered in their order. What is asked while one round of events
 * is handled goes out in one piece. Used on its event loop.
 */
final class Pipeline {
  /** Reads the next reply. */
  @FunctionalInterface
  interface Parser {
    /**
     * Tells the reply that begins at a place, if it is there as a whole.
     *
     * @return where the next one begins, or the same place if this one has not come yet
     */
    int next(Buffer received, int at, Deque<Ending> asked);
  }

  /** Held, as Vert.x closes the connections of a client that nobody refers to any more. */
  @SuppressWarnings("UnusedVariable")
  private final NetClient client;

  private final NetSocket socket;
  private final Context context;
  private final Parser parser;
  private final Deque<Ending> asked = new ArrayDeque<>();
  private Buffer out = Buffer.buffer();
  private Buffer rest = Buffer.buffer();

  private Pipeline(NetClient client, NetSocket socket, Context context, Parser parser) {
    this.client = client;
    this.socket = socket;
    this.context = context;
    this.parser = parser;
    socket.handler(this::take);
  }

  /** Connects to the first server, on the event loop of the context. */
  static Pipeline connect(Setting setting, Vertx vertx, Context context, Parser parser)
      throws InterruptedException, ExecutionException, TimeoutException {
    NetClient client = vertx.createNetClient();
    NetSocket socket = Waiting.result(client.connect(setting.firstPort(), Setting.HOST));
    return new Pipeline(client, socket, context, parser);
  }

  /** Where the next request is to be written; its reply is for the one named. */
  Buffer ask(Ending ending) {
    if (out.length() == 0) {
      context.runOnContext(ignored -> flush());
    }
    asked.add(ending);
    return out;
  }

  private void flush() {
    Buffer all = out;
    out = Buffer.buffer(all.length());
    socket.write(all);
  }

  private void take(Buffer piece) {
    Buffer received = rest.length() == 0 ? piece : rest.appendBuffer(piece);
    int at = 0;
    int next = parser.next(received, at, asked);
    while (next > at) {
      at = next;
      next = parser.next(received, at, asked);
    }
    rest = at == received.length() ? Buffer.buffer() : received.getBuffer(at, received.length());
  }
}
