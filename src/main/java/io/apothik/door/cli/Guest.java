package io.apothik.door.cli;

import io.apothik.message.Master;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A client node in the process of a command. */
public interface Guest extends AutoCloseable {
  /** Does what the command asks for, on the cluster's own road. */
  Master master();

  /** Leaves the cluster. */
  @Override
  void close();

  /** How a command becomes a guest. */
  interface Maker {
    /**
     * Joins as a client node.
     *
     * @param cluster its name
     * @param running where and how it runs
     * @param tlsOrNull what the node proves itself with to others, or null if it does not
     * @throws IOException if it cannot join
     */
    Guest join(String cluster, RunFile running, @Nullable Identity tlsOrNull) throws IOException;
  }

  /**
   * What a node proves itself with, in PEM files.
   *
   * @param authority who signed those of others
   */
  record Identity(Path certificate, Path key, Path authority) {}
}
