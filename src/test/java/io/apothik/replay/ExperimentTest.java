package io.apothik.replay;

import static io.apothik.message.ReplayStep.ADD;
import static io.apothik.message.ReplayStep.COUNT_MASTER;
import static io.apothik.message.ReplayStep.FILL;
import static io.apothik.message.ReplayStep.KILL;
import static io.apothik.message.ReplayStep.START_OVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.apothik.Seed;
import io.apothik.message.Limits;
import io.apothik.message.ReplayStep;
import io.apothik.message.Replayed;
import io.apothik.message.Replayed.Node;
import io.apothik.message.Replayed.NodeState;
import io.apothik.message.Replayed.Standing;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Order(3)
@Execution(ExecutionMode.CONCURRENT)
class ExperimentTest {
  private static final String MODULO = "modulo";
  private static final String RING = "ring";
  private static final String SLOTS = "slots";

  private final Experiment experiment = new Experiment();

  private Replayed play(ReplayStep... steps) {
    Replayed last = experiment.play(steps[0]);
    for (int i = 1; i < steps.length; i++) {
      last = experiment.play(steps[i]);
    }
    return last;
  }

  private static Standing of(String placement, Replayed replayed) {
    return replayed.standings().stream()
        .filter(standing -> standing.placement().equals(placement))
        .findFirst()
        .orElseThrow();
  }

  private static List<Integer> keys(Standing standing) {
    return standing.nodes().stream().map(Node::keys).toList();
  }

  @Test
  void everyPlacement_isThereAndKnowsItsStep() {
    Replayed replayed = play(START_OVER, FILL);

    assertThat(replayed.standings())
        .extracting(Standing::placement)
        .containsExactly(MODULO, RING, SLOTS);
    assertThat(replayed.step()).isEqualTo(FILL);
    assertThat(replayed.steps()).isEqualTo(2);
    assertThat(replayed.keys()).isEqualTo(5_000);
  }

  @Test
  void filledByModulo_keysAreWhereTheOriginalHadThem() {
    assertThat(keys(of(MODULO, play(FILL)))).containsExactly(1026, 996, 1012, 1021, 945);
  }

  @Test
  void filled_everyPlacementFindsAll() {
    assertThat(play(FILL).standings())
        .allSatisfy(
            standing -> {
              assertThat(standing.found()).isEqualTo(5_000);
              assertThat(standing.lost()).isZero();
              assertThat(standing.garbage()).isZero();
              assertThat(standing.moved()).isZero();
              assertThat(standing.words()).contains("Now every key is found.");
            });
  }

  @Test
  void masterCountedByModulo_aSixthShareIsSentNowhere() {
    Standing modulo = of(MODULO, play(COUNT_MASTER));

    assertThat(keys(modulo)).containsExactly(825, 827, 814, 834, 817, 0);
    assertThat(modulo.lost()).isEqualTo(883);
    assertThat(modulo.found()).isEqualTo(4_117);
    assertThat(modulo.nodes().get(5).state()).isEqualTo(NodeState.COUNTED);
    assertThat(modulo.words()).contains("the master, which keeps nothing", "883 are lost");
  }

  @Test
  void masterCountedInTheRing_itsShareIsSentNowhere() {
    assertThat(of(RING, play(COUNT_MASTER)).lost()).isBetween(400, 1_300);
  }

  @Test
  void masterBesideSlots_isAClientAndNothingIsLost() {
    Standing slots = of(SLOTS, play(COUNT_MASTER));

    assertThat(slots.found()).isEqualTo(5_000);
    assertThat(slots.nodes().get(5).state()).isEqualTo(NodeState.CLIENT);
    assertThat(slots.nodes().get(5).keys()).isZero();
  }

  @Test
  void nodeDiesUnderModulo_mostOfTheRestIsGarbage() {
    Standing modulo = of(MODULO, play(FILL, KILL));

    assertThat(keys(modulo)).containsExactly(0, 996, 1012, 1021, 945);
    assertThat(modulo.nodes().get(0).state()).isEqualTo(NodeState.DOWN);
    assertThat(modulo.lost()).isEqualTo(1_026);
    assertThat(modulo.found()).isEqualTo(976);
    assertThat(modulo.garbage()).isEqualTo(2_998);
    assertThat(modulo.moved()).isEqualTo(4_024);
    assertThat(modulo.words())
        .isEqualTo(
            "Node 1 died with what it held. Keys are hashed to 4 numbers now: 4,024 are looked for"
                + " on another node than before. Now 976 keys are found, 1,026 are lost, and 2,998"
                + " entries are garbage, as they are not looked for there.");
  }

  @Test
  void filledAgainAfterADeathUnderModulo_garbageStays() {
    Standing modulo = of(MODULO, play(FILL, KILL, FILL));

    assertThat(keys(modulo)).containsExactly(0, 1974, 2027, 2027, 1970);
    assertThat(modulo.found()).isEqualTo(5_000);
    assertThat(modulo.garbage()).isEqualTo(2_998);
  }

  @Test
  void nodeDiesOnTheRing_onlyItsKeysAreLost() {
    int held = of(RING, play(FILL)).nodes().get(0).keys();
    Standing ring = of(RING, play(KILL));

    assertThat(ring.lost()).isEqualTo(held);
    assertThat(ring.moved()).isEqualTo(held);
    assertThat(ring.found()).isEqualTo(5_000 - held);
    assertThat(ring.garbage()).isZero();
  }

  @Test
  void nodeDiesUnderSlots_nothingIsLostAndEachKeyHasABackupAgain() {
    Standing slots = of(SLOTS, play(FILL, KILL));

    assertThat(slots.found()).isEqualTo(5_000);
    assertThat(slots.lost()).isZero();
    assertThat(slots.garbage()).isZero();
    assertThat(slots.nodes().stream().mapToInt(Node::backups).sum()).isEqualTo(5_000);
    assertThat(slots.copied()).isPositive();
  }

  @Test
  void nodesDieOneAfterTheOtherUnderSlots_nothingIsLost() {
    Standing slots = of(SLOTS, play(FILL, KILL, KILL, KILL, KILL));

    assertThat(slots.found()).isEqualTo(5_000);
    assertThat(keys(slots)).containsExactly(0, 0, 0, 0, 5_000);
  }

  @Test
  void lastNode_doesNotDie() {
    play(FILL, KILL, KILL, KILL, KILL);

    assertThatThrownBy(() -> experiment.play(KILL))
        .hasMessage("apothik_5@127.0.0.1 is the last node of the experiment");
  }

  @Test
  void sixthNodeUnderModulo_mostKeysAreLookedForElsewhere() {
    Standing modulo = of(MODULO, play(FILL, ADD));

    assertThat(modulo.moved()).isGreaterThan(4_000);
    assertThat(modulo.garbage()).isEqualTo(modulo.moved());
    assertThat(modulo.lost()).isZero();
  }

  @Test
  void sixthNodeOnTheRing_whatItIsAskedForStaysBehindAsGarbage() {
    Standing ring = of(RING, play(FILL, ADD));

    assertThat(ring.moved()).isBetween(400, 1_300);
    assertThat(ring.garbage()).isEqualTo(ring.moved());
    assertThat(ring.found()).isEqualTo(5_000 - ring.moved());
  }

  @Test
  void sixthNodeUnderSlots_aSixthMovesWithItsEntries() {
    Standing slots = of(SLOTS, play(FILL, ADD));

    assertThat(slots.found()).isEqualTo(5_000);
    assertThat(slots.garbage()).isZero();
    assertThat(slots.moved()).isBetween(700, 970);
    // While slots move to it, a few pass to another copy that is there.
    assertThat(slots.nodes().get(5).keys()).isCloseTo(slots.moved(), within(20));
  }

  @Test
  void deadNodeIsFollowedByANewOne_itTakesTheFreeNumberAndHasNothing() {
    Replayed replayed = play(FILL, KILL, ADD);

    assertThat(of(MODULO, replayed).nodes()).hasSize(5);
    assertThat(of(MODULO, replayed).nodes().get(0).state()).isEqualTo(NodeState.UP);
    assertThat(keys(of(MODULO, replayed))).containsExactly(0, 996, 1012, 1021, 945);
    assertThat(of(SLOTS, replayed).nodes().get(0).keys()).isBetween(850, 1_150);
  }

  @Test
  void startedOver_fiveNodesAreEmpty() {
    Replayed replayed = play(COUNT_MASTER, KILL, ADD, ADD, START_OVER);

    assertThat(replayed.standings())
        .allSatisfy(
            standing -> {
              assertThat(keys(standing)).containsExactly(0, 0, 0, 0, 0);
              assertThat(standing.lost()).isZero();
              assertThat(standing.words()).isEqualTo("Five nodes, and nothing in them.");
            });
  }

  @Test
  void tooManyNodes_areRefused() {
    for (int i = 5; i < Limits.REPLAY_NODES_MAX; i++) {
      play(ADD);
    }

    assertThatThrownBy(() -> experiment.play(ADD)).hasMessageContaining("8 nodes at most");
  }

  @Test
  void whateverHappens_everyKeyIsFoundOrAccountedFor() {
    long seed = Seed.next();
    Random random = new Random(seed);
    play(FILL);
    for (int i = 0; i < 8; i++) {
      Replayed replayed = anyStep(random);

      assertThat(replayed.standings())
          .as("seed %d, step %d", seed, i)
          .allMatch(ExperimentTest::isAccountedFor);
      Standing slots = of(SLOTS, replayed);
      assertThat(slots.lost() + slots.garbage()).as("seed %d, step %d", seed, i).isZero();
    }
  }

  private Replayed anyStep(Random random) {
    int up =
        (int)
            of(MODULO, experiment.play(FILL)).nodes().stream()
                .filter(node -> node.state() == NodeState.UP)
                .count();
    boolean add = up == 1 || (up < Limits.REPLAY_NODES_MAX && random.nextBoolean());
    return play(add ? ADD : KILL);
  }

  private static boolean isAccountedFor(Standing standing) {
    int entries = standing.nodes().stream().mapToInt(Node::keys).sum();
    return entries == standing.found() + standing.garbage()
        && standing.found() + standing.lost() <= 5_000
        && standing.found() + standing.lost() + standing.garbage() >= 5_000;
  }
}
