package io.apothik.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports that nobody listens at. Another process can take one before it is used. */
public final class FreePorts {
  private FreePorts() {}

  /**
   * A port of the host's that is free at this moment.
   *
   * @throws UncheckedIOException if the host is none of this machine's, or has no port left
   */
  public static int pick(String host) {
    try (ServerSocket socket = bound(host, 0)) {
      return socket.getLocalPort();
    } catch (IOException refused) {
      throw new UncheckedIOException("no free port at " + host, refused);
    }
  }

  /** Whether somebody listens at the port, or this process may not. */
  public static boolean isTaken(String host, int port) {
    try (ServerSocket socket = bound(host, port)) {
      return !socket.isBound();
    } catch (IOException refused) {
      return true;
    }
  }

  private static ServerSocket bound(String host, int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return socket;
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }
}
