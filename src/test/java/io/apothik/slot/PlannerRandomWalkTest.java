package io.apothik.slot;

import static io.apothik.slot.PlannerLaws.assertBalanced;
import static io.apothik.slot.PlannerLaws.assertDestinationsStay;
import static io.apothik.slot.PlannerLaws.assertFollows;
import static io.apothik.slot.PlannerLaws.assertHardlyChanged;
import static io.apothik.slot.PlannerLaws.everythingComplete;
import static io.apothik.slot.PlannerLaws.settle;
import static io.apothik.slot.PlannerLaws.staying;

import io.apothik.Beside;
import io.apothik.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that can happen, in a random order; the laws after every step. */
@Beside
class PlannerRandomWalkTest {
  private static final int STEPS = 120;
  private static final int NODES_MAX = 12;

  @ParameterizedTest
  @CsvSource({"1,0", "1,2", "7,1", "7,3", "100,0", "100,1", "100,2", "1000,1", "1000,3", "4096,1"})
  void anyCourseOfEvents_keepsTheLawsAndEndsBalanced(int slots, int backups) {
    long seed = Seed.next();
    try {
      Walk walk = new Walk(seed, slots, backups);
      for (int step = 0; step < STEPS; step++) {
        walk.step();
      }
      walk.end();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(
          "-Dapothik.seed=%d, %d slots, %d backups".formatted(seed, slots, backups), failure);
    }
  }

  private static final class Walk {
    private final Random random;
    private final Planner planner;
    private final int backups;
    private final int hosts;
    private final List<Incarnation> live = new ArrayList<>();
    private final Set<NodeName> leaving = new HashSet<>();
    private SlotTable table = SlotTable.NONE;
    private int started;

    Walk(long seed, int slots, int backups) {
      this.random = new Random(seed);
      this.planner = new Planner(slots, backups);
      this.backups = backups;
      this.hosts = 1 + random.nextInt(4);
      join();
    }

    void step() {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> join();
        case 3 -> leave();
        case 4 -> die();
        case 5 -> restart();
        case 6 -> suspect();
        default -> report();
      }
      assertNoNewsChangesHardlyAnything();
      endThoseThatLeft();
    }

    private void assertNoNewsChangesHardlyAnything() {
      assertHardlyChanged(table, planner.plan(table, situation()));
    }

    void end() {
      SlotTable settled = settle(planner, table, live, leaving);
      assertBalanced(settled, staying(live, leaving), backups);
    }

    /** A node that was never there, or was once. */
    private void join() {
      int number = 1 + random.nextInt(NODES_MAX);
      NodeName node = NodeName.numbered(number, "h" + number % hosts);
      if (live.stream().noneMatch(process -> process.node().equals(node))) {
        live.add(process(node));
        plan(situation());
      }
    }

    private void leave() {
      leaving.add(randomNode());
      plan(situation());
    }

    private void die() {
      if (live.size() > 1) {
        Incarnation dead = live.remove(random.nextInt(live.size()));
        leaving.remove(dead.node());
        plan(situation());
      }
    }

    private void restart() {
      int index = random.nextInt(live.size());
      live.set(index, process(live.get(index).node()));
      plan(situation());
    }

    private void suspect() {
      Suspicion word = new Suspicion(table.epoch() - random.nextInt(2), randomNode(), randomNode());
      // A node that says so of itself may be the last to have something: that is lost then.
      if (!word.from().equals(word.silent())) {
        plan(situation().withSuspicions(List.of(word)));
      }
    }

    private void report() {
      List<SyncReport> reports = new ArrayList<>();
      everythingComplete(table).stream()
          .filter(all -> random.nextInt(3) > 0)
          .forEach(all -> reports.add(part(all)));
      SlotTable before = table;
      plan(situation().withComplete(reports));
      assertDestinationsStay(before, table);
    }

    private SyncReport part(SyncReport all) {
      SlotSet.Builder some = new SlotSet.Builder();
      all.slots().stream().filter(slot -> random.nextInt(4) > 0).forEach(some::add);
      long epoch = random.nextInt(10) == 0 ? all.epoch() - 1 : all.epoch();
      return new SyncReport(epoch, all.from(), all.learner(), some.build());
    }

    private void endThoseThatLeft() {
      live.removeIf(process -> leaving.contains(process.node()) && !table.isMember(process));
      leaving.retainAll(Fleet.names(live));
    }

    private void plan(Situation situation) {
      SlotTable next = planner.plan(table, situation);
      assertFollows(table, next, situation);
      table = next;
    }

    private Situation situation() {
      return Situation.of(live).withLeaving(leaving);
    }

    private Incarnation process(NodeName node) {
      return new Incarnation(node, "process " + ++started);
    }

    private NodeName randomNode() {
      return live.get(random.nextInt(live.size())).node();
    }
  }
}
