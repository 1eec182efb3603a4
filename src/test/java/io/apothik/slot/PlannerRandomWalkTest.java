package io.apothik.slot;

import static io.apothik.slot.PlannerLaws.assertBalanced;
import static io.apothik.slot.PlannerLaws.assertFollows;
import static io.apothik.slot.PlannerLaws.assertOnlyGoesTo;
import static io.apothik.slot.PlannerLaws.assertSettled;
import static io.apothik.slot.PlannerLaws.changed;
import static io.apothik.slot.PlannerLaws.everythingHandedOver;
import static io.apothik.slot.PlannerLaws.settle;
import static io.apothik.slot.PlannerLaws.staying;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins, leaves, deaths and partial handovers in a random order; the laws after every step. */
class PlannerRandomWalkTest {
  private static final int STEPS = 300;
  private static final int NODES_MAX = 20;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1_000, 4_096})
  void anyCourseOfEvents_keepsTheLawsAndEndsBalanced(int slots) {
    long seed = Seed.next();
    try {
      Walk walk = new Walk(seed, slots);
      for (int step = 0; step < STEPS; step++) {
        walk.step();
      }
      walk.end();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("-Dapothik.seed=" + seed + ", " + slots + " slots", failure);
    }
  }

  private static final class Walk {
    private final Random random;
    private final Planner planner;
    private final List<NodeName> live = new ArrayList<>();
    private final Set<NodeName> leaving = new HashSet<>();
    private SlotTable table = SlotTable.NONE;
    private int joined;

    Walk(long seed, int slots) {
      this.random = new Random(seed);
      this.planner = new Planner(slots);
      join();
    }

    void step() {
      int dice = random.nextInt(10);
      if (dice < 3 && live.size() < NODES_MAX) {
        join();
      } else if (dice < 4 && live.size() > 1) {
        leave();
      } else if (dice < 5 && live.size() > 1) {
        die();
      } else {
        handOver();
      }
      endThoseThatLeft();
    }

    void end() {
      SlotTable settled = settle(planner, table, live, leaving);
      assertSettled(settled);
      assertBalanced(settled, staying(live, leaving));
    }

    private void join() {
      NodeName newcomer = NodeName.numbered(++joined, "h");
      boolean nobodyStayed = leaving.containsAll(live);
      live.add(newcomer);
      SlotTable before = table;
      plan(List.of());
      if (!before.isEmpty() && !nobodyStayed) {
        assertOnlyGoesTo(newcomer, before, table);
      }
    }

    private void leave() {
      leaving.add(randomNode());
      SlotTable before = table;
      plan(List.of());
      assertThat(changed(before, table, SlotOwners::primary)).isEmpty();
    }

    private void die() {
      NodeName dead = randomNode();
      live.remove(dead);
      leaving.remove(dead);
      SlotTable before = table;
      plan(List.of());
      Set<NodeName> heirs = Set.copyOf(staying(live, leaving));
      assertThat(changed(before, table, SlotOwners::primary))
          .allMatch(slot -> before.owners(slot).primary().equals(dead))
          .filteredOn(slot -> heirs.contains(before.owners(slot).destination()))
          .allMatch(slot -> isHeir(before, slot));
    }

    private boolean isHeir(SlotTable before, int slot) {
      return table.owners(slot).primary().equals(before.owners(slot).destination());
    }

    private void handOver() {
      List<HandedOver> done = new ArrayList<>();
      everythingHandedOver(table).stream()
          .filter(all -> random.nextBoolean())
          .forEach(all -> done.add(part(all)));
      SlotTable before = table;
      plan(done);
      assertThat(changed(before, table, SlotOwners::destination)).isEmpty();
    }

    private HandedOver part(HandedOver all) {
      SlotSet.Builder some = new SlotSet.Builder();
      all.slots().stream().filter(slot -> random.nextInt(4) > 0).forEach(some::add);
      long epoch = random.nextInt(10) == 0 ? all.epoch() - 1 : all.epoch();
      return new HandedOver(epoch, all.from(), all.to(), some.build());
    }

    private void endThoseThatLeft() {
      if (live.removeIf(node -> leaving.contains(node) && !table.nodes().contains(node))) {
        leaving.retainAll(live);
        SlotTable before = table;
        plan(List.of());
        assertThat(table).isSameAs(before);
      }
    }

    private void plan(List<HandedOver> done) {
      SlotTable next = planner.plan(table, live, leaving, done);
      assertFollows(table, next, live, leaving, done);
      table = next;
    }

    private NodeName randomNode() {
      return live.get(random.nextInt(live.size()));
    }
  }
}
