package io.apothik.supervisor;

import io.apothik.door.cli.ByteCount;
import io.apothik.door.cli.RunFile;
import io.apothik.message.Settings;
import io.apothik.message.Settings.Quorum;
import io.apothik.node.NodeConfig.Memory;
import io.apothik.node.NodeConfig.Mistakes;
import io.apothik.slot.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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
      names = "--backups",
      paramLabel = "0..3",
      description = "Copies of each entry besides the first (default: those of the cluster, or 1).")
  @Nullable Integer backups;

  @Option(
      names = "--quorum",
      paramLabel = "majority|none",
      description = "Who may go on in a partition (default: that of the cluster, or majority).")
  @Nullable String quorum;

  @Option(
      names = "--loops",
      paramLabel = "1..64",
      description = "Event loops of each node (default: those of the cluster, or 1).")
  @Nullable Integer loops;

  @Option(
      names = "--memory",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description = "What entries may take on each node, such as 64m (default: heap / 4).")
  @Nullable Long memory;

  @Option(
      names = "--migration-rate",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description = "What each node sends a second to fill new copies (default: 100m).")
  @Nullable Long migrationRate;

  @Option(
      names = "--redis-mode",
      paramLabel = "cluster|proxy",
      converter = RedisMode.Converter.class,
      defaultValue = "cluster",
      description =
          "Whether Redis clients are sent to the owner of a key, or spoken for"
              + " (default: ${DEFAULT-VALUE}).")
  RedisMode redisMode = RedisMode.CLUSTER;

  @Option(names = "--no-web", description = "Have no page at the HTTP door.")
  boolean noWeb;

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

  @Mixin SecurityOptions security = new SecurityOptions();

  /** What was asked for, and the rest as it stands there. */
  Settings settings(Settings otherwise) {
    return new Settings(
        placement == null ? otherwise.placement() : Placement.labelled(placement),
        backups == null ? otherwise.backups() : backups,
        quorum == null ? otherwise.quorum() : Quorum.labelled(quorum),
        loops == null ? otherwise.loops() : loops);
  }

  /** Checks each value by itself. */
  void check() {
    settings(Settings.DEFAULT);
    memory();
    RunFile.directory(cluster);
  }

  Memory memory() {
    return new Memory(
        memory == null ? Memory.DEFAULT.bytes() : memory,
        migrationRate == null ? Memory.DEFAULT.migrationBytesPerSecond() : migrationRate);
  }

  /** What a child process is to be told so that it has the same. */
  List<String> forChild(Settings settings) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--cluster", cluster, "--config", config.toString()));
    arguments.addAll(List.of("--placement", settings.placement().label()));
    arguments.addAll(List.of("--backups", "" + settings.backups()));
    arguments.addAll(List.of("--quorum", settings.quorum().label()));
    arguments.addAll(List.of("--loops", "" + settings.loops()));
    if (memory != null) {
      arguments.addAll(List.of("--memory", "" + memory));
    }
    if (migrationRate != null) {
      arguments.addAll(List.of("--migration-rate", "" + migrationRate));
    }
    arguments.addAll(List.of("--redis-mode", redisMode.label()));
    if (noWeb) {
      arguments.add("--no-web");
    }
    if (countMaster) {
      arguments.add("--count-master");
    }
    if (verbose) {
      arguments.add("--verbose");
    }
    arguments.addAll(security.forChild());
    return arguments;
  }

  /** Where a node with that HTTP port has its page, or 0. */
  int webPort(int httpPort) {
    return noWeb ? 0 : httpPort;
  }

  Mistakes mistakes() {
    return new Mistakes(countMaster, lateListener);
  }

  /** The cluster's run directory, made if it is missing. */
  Path directory() throws IOException {
    return Files.createDirectories(RunFile.directory(cluster));
  }
}
