package io.apothik.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody listens at. Another process can take one before it is used. */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int TRIES_MAX = 1_000;

  private FreePorts() {}

  /**
   * A port of the host's that is free at this moment, from a range that operating systems do not
   * take the near ends of outgoing connections from.
   *
   * @throws IllegalStateException if the host is none of this machine's, or has no such port left
   */
  public static int pick(String host) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      if (!isTaken(host, port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port was found at %s between %d and %d".formatted(host, FIRST, LAST));
  }

  /** Whether somebody listens at the port, or this process may not. */
  public static boolean isTaken(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return false;
    } catch (IOException refused) {
      return true;
    }
  }
}
