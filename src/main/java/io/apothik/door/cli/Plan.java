package io.apothik.door.cli;

import io.apothik.capacity.Capacity;
import io.apothik.capacity.Workload;
import io.apothik.message.Limits;
import io.apothik.slot.Tuning;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes what a cluster needs; asks none. */
@Command(
    name = "plan",
    description = {
      "Compute what nodes need that are to hold so many entries, and what deaths and joins cost.",
      "Asks no cluster. Exits with 1 if --memory is too little after the death of a node."
    })
final class Plan implements Callable<Integer> {
  @Option(
      names = "--entries",
      paramLabel = "COUNT",
      required = true,
      converter = Count.class,
      description = "How many, such as 10m.")
  private long entries;

  @Option(
      names = "--value",
      paramLabel = "BYTES",
      required = true,
      converter = ByteCount.class,
      description = "The length of a value, such as 1k.")
  private long valueBytes;

  @Option(
      names = "--key",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description = "The length of a key (default: ${DEFAULT-VALUE}).")
  private long keyBytes = 16;

  @Option(names = "--ttl", description = "The entries have a time to live, or an idle time.")
  private boolean mortal;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      required = true,
      description = "How many cache nodes, 1 to 1000.")
  private int nodes;

  @Option(
      names = "--backups",
      paramLabel = "B",
      description = "Copies of each entry besides the first, 0 to 3 (default: ${DEFAULT-VALUE}).")
  private int backups = 1;

  @Option(
      names = "--memory",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description = "What entries may take on each node (default: what they need).")
  private @Nullable Long memory;

  @Option(
      names = "--migration-rate",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description = "What each node sends a second to fill new copies (default: 100m).")
  private long migrationRate = 100L << 20;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec command = spec;
    if (command == null) {
      throw new IllegalStateException("run by picocli alone");
    }
    try {
      PlanPicture picture = picture();
      command
          .commandLine()
          .getOut()
          .println(json ? picture.json().encode() : String.join("\n", picture.lines()));
      return picture.fitsAfterDeath() ? ExitCode.DONE : ExitCode.ABSENT;
    } catch (IllegalArgumentException beyond) {
      command.commandLine().getErr().println("error: " + beyond.getMessage());
      return ExitCode.USAGE;
    }
  }

  private PlanPicture picture() {
    Workload workload =
        new Workload(
            entries,
            inRange("bytes of a key", keyBytes, Limits.KEY_BYTES_MAX),
            inRange("bytes of a value", valueBytes, Limits.VALUE_BYTES_MAX),
            mortal);
    Capacity capacity = new Capacity(workload, nodes, backups, migrationRate);
    if (memory != null) {
      Tuning.requireMemory(memory);
    }
    return new PlanPicture(capacity, memory == null ? capacity.memoryBytes() : memory);
  }

  private static int inRange(String what, long value, int max) {
    if (value > max) {
      throw new IllegalArgumentException("%d %s are more than %d".formatted(value, what, max));
    }
    return (int) value;
  }
}
