package io.apothik.cluster;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Where a member is to be joined through. */
public final class JoinAddress {
  private static final int CONNECT_MILLIS = 1_000;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private JoinAddress() {}

  /**
   * Waits, on the calling thread, until somebody listens at {@code host:port}. Hazelcast would try
   * to connect again and again without a pause, and keep a processor from the very member that it
   * waits for.
   *
   * @return whether somebody listened before the time was over
   * @throws IllegalArgumentException if the address is malformed
   */
  public static boolean awaitListener(String hostAndPort, long timeoutMillis) {
    int colon = hostAndPort.lastIndexOf(':');
    if (colon < 1 || !hostAndPort.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + hostAndPort + "' is not HOST:PORT");
    }
    String host = hostAndPort.substring(0, colon);
    int port = Integer.parseInt(hostAndPort.substring(colon + 1));
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (!listens(host, port)) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  /**
   * The same with the host's address in the place of its name, if that is known: Hazelcast passes
   * over names of hosts that are not at one of its own interfaces.
   */
  static String numeric(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    try {
      InetAddress host = InetAddress.getByName(hostAndPort.substring(0, colon));
      return host instanceof Inet4Address
          ? host.getHostAddress() + hostAndPort.substring(colon)
          : hostAndPort;
    } catch (UnknownHostException unknown) {
      return hostAndPort;
    }
  }

  private static boolean listens(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException refused) {
      return false;
    }
  }
}
