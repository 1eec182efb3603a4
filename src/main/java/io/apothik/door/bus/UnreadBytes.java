package io.apothik.door.bus;

import io.apothik.message.Limits;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what waits for the client of a connection to read it, and ends the connection if that is
 * too much. {@link FlowGuard} takes no more requests of a client that does not read, but what it
 * took before can be answered with much; and that waits in the socket, before its pipeline.
 */
final class UnreadBytes implements InvocationHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadBytes.class);

  private final NetSocket socket;
  private final Consumer<String> slowClients;
  private final AtomicLong waiting = new AtomicLong();

  private UnreadBytes(NetSocket socket, Consumer<String> slowClients) {
    this.socket = socket;
    this.slowClients = slowClients;
  }

  /**
   * The socket as the bridge is to use it.
   *
   * @param slowClients hears in words of clients whose connections are ended
   */
  static NetSocket counted(NetSocket socket, Consumer<String> slowClients) {
    return (NetSocket)
        Proxy.newProxyInstance(
            NetSocket.class.getClassLoader(),
            new Class<?>[] {NetSocket.class},
            new UnreadBytes(socket, slowClients));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object result;
    try {
      result = method.invoke(socket, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getTargetException();
    }
    if (result instanceof Future<?> written
        && arguments != null
        && arguments.length > 0
        && arguments[0] instanceof Buffer bytes) {
      count(bytes.length(), written);
    }
    return result;
  }

  private void count(int bytes, Future<?> written) {
    if (waiting.addAndGet(bytes) > Limits.BRIDGE_UNREAD_BYTES_MAX) {
      end();
    }
    written.onComplete(done -> waiting.addAndGet(-bytes));
  }

  private void end() {
    ChannelHandlerContext ctx = ((NetSocketInternal) socket).channelHandlerContext();
    if (ctx.channel().isOpen()) {
      String cutOff =
          "the client %s of the bridge was cut off: more than %d bytes waited for it"
              .formatted(ClientAddress.of(ctx.channel()), Limits.BRIDGE_UNREAD_BYTES_MAX);
      slowClients.accept(cutOff);
      ctx.close().addListener(closed -> LOG.info(cutOff));
    }
  }
}
