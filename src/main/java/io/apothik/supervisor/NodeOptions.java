package io.apothik.supervisor;

import io.apothik.door.cli.RunFile;
import io.apothik.node.NodeConfig.Mistakes;
import io.apothik.slot.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of all commands that start nodes. */
final class NodeOptions {
  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "apothik",
      description = "The cluster's name (default: ${DEFAULT-VALUE}).")
  String cluster = "apothik";

  @Option(
      names = "--placement",
      paramLabel = "slots|modulo",
      description = "How keys come to nodes (default: that of the cluster, or slots).")
  @Nullable String placement;

  @Option(
      names = "--count-master",
      description = "Modulo only: repeat the mistake of counting every member as a cache node.")
  boolean countMaster;

  @Option(
      names = "--late-listener",
      description = "Modulo only: repeat the mistake of listening for members after the join.")
  boolean lateListener;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The Hazelcast configuration (default: cluster.xml beside run.sh).")
  Path config = Path.of(System.getProperty("apothik.home", "."), "cluster.xml");

  @Option(names = "--verbose", description = "Log more.")
  boolean verbose;

  Placement placement(String otherwise) {
    return Placement.labelled(placement == null ? otherwise : placement);
  }

  Mistakes mistakes() {
    return new Mistakes(countMaster, lateListener);
  }

  /** The cluster's run directory, made if it is missing. */
  Path directory() throws IOException {
    return Files.createDirectories(RunFile.directory(cluster));
  }
}
