package io.apothik.supervisor;

import io.apothik.cluster.FreePorts;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one kind of door: that of node 1, and the next ones for the others.
 *
 * @param option that chooses them
 * @param first the port of node 1, or 0 if there are no such doors
 */
record PortRow(String option, int first) {
  private static final int PORT_MAX = 65_535;

  /** Those that were chosen, or else the usual ones. */
  static PortRow of(String option, @Nullable Integer chosenOrNull, int usual) {
    return new PortRow(option, chosenOrNull == null ? usual : chosenOrNull);
  }

  boolean isThere() {
    return first != 0;
  }

  /** The port of the node with that number, or 0; the master has number 0. */
  int of(int number) {
    return isThere() ? first + number - 1 : 0;
  }

  /**
   * Checks that nobody listens there.
   *
   * @param from the least number of a node
   * @param to the greatest
   * @param other a port that is to be somebody else's
   * @throws IllegalArgumentException if somebody does
   */
  void requireFree(String host, int from, int to, int other) {
    for (int number = from; isThere() && number <= to; number++) {
      int port = of(number);
      if (port < 1 || port > PORT_MAX || port == other || FreePorts.isTaken(host, port)) {
        throw new IllegalArgumentException(
            "port %d is taken, or no port; %s chooses others than %d to %d, 0 none"
                .formatted(port, option, of(from), of(to)));
      }
    }
  }
}
