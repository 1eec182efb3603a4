package io.apothik.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody listens at, from ranges that operating systems do not take the near ends of
 * outgoing connections from. Another process can take one before it is used; no port is given out
 * twice by one process.
 */
public final class FreePorts {
  private static final int TRIES_MAX = 1_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /**
   * A port that is free at this moment, for use at once.
   *
   * @throws IllegalStateException if the host is none of this machine's, or has no such port left
   */
  public static int pick(String host) {
    return pick(host, 20_000, 29_999);
  }

  /**
   * A port that is free at this moment, for use some time later, maybe by another process: never
   * one that {@link #pick} gives to somebody else meanwhile.
   *
   * @throws IllegalStateException if the host is none of this machine's, or has no such port left
   */
  public static int reserve(String host) {
    return pick(host, 30_000, 31_999);
  }

  private static int pick(String host, int first, int last) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      int port = ThreadLocalRandom.current().nextInt(first, last + 1);
      if (GIVEN.add(port) && !isTaken(host, port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port was found at %s between %d and %d".formatted(host, first, last));
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
