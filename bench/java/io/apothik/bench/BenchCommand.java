package io.apothik.bench;

import io.apothik.bench.report.Progress;
import io.apothik.bench.report.Report;
import io.apothik.bench.report.Run;
import io.apothik.bench.system.Contestants;
import io.apothik.bench.system.Setting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Apothik and its peers side by side, and writes what came of it. */
@Command(
    name = "./run.sh bench",
    description = "Measures Apothik and its peers side by side, in one run.",
    subcommands = {
      CopiesCommand.class,
      DoorCommand.class,
      PageCommand.class,
      PlanCommand.class,
      MoveCommand.class,
      MembershipCommand.class,
      MemoryCommand.class
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class BenchCommand implements Callable<Integer> {
  private static final double SECONDS_PER_MINUTE = 60;

  @Option(names = "--short", description = "A short selection, to see that everything works.")
  private boolean isShort;

  @Option(
      names = "--systems",
      split = ",",
      description = "Which systems (default: all): ${COMPLETION-CANDIDATES}",
      completionCandidates = Names.class)
  private @Nullable List<String> systems;

  @Option(names = "--values", split = ",", paramLabel = "BYTES", description = "Lengths of values.")
  private @Nullable List<Integer> values;

  @Option(names = "--distributions", split = ",", description = "uniform, zipf.")
  private @Nullable List<String> distributions;

  @Option(
      names = "--reads",
      split = ",",
      paramLabel = "PERCENT",
      description = "Reads of a hundred requests.")
  private @Nullable List<Integer> reads;

  @Option(
      names = "--depths",
      split = ",",
      description = "Requests in flight; closed loops (0 for none).")
  private @Nullable List<Integer> depths;

  @Option(
      names = "--rates",
      split = ",",
      description = "Requests a second; open loops (0 for none).")
  private @Nullable List<Double> rates;

  @Option(
      names = "--shares",
      split = ",",
      description = "Open loops at parts of the system's own capacity (0 for none).")
  private @Nullable List<Double> shares;

  @Option(names = "--seconds", description = "Of each measurement.")
  private @Nullable Double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Of the same work before each.")
  private @Nullable Double warmUp;

  @Option(
      names = "--first-warm-up",
      paramLabel = "SECONDS",
      description = "Of mixed work after a system was started and loaded.")
  private @Nullable Double firstWarmUp;

  @Option(names = "--repetitions", description = "How often everything is measured.")
  private @Nullable Integer repetitions;

  @Option(names = "--keys", description = "Entries that are stored before.")
  private @Nullable Integer keys;

  @Option(names = "--heap", description = "Of each JVM.")
  private String heap = "1g";

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "What else each JVM is started with, as --jvm=-XX:+UseParallelGC.")
  private List<String> jvm = List.of();

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where results go (default: bench/results, target/bench/results if short).")
  private @Nullable Path results;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Measure nothing: report on an earlier run.")
  private @Nullable Path report;

  @Option(names = "--publish", description = "Put the tables into BENCHMARKS.md.")
  private boolean publish;

  /** The names of all systems. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Names() {
      super(Contestants.byName().keySet());
    }
  }

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new BenchCommand());
    command.setExecutionExceptionHandler(
        (failure, parser, parsed) -> {
          parser.getErr().println("error: " + failure.getMessage());
          return CommandLine.ExitCode.USAGE;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Progress progress = new Progress(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    Path file = report != null ? report : measure(progress);
    Report written = new Report(new Run(new JsonObject(Files.readString(file))));
    progress.tell(written.markdown());
    written.plot(file.resolveSibling(file.getFileName().toString().replace(".json", "")));
    if (publish) {
      written.publish(Path.of("BENCHMARKS.md"), file);
    }
    progress.tell("raw results: " + file);
    return 0;
  }

  private Path measure(Progress progress) throws IOException {
    Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    List<String> chosen = available(progress);
    Selection selection = isShort ? Selection.SHORT : Selection.FULL;
    Plan plan = plan(selection);
    Effort effort =
        new Effort(
            or(keys, selection.keys()),
            or(seconds, selection.seconds()),
            or(warmUp, selection.warmUpSeconds()),
            or(firstWarmUp, selection.firstWarmUpSeconds()),
            or(repetitions, selection.repetitions()));
    List<String> options = Stream.concat(Jvm.options(heap).stream(), jvm.stream()).toList();
    progress.tell(
        "%d systems, %d measurements each, %d repetitions: about %.0f minutes"
            .formatted(
                chosen.size(),
                plan.cells().size(),
                effort.repetitions(),
                effort.estimateSeconds(chosen.size(), plan.cells().size(), plan.valueBytes().size())
                    / SECONDS_PER_MINUTE));
    String stamp = begin.toString().replace(":", "").replace("-", "");
    JsonObject run =
        new JsonObject()
            .put("began", begin.toString())
            .put("machine", Machine.describe())
            .put("versions", Machine.versions())
            .put("jvmOptions", new JsonArray(options))
            .put("keys", effort.keys())
            .put("seconds", effort.seconds())
            .put("warmUpSeconds", effort.warmUpSeconds())
            .put("repetitions", effort.repetitions())
            .put("systems", promises(chosen));
    Session session =
        new Session(
            chosen, plan, effort, options, Path.of("target", "bench", "logs", stamp), progress);
    run.put("measurements", session.run());
    Path directory = or(results, selection.results());
    Files.createDirectories(directory);
    return Files.writeString(directory.resolve(stamp + ".json"), RawResults.text(run));
  }

  private Plan plan(Selection selection) {
    return new Plan(
        or(values, selection.plan().valueBytes()),
        distributions == null
            ? selection.plan().zipf()
            : distributions.stream().map(BenchCommand::isZipf).toList(),
        or(reads, selection.plan().readPercents()),
        some(or(depths, selection.plan().depths())),
        some(or(rates, selection.plan().rates())),
        some(or(shares, selection.plan().shares())));
  }

  private List<String> available(Progress progress) {
    return available(
        systems == null ? List.copyOf(Contestants.byName().keySet()) : systems, progress);
  }

  /** Those that can be run here; says of the others why not. */
  static List<String> available(List<String> wanted, Progress progress) {
    List<String> available = new ArrayList<>();
    for (String name : wanted) {
      List<String> command = Contestants.named(name).command(new Setting(name, 1, 0, List.of(0)));
      if (command.isEmpty() || Machine.has(command.get(0))) {
        available.add(name);
      } else {
        progress.tell("SKIPPED %s: there is no '%s' here".formatted(name, command.get(0)));
      }
    }
    return available;
  }

  private static JsonObject promises(List<String> contestants) {
    JsonObject promises = new JsonObject();
    contestants.forEach(name -> promises.put(name, Contestants.named(name).promise()));
    return promises;
  }

  /** Without zeros, which stand for none. */
  private static <N extends Number> List<N> some(List<N> numbers) {
    return numbers.stream().filter(number -> number.doubleValue() > 0).toList();
  }

  private static boolean isZipf(String distribution) {
    return switch (distribution) {
      case "uniform" -> false;
      case "zipf" -> true;
      default -> throw new IllegalArgumentException(distribution + " is neither uniform nor zipf");
    };
  }

  private static <T> T or(@Nullable T chosen, T otherwise) {
    return chosen == null ? otherwise : chosen;
  }
}
