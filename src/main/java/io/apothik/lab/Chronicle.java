package io.apothik.lab;

import io.apothik.lab.Happening.Kind;
import io.apothik.sim.Laws.Followed;
import io.apothik.slot.Loss;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes down what happens to a cluster, in words, and when each node was how. */
final class Chronicle {
  static final String UP = "up";
  static final String PAUSED = "paused";

  private final List<Happening> happenings = new ArrayList<>();
  private final Map<Integer, List<Interval>> lanes = new TreeMap<>();
  private final Map<Integer, Long> upSince = new HashMap<>();

  /** A node is there from now on. */
  void up(int node, long atMillis) {
    upSince.put(node, atMillis);
  }

  /** A node is not there any more. */
  void down(int node, long atMillis) {
    Long since = upSince.remove(node);
    if (since != null) {
      lane(node).add(new Interval(since, atMillis, UP));
    }
  }

  /** Meanwhile a node is like that. */
  void during(int node, long fromMillis, long toMillis, String what) {
    lane(node).add(new Interval(fromMillis, toMillis, what));
  }

  private List<Interval> lane(int node) {
    return lanes.computeIfAbsent(node, any -> new ArrayList<>());
  }

  void fault(Fault fault, long atMillis) {
    happenings.add(new Happening(atMillis, Kind.FAULT, words(fault)));
  }

  /** The fault is over. */
  void over(Fault fault, long atMillis) {
    happenings.add(new Happening(atMillis, Kind.FAULT, "over: " + words(fault)));
  }

  private static String words(Fault fault) {
    return fault.toString().replaceFirst(" at .*", "");
  }

  /** The cluster does something. */
  void cluster(long atMillis, String words) {
    happenings.add(new Happening(atMillis, Kind.CLUSTER, words));
  }

  void blocked(Interval gap) {
    String words = "no write is acknowledged for " + Span.seconds(gap.millis());
    happenings.add(new Happening(gap.fromMillis(), Kind.CALLERS, words));
  }

  /** These writes are acknowledged, and will be lost. */
  void lost(List<Long> times) {
    callers(times, "%d writes that are acknowledged from now to %s are lost in the end");
  }

  /** These reads lack what was known. */
  void wrong(List<Long> times) {
    callers(times, "%d reads from now to %s lack a write that was known before them");
  }

  private void callers(List<Long> times, String words) {
    if (!times.isEmpty()) {
      long last = times.get(times.size() - 1);
      String text = words.formatted(times.size(), Span.seconds(last));
      happenings.add(new Happening(times.get(0), Kind.CALLERS, text));
    }
  }

  /**
   * The tables that nodes acted under since the cluster was ready: who is a member, what is lost,
   * and when all slots have their copies again.
   */
  void onTables(List<Followed> tables, long readyMillis) {
    for (Followed followed : tables) {
      SlotTable table = followed.installed().table();
      SlotTable before = followed.before();
      long at = followed.installed().atMillis() - readyMillis;
      if (at > 0 && !before.isEmpty()) {
        members(before, table, at);
        losses(before, table, at);
        if (isWhole(table) && !isWhole(before)) {
          cluster(
              at,
              "epoch %d: all slots have their copies, on %s"
                  .formatted(table.epoch(), names(table.nodes(), SlotTable.NONE)));
        }
      }
    }
  }

  private void members(SlotTable before, SlotTable table, long at) {
    String gone = names(before.nodes(), table);
    String come = names(table.nodes(), before);
    if (!gone.isEmpty()) {
      cluster(at, "epoch %d: without %s".formatted(table.epoch(), gone));
    }
    if (!come.isEmpty()) {
      cluster(at, "epoch %d: with %s".formatted(table.epoch(), come));
    }
  }

  private static String names(List<NodeName> nodes, SlotTable table) {
    String names =
        nodes.stream()
            .filter(node -> !table.isMember(node))
            .map(node -> node.number().orElseThrow())
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : (names.contains(",") ? "nodes " : "node ") + names;
  }

  private void losses(SlotTable before, SlotTable table, long at) {
    long told = before.losses().stream().mapToLong(Loss::epoch).max().orElse(0);
    int slots =
        table.losses().stream().filter(loss -> loss.epoch() > told).mapToInt(Loss::slots).sum();
    if (slots > 0) {
      cluster(
          at,
          "epoch %d: %d of %d slots begin anew, empty: every copy is gone"
              .formatted(table.epoch(), slots, table.slotCount()));
    }
  }

  private static boolean isWhole(SlotTable table) {
    int wanted = Math.min(table.tuning().orElseThrow().backups(), table.members().size() - 1);
    return table.moving() == 0
        && table.allOwners().stream().allMatch(owners -> owners.backups().size() >= wanted);
  }

  /** In the order of time; at one time, faults first. */
  List<Happening> happenings() {
    return happenings.stream()
        .sorted(Comparator.comparingLong(Happening::atMillis).thenComparing(Happening::kind))
        .toList();
  }

  /** When each node was how, until then: first that it was there, then what was not as usual. */
  Map<Integer, List<Interval>> lanes(long endMillis) {
    List.copyOf(upSince.keySet()).forEach(node -> down(node, endMillis));
    Map<Integer, List<Interval>> all = new TreeMap<>();
    lanes.forEach(
        (node, lane) ->
            all.put(
                node,
                lane.stream()
                    .filter(one -> one.fromMillis() < endMillis)
                    .map(one -> clipped(one, endMillis))
                    .sorted(Comparator.comparing(one -> !one.what().equals(UP)))
                    .toList()));
    return all;
  }

  private static Interval clipped(Interval one, long endMillis) {
    return new Interval(one.fromMillis(), Math.min(one.toMillis(), endMillis), one.what());
  }
}
