package io.apothik.process;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a test uses in the place of what documents name, so that nobody else's clusters, ports and
 * files are touched.
 *
 * @param prefix put before the names of clusters and files
 * @param firstPort a row of ports that are the test's own begins here
 */
record StandIn(String prefix, int firstPort) {
  /** The first ports of the rows that documents speak of, each of ten at most. */
  private static final List<Integer> SHOWN_PORTS = List.of(7180, 6380, 6501);

  private static final int ROW = 10;

  /** What {@code ./run.sh} does without a cluster. */
  private static final Pattern ALONE = Pattern.compile("--print-config|\\./run\\.sh plan ");

  /** For clusters of this process alone. */
  static StandIn fresh() {
    // Below the ports that nodes choose by themselves; unlike in processes side by side.
    int firstPort = 12_001 + (int) (ProcessHandle.current().pid() % 250) * ROW * SHOWN_PORTS.size();
    return new StandIn(TestCluster.freshName() + "-", firstPort);
  }

  /** The same command to a cluster of the test; one that names none means the default one. */
  String own(String command) {
    if (ALONE.matcher(command).find()) {
      return command;
    }
    return ownPorts(named(command))
        .replaceAll("--cluster (?=\\w)", "--cluster " + prefix)
        .replaceAll("--bridge-port [0-9]+", "--bridge-port 0")
        .replaceAll("\\brun/(?=\\w)", "run/" + prefix);
  }

  private static String named(String command) {
    return command.contains("--cluster")
        ? command
        : command
            .replaceAll("\\./run\\.sh (\\S+)", "./run.sh $1 --cluster apothik")
            .replaceAll(
                "(\\./run\\.sh [0-9]+ )", "$1--bridge-port 0 --http-port 7180 --redis-port 6380 ");
  }

  /**
   * What was printed, with the names and ports of the documents, as a terminal would show it that
   * knows no colors.
   */
  String shown(String output) {
    String shown = output.replace(" --cluster " + prefix + "apothik", "").replace(prefix, "");
    for (int i = 0; i < SHOWN_PORTS.size(); i++) {
      shown = shown.replaceAll("\\b%d\\b".formatted(ownPort(i)), "" + SHOWN_PORTS.get(i));
    }
    boolean endsInLine = !shown.isEmpty() && !shown.endsWith("\n");
    return shown.replaceAll("[^\n]*\r|\u001B\\[[0-9;]*m", "") + (endsInLine ? "\n" : "");
  }

  private String ownPorts(String command) {
    String own = command;
    for (int i = 0; i < SHOWN_PORTS.size(); i++) {
      own = own.replaceAll("\\b%d\\b".formatted(SHOWN_PORTS.get(i)), "" + ownPort(i));
    }
    return own;
  }

  private int ownPort(int row) {
    return firstPort + row * ROW;
  }
}
