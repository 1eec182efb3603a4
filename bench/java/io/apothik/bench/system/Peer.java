package io.apothik.bench.system;

import io.apothik.bench.load.Target;
import java.util.List;

/** How a system is started and reached. */
public interface Peer {
  /** Who answers when a write has been done, and with which copies; for the readers of results. */
  String promise();

  /** Copies of each entry besides the first. */
  default int backups() {
    return 0;
  }

  /** Processes that store entries, the client's left out. */
  default int servers() {
    return 1 + backups();
  }

  /** The command line of a server, or nothing if servers are JVMs that {@link #serve}. */
  default List<String> command(Setting setting) {
    return List.of();
  }

  /** Makes this process a server; returns when it serves. */
  default void serve(Setting setting) throws Exception {
    throw new IllegalStateException(setting.contestant() + " has no servers in a JVM");
  }

  /** Makes this process the client; returns when all servers can be used. */
  Target connect(Setting setting) throws Exception;
}
