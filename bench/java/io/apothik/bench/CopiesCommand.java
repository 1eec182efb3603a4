package io.apothik.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what a request costs at the copies of its slot alone, in a JVM as nodes have it. */
@Command(
    name = "copies",
    description = "Measures what a request costs at the copies alone: no network, one thread.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class CopiesCommand implements Callable<Integer> {
  @Option(names = "--entries", description = "How many are stored.")
  private int entries = 500_000;

  @Option(names = "--value", paramLabel = "BYTES", description = "The length of each value.")
  private int valueBytes = 100;

  @Option(names = "--reads", split = ",", paramLabel = "PERCENT", description = "Of the requests.")
  private List<Integer> reads = List.of(100, 0);

  @Option(names = "--backups", split = ",", description = "0 or 1.")
  private List<Integer> backups = List.of(0, 1);

  @Option(names = "--repetitions", description = "Of 2 s each.")
  private int repetitions = 7;

  @Option(names = "--heap", description = "Of the JVM.")
  private String heap = "1g";

  @Override
  public Integer call() throws IOException, InterruptedException {
    System.out.println(TwoCopies.HEAD);
    for (int copies : backups) {
      for (int percent : reads) {
        List<String> command = Jvm.command(Jvm.options(heap), TwoCopies.class);
        for (int argument : new int[] {entries, valueBytes, percent, copies, repetitions}) {
          command.add(String.valueOf(argument));
        }
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
          return exit;
        }
      }
    }
    return 0;
  }
}
