package io.apothik.slot;

import io.apothik.slot.Layout.Existing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is left of a table: the copies that live, with learners that are complete now in sync. */
final class Survivors {
  /**
   * What is left of one slot.
   *
   * @param inSync the copies in sync, the primary first if it lives; none if the slot is lost, or
   *     never was
   * @param hasPrimary whether the primary lives
   * @param learners none if nothing is in sync: what they got must not outlive what they missed
   * @param term the epoch in which the primary became primary
   * @param existing which of these copies the nodes have that stay
   * @param whole the slot's owners, if everything is left of them as it was
   */
  record Remnant(
      List<Copy> inSync,
      boolean hasPrimary,
      List<Copy> learners,
      long term,
      Existing existing,
      @Nullable SlotOwners whole) {
    static final Remnant NOTHING =
        new Remnant(List.of(), false, List.of(), 0, Existing.NOTHING, null);

    boolean isNothing() {
      return inSync.isEmpty();
    }
  }

  private record Edge(NodeName from, NodeName to) {}

  private final SlotTable table;
  private final Map<NodeName, Integer> numbers;
  private final int enough;
  private final Set<NodeName> alive = new HashSet<>();
  private final Set<Edge> silences = new HashSet<>();
  private final Map<Edge, List<SyncReport>> reports = new HashMap<>();

  // Slots of which the same is left share it: first those in which no learner is complete.
  private final IdentityHashMap<SlotOwners, Remnant> quiet = new IdentityHashMap<>();
  private final IdentityHashMap<SlotOwners, Map<List<Copy>, Remnant>> known =
      new IdentityHashMap<>();

  /**
   * @param numbers of the nodes that stay
   * @param enough with so many copies in sync, on nodes that stay, a slot's learners are given up
   */
  Survivors(SlotTable table, Situation situation, Map<NodeName, Integer> numbers, int enough) {
    this.table = table;
    this.numbers = numbers;
    this.enough = enough;
    Set<Incarnation> members = Set.copyOf(table.members());
    for (Incarnation process : situation.live()) {
      if (members.contains(process)) {
        alive.add(process.node());
      }
    }
    for (Suspicion word : situation.suspicions()) {
      if (word.epoch() == table.epoch()) {
        silences.add(new Edge(word.from(), word.silent()));
      }
    }
    for (SyncReport word : situation.complete()) {
      reports
          .computeIfAbsent(new Edge(word.from(), word.learner()), same -> new ArrayList<>(1))
          .add(word);
    }
  }

  /** What is left of each slot. */
  Remnant[] remnants() {
    Remnant[] remnants = new Remnant[table.slotCount()];
    for (int slot = 0; slot < remnants.length; slot++) {
      remnants[slot] = remnant(slot, table.owners(slot));
    }
    return remnants;
  }

  private Remnant remnant(int slot, SlotOwners owners) {
    List<Copy> complete = complete(slot, owners);
    if (!complete.isEmpty()) {
      return known
          .computeIfAbsent(owners, same -> new HashMap<>())
          .computeIfAbsent(complete, learners -> remnant(owners, learners));
    }
    Remnant remnant = quiet.get(owners);
    if (remnant == null) {
      remnant = remnant(owners, complete);
      quiet.put(owners, remnant);
    }
    return remnant;
  }

  private Remnant remnant(SlotOwners owners, List<Copy> complete) {
    List<Copy> inSync = new ArrayList<>(1 + owners.backups().size() + complete.size());
    addIfSurvives(owners, owners.primary(), inSync);
    for (Copy copy : owners.backups()) {
      addIfSurvives(owners, copy, inSync);
    }
    for (Copy copy : complete) {
      addIfSurvives(owners, copy, inSync);
    }
    if (inSync.isEmpty()) {
      return Remnant.NOTHING;
    }
    List<Copy> learners = new ArrayList<>(owners.learners().size());
    for (Copy copy : owners.learners()) {
      if (!complete.contains(copy) && !hasEnough(inSync)) {
        addIfSurvives(owners, copy, learners);
      }
    }
    boolean hasPrimary = inSync.get(0).equals(owners.primary());
    boolean isWhole =
        inSync.size() == 1 + owners.backups().size() && learners.size() == owners.learners().size();
    return new Remnant(
        inSync,
        hasPrimary,
        learners,
        owners.term(),
        existing(inSync, hasPrimary, learners),
        isWhole ? owners : null);
  }

  private boolean hasEnough(List<Copy> inSync) {
    return inSync.stream().filter(copy -> numbers.containsKey(copy.node())).count() >= enough;
  }

  private void addIfSurvives(SlotOwners owners, Copy copy, List<Copy> copies) {
    if (survives(owners, copy)) {
      copies.add(copy);
    }
  }

  private List<Copy> complete(int slot, SlotOwners owners) {
    if (owners.learners().isEmpty() || reports.isEmpty()) {
      return List.of();
    }
    List<Copy> complete = new ArrayList<>();
    for (Copy learner : owners.learners()) {
      if (isComplete(slot, owners, learner)) {
        complete.add(learner);
      }
    }
    return complete;
  }

  private boolean isComplete(int slot, SlotOwners owners, Copy learner) {
    for (SyncReport report :
        reports.getOrDefault(new Edge(owners.primary().node(), learner.node()), List.of())) {
      if (report.concerns(slot, owners, learner)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A node's word that it has not what the table says counts always, a suspicion of another while
   * the primary that has it lives. When the primary died, whoever it waited for in vain has
   * everything that it acknowledged, and may be the last to have it.
   */
  private boolean survives(SlotOwners owners, Copy copy) {
    return alive.contains(copy.node()) && (silences.isEmpty() || !isDropped(owners, copy));
  }

  private boolean isDropped(SlotOwners owners, Copy copy) {
    NodeName primary = owners.primary().node();
    return silences.contains(new Edge(copy.node(), copy.node()))
        || (!copy.equals(owners.primary())
            && alive.contains(primary)
            && silences.contains(new Edge(primary, copy.node())));
  }

  private Existing existing(List<Copy> inSync, boolean hasPrimary, List<Copy> learners) {
    int[] nodes = new int[inSync.size() + learners.size()];
    int staying = addNumbers(inSync, nodes, 0);
    int all = addNumbers(learners, nodes, staying);
    boolean primaryStays = hasPrimary && numbers.containsKey(inSync.get(0).node());
    return new Existing(Arrays.copyOf(nodes, all), staying, primaryStays);
  }

  /** Adds the numbers of the nodes that stay, and says how many there are now. */
  private int addNumbers(List<Copy> copies, int[] nodes, int count) {
    int added = count;
    for (Copy copy : copies) {
      Integer number = numbers.get(copy.node());
      if (number != null) {
        nodes[added++] = number;
      }
    }
    return added;
  }
}
