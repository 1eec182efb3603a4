package io.apothik.bench;

import io.apothik.bench.report.Progress;
import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Planner;
import io.apothik.slot.Situation;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import io.apothik.slot.SyncReport;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long it takes to plan a table, by how many nodes there are and what has changed. */
@Command(
    name = "plan",
    description =
        "Measures how long it takes to plan a table, in one thread, with everything warm.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class PlanCommand implements Callable<Integer> {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int ROUNDS_MAX = 12;

  @Option(names = "--nodes", split = ",", description = "How many.")
  private List<Integer> nodes = List.of(3, 10, 50, 100, 300, 1_000);

  @Option(names = "--backups", split = ",", description = "How many.")
  private List<Integer> backups = List.of(0, 1, 2, 3);

  @Option(names = "--per-host", split = ",", description = "Nodes on each host; 0 for all of them.")
  private List<Integer> perHost = List.of(0, 4);

  @Option(names = "--repetitions", description = "Of each plan; the median counts.")
  private int repetitions = 15;

  /** What has changed since which table. */
  private record Change(SlotTable table, Situation situation) {}

  @Override
  public Integer call() {
    Progress progress = new Progress(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    Map<List<Integer>, Map<String, Change>> cases = new LinkedHashMap<>();
    for (int count : nodes) {
      for (int copies : backups) {
        for (int each : perHost) {
          cases.put(List.of(count, copies, each), changes(count, copies, each));
        }
      }
    }
    // All of them once before: what is compiled for one size alone is not what a node runs.
    cases.forEach((size, changes) -> changes.values().forEach(change -> millis(size, change)));
    boolean first = true;
    for (Map.Entry<List<Integer>, Map<String, Change>> size : cases.entrySet()) {
      if (first) {
        List<String> heads = new ArrayList<>(List.of("nodes", "backups", "per host"));
        heads.addAll(size.getValue().keySet());
        progress.tell("| " + String.join(" | ", heads) + " |");
        progress.tell("|" + " ---: |".repeat(heads.size()));
        first = false;
      }
      List<String> cells = new ArrayList<>(size.getKey().stream().map(String::valueOf).toList());
      size.getValue().values().stream()
          .map(change -> "%.1f".formatted(millis(size.getKey(), change)))
          .forEach(cells::add);
      progress.tell("| " + String.join(" | ", cells) + " |");
    }
    return 0;
  }

  private double millis(List<Integer> size, Change change) {
    Planner planner = new Planner(Placement.Slots.COUNT, size.get(1));
    long[] nanos = new long[repetitions];
    for (int i = 0; i < repetitions; i++) {
      long begin = System.nanoTime();
      planner.plan(change.table, change.situation);
      nanos[i] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos);
    return nanos[repetitions / 2] / NANOS_PER_MILLI;
  }

  private static Map<String, Change> changes(int count, int backups, int perHost) {
    Planner planner = new Planner(Placement.Slots.COUNT, backups);
    List<Incarnation> live = fleet(count, perHost);
    Incarnation middle = live.get(count / 2);
    SlotTable founded = planner.plan(SlotTable.NONE, Situation.of(live));
    SlotTable settled = settle(planner, founded, live);
    List<Incarnation> rest = new ArrayList<>(live);
    rest.remove(middle);
    List<Incarnation> again = new ArrayList<>(live);
    again.set(count / 2, new Incarnation(middle.node(), "again"));
    List<Incarnation> more = fleet(count + 1, perHost);
    List<Incarnation> many = fleet(count + Math.max(2, count / 10), perHost);
    SlotTable joining = planner.plan(settled, Situation.of(more));
    SlotTable joiningMany = planner.plan(settled, Situation.of(many));
    Map<String, Change> changes = new LinkedHashMap<>();
    changes.put("founding", new Change(SlotTable.NONE, Situation.of(live)));
    changes.put("founded", complete(founded, live));
    changes.put("nothing", new Change(settled, Situation.of(live)));
    changes.put("one joins", new Change(settled, Situation.of(more)));
    changes.put("it is there", complete(joining, more));
    changes.put("a tenth joins", new Change(settled, Situation.of(many)));
    changes.put("they are there", complete(joiningMany, many));
    changes.put("twice as many", new Change(settled, Situation.of(fleet(2 * count, perHost))));
    changes.put(
        "one leaves", new Change(settled, Situation.of(live).withLeaving(Set.of(middle.node()))));
    changes.put("one dies", new Change(settled, Situation.of(rest)));
    changes.put("one restarts", new Change(settled, Situation.of(again)));
    return changes;
  }

  private static List<Incarnation> fleet(int count, int perHost) {
    List<Incarnation> fleet = new ArrayList<>();
    IntStream.range(0, count)
        .mapToObj(i -> NodeName.numbered(i + 1, "h" + (perHost == 0 ? 0 : i / perHost)))
        .forEach(node -> fleet.add(new Incarnation(node, "1")));
    return fleet;
  }

  private static SlotTable settle(Planner planner, SlotTable table, List<Incarnation> live) {
    SlotTable current = table;
    for (int round = 0; round < ROUNDS_MAX && current.moving() > 0; round++) {
      current = planner.plan(current, complete(current, live).situation);
    }
    return current;
  }

  private static Change complete(SlotTable table, List<Incarnation> live) {
    Map<List<NodeName>, SlotSet.Builder> edges = new LinkedHashMap<>();
    for (int slot = 0; slot < table.slotCount(); slot++) {
      SlotOwners owners = table.owners(slot);
      for (Copy learner : owners.learners()) {
        edges
            .computeIfAbsent(
                List.of(owners.primary().node(), learner.node()), same -> new SlotSet.Builder())
            .add(slot);
      }
    }
    List<SyncReport> reports = new ArrayList<>();
    edges.forEach(
        (edge, slots) ->
            reports.add(new SyncReport(table.epoch(), edge.get(0), edge.get(1), slots.build())));
    return new Change(table, Situation.of(live).withComplete(reports));
  }
}
