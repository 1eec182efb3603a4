package io.apothik.door.bus;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** From where a client came, as people write it. */
public final class ClientAddress {
  private ClientAddress() {}

  /** The other end of a connection, such as 10.0.0.7:40100. */
  public static String of(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress internet
        ? internet.getHostString() + ":" + internet.getPort()
        : String.valueOf(connection.remoteAddress());
  }
}
