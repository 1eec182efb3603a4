package io.apothik.supervisor;

import io.apothik.door.cli.ExitCode;
import io.apothik.lab.Comparison;
import io.apothik.lab.HtmlReport;
import io.apothik.lab.Scenario;
import io.apothik.lab.TextReport;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The failure laboratory on the command line; it asks no running cluster. */
@Command(
    name = "simulate",
    description = {
      "Try out faults on a simulated cluster under load, and what they cost with other settings.",
      "Nothing runs but this; the same seed gives the same output. Faults, with the times since"
          + " the cluster was ready:",
      "  kill 3 at 10s                      a process dies",
      "  pause 3 at 10s for 8s              a process stands still",
      "  partition 2|3 at 10s for 20s       2 nodes here, 3 there; or nodes: 1,4|2,3,5",
      "  slow 1-2 by 200ms at 10s for 20s   what two nodes send each other comes later",
      "  clock 2 by 5%% at 10s for 20s       a clock runs faster; with -5%% slower",
      "  join 6 at 10s                      a node starts, new or one that is gone",
      "  leave 3 at 10s                     a node hands over what it has, and goes"
    })
public final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      description = "What goes wrong; may be there several times (default: nothing).")
  private List<String> faults = List.of();

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description =
          "All of it in YAML or JSON: nodes, backups, quorum, clients, keys, for, seed, faults;"
              + " options are stronger, and --fault adds to its faults (default: none).")
  private @Nullable Path scenario;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Cache nodes at the beginning, 1 to 50 (default: 5).")
  private @Nullable String nodes;

  @Option(
      names = "--backups",
      paramLabel = "B",
      description = "Copies of each entry besides the first, 0 to 3 (default: 1).")
  private @Nullable String backups;

  @Option(
      names = "--quorum",
      paramLabel = "QUORUM",
      description = "majority or none (default: majority).")
  private @Nullable String quorum;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description =
          "How many call, each once in 100 ms, half of them writes, 1 to 100 (default: 10).")
  private @Nullable String clients;

  @Option(
      names = "--keys",
      paramLabel = "N",
      description = "For how many keys they call, 1 to 10000 (default: 100).")
  private @Nullable String keys;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "How long it goes on, 1s to 10m (default: 60s).")
  private @Nullable String time;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Where all chance comes from (default: 1).")
  private @Nullable String seed;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a time line as a page, too.")
  private @Nullable Path html;

  @Option(names = "--json", description = "Print one line of JSON instead.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Scenario wanted;
    try {
      checkPage();
      wanted = scenario();
    } catch (IllegalArgumentException wrong) {
      line().getErr().println("error: " + wrong.getMessage());
      return ExitCode.USAGE;
    }
    Comparison comparison = Comparison.of(wanted);
    if (html != null) {
      Files.writeString(html, HtmlReport.page(comparison));
    }
    PrintWriter out = line().getOut();
    if (json) {
      out.println(new JsonObject(comparison.asMap()).encode());
    } else {
      TextReport.lines(comparison).forEach(out::println);
    }
    return ExitCode.DONE;
  }

  /** Before the time is spent that the page is made from. */
  private void checkPage() {
    Path directory = html == null ? null : html.toAbsolutePath().getParent();
    if (html != null && (directory == null || !Files.isDirectory(directory))) {
      throw new IllegalArgumentException(
          "--html %s: a file in a directory that is there is expected, such as laboratory.html"
              .formatted(html));
    }
  }

  private Scenario scenario() {
    ScenarioText text = new ScenarioText();
    if (scenario != null) {
      LogFile.none();
      text.read(scenario.toString(), ConfigFile.parse(scenario).getMap());
    }
    text.set("nodes", nodes);
    text.set("backups", backups);
    text.set("quorum", quorum);
    text.set("clients", clients);
    text.set("keys", keys);
    text.set("for", time);
    text.set("seed", seed);
    faults.forEach(text::addFault);
    return text.scenario();
  }

  private CommandLine line() {
    if (spec == null) {
      throw new IllegalStateException("run by picocli alone");
    }
    return spec.commandLine();
  }
}
