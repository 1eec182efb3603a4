package io.apothik.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A run as tables and plots. */
public final class Report {
  private static final String BEGIN = "<!-- results: written by ./run.sh bench --publish -->";
  private static final String END = "<!-- end of results -->";
  private static final String HEAD =
      """
      | at once | system | requests/s | Apothik ÷ it | p50 µs | p99 µs | its p99 ÷ Apothik's | \
      p99.9 µs | CPU s/million | client B/request | servers B/request | wrong |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private final Run run;

  public Report(Run run) {
    this.run = run;
  }

  /** All of it: median, and in brackets least and greatest, over the repetitions. */
  public String markdown() {
    StringBuilder text = new StringBuilder(conditions()).append(Targets.markdown(run));
    run.groups()
        .forEach(
            (ours, systems) -> {
              text.append("\n### Beside ").append(ours).append("\n\n").append(promises(systems));
              byWork().forEach((work, keys) -> text.append(table(work, keys, ours, systems)));
            });
    return text.toString();
  }

  private String conditions() {
    StringBuilder text = new StringBuilder("Began ").append(run.json().getString("began"));
    text.append("; ")
        .append(run.json().getInteger("repetitions"))
        .append(" repetitions of ")
        .append(run.json().getDouble("seconds"))
        .append(" s for each number, ")
        .append(run.json().getInteger("keys"))
        .append(" keys.\n\n");
    for (String part : List.of("machine", "versions")) {
      run.json()
          .getJsonObject(part)
          .forEach(
              field ->
                  text.append("- ")
                      .append(field.getKey())
                      .append(": ")
                      .append(field.getValue())
                      .append('\n'));
    }
    return text.append("- JVM options: `")
        .append(
            run.json().getJsonArray("jvmOptions").stream()
                .map(String::valueOf)
                .collect(Collectors.joining(" ")))
        .append("`\n")
        .toString();
  }

  private String promises(List<String> systems) {
    return systems.stream()
        .map(
            system ->
                "- %s: %s\n"
                    .formatted(system, run.json().getJsonObject("systems").getString(system)))
        .collect(Collectors.joining());
  }

  private Map<String, List<Run.Key>> byWork() {
    return run.keys().stream()
        .collect(Collectors.groupingBy(Run.Key::work, LinkedHashMap::new, Collectors.toList()));
  }

  private String table(String work, List<Run.Key> keys, String ours, List<String> systems) {
    StringBuilder text = new StringBuilder("\n#### ").append(work).append("\n\n").append(HEAD);
    for (Run.Key key : keys) {
      for (String system : systems) {
        run.spread(key, system, "throughput")
            .ifPresent(throughput -> text.append(row(key, ours, system, throughput)));
      }
    }
    return text.toString();
  }

  private String row(Run.Key key, String ours, String system, Spread throughput) {
    boolean peer = !system.equals(ours);
    Optional<Spread> faster =
        peer && key.isClosed() ? run.ratio(key, ours, system, "throughput") : Optional.empty();
    Optional<Spread> sooner = peer ? run.ratio(key, system, ours, "p99Micros") : Optional.empty();
    return "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %d |\n"
        .formatted(
            key.pace(),
            system,
            throughput.whole(),
            text(faster, Spread::ratio),
            field(key, system, "p50Micros", Spread::whole),
            field(key, system, "p99Micros", Spread::whole),
            text(sooner, Spread::ratio),
            field(key, system, "p999Micros", Spread::whole),
            field(key, system, "cpuSecondsPerMillion", Spread::ratio),
            field(key, system, "clientBytesPerRequest", Spread::whole),
            field(key, system, "serverBytesPerRequest", Spread::whole),
            run.wrong(key, system));
  }

  private String field(Run.Key key, String system, String name, Function<Spread, String> form) {
    return text(run.spread(key, system, name), form);
  }

  private static String text(Optional<Spread> spread, Function<Spread, String> form) {
    return spread.map(form).orElse("–");
  }

  /** Writes the plots into a directory. */
  public void plot(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, List<String>> group : run.groups().entrySet()) {
      for (List<Run.Key> keys : byWork().values()) {
        new Plots(run, group.getKey(), group.getValue(), keys).write(directory);
      }
    }
  }

  /**
   * Puts the tables into a document, between two marks.
   *
   * @param raw where the raw results are
   * @throws IOException if the document has no marks, or cannot be written
   */
  public void publish(Path document, Path raw) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(document + " has no '" + BEGIN + "' before '" + END + "'");
    }
    String results = "\n\nRaw results: `" + raw + "`; plots beside them.\n\n" + markdown() + "\n";
    Files.writeString(
        document, text.substring(0, begin + BEGIN.length()) + results + text.substring(end));
  }
}
