package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.apothik.SecondLane;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The show that a newcomer sees first: one cluster, from its start to the death of a node. */
@SecondLane
@TestMethodOrder(OrderAnnotation.class)
class ShowIT {
  private static final int ENTRIES = 5_000;
  private static final int SLOTS = 16_384;
  private static final int SAMPLE_KEYS = 300;
  private static final String SIXTH = "apothik_6@127.0.0.1";
  private static final Pattern HOLDERS =
      Pattern.compile("slot \\d+, owner ([^,]+), backup ([^,]+), epoch");
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(5);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  @Order(1)
  void aNewCluster_saysThatItIsReady() {
    assertThat(cluster.up().out()).contains("\nready: 5 nodes, 16384 slots");
    assertThat(cluster.up().err()).isEmpty();
  }

  @Test
  @Order(2)
  void aValue_isFoundUnderItsKey() {
    assertThat(cluster.ask("put", "city", "Paris")).isEmpty();
    assertThat(cluster.ask("get", "city")).isEqualTo("Paris");
    assertThat(cluster.ask("delete", "city")).isEqualTo("deleted");
  }

  @Test
  @Order(3)
  void fiveThousandEntries_areSpreadEvenly() {
    assertThat(cluster.ask("fill", "1", "" + ENTRIES)).isEqualTo("5000 stored");

    assertThat(cluster.ask("sum")).isEqualTo("5000");
    assertThat(entries())
        .hasSize(5)
        .allSatisfy(count -> assertThat(count).isCloseTo(1_000, withinPercentage(15)));
  }

  @Test
  @Order(4)
  void aSixthNode_takesASixthOfTheSlots_fromEachAlike_andNoneMovesBetweenOldNodes() {
    List<Integer> slots = slots();
    List<Set<String>> holders = holders();

    assertThat(cluster.ask("start")).isEqualTo(SIXTH + " is up");

    assertThat(cluster.ask("sum")).isEqualTo("5000");
    assertThat(slots()).allSatisfy(count -> assertThat(count).isBetween(SLOTS / 6, SLOTS / 6 + 1));
    assertThat(IntStream.range(0, 5).mapToObj(i -> slots.get(i) - slots().get(i)))
        .allSatisfy(given -> assertThat(given).isCloseTo(SLOTS / 6 / 5, withinPercentage(1)));
    assertThat(newHoldersSince(holders)).isNotEmpty().containsOnly(SIXTH);
  }

  @Test
  @Order(5)
  void aNodeThatIsEnded_handsOverAllItHolds() {
    assertThat(cluster.ask("kill", "6")).isEqualTo("node 6 is gone");

    assertThat(cluster.ask("sum")).isEqualTo("5000");
    assertThat(cluster.ask("get", "k_1_5000")).isEqualTo("5000");
  }

  @Test
  @Order(6)
  void aNodeThatDies_takesNothingAlong() {
    assertThat(Integer.parseInt(cluster.ask("stat", "2"))).isPositive();

    assertThat(cluster.ask("kill", "2", "--hard")).isEqualTo("node 2 is gone");

    assertThat(cluster.ask("sum")).isEqualTo("5000");
    assertThat(cluster.ask("stat")).matches("\\[\\d+, down, \\d+, \\d+, \\d+, down]");
  }

  @Test
  @Order(7)
  void anotherThatDies_whenTheFirstIsReplaced_takesNothingAlongEither() {
    assertThat(cluster.ask("start")).isEqualTo("apothik_2@127.0.0.1 is up");

    assertThat(cluster.ask("kill", "3", "--hard")).isEqualTo("node 3 is gone");

    assertThat(cluster.ask("sum")).isEqualTo("5000");
  }

  private static List<Integer> entries() {
    return numbers("entries");
  }

  private static List<Integer> slots() {
    return numbers("slots");
  }

  private static List<Integer> numbers(String field) {
    List<JsonObject> nodes = TestCluster.cacheNodes(cluster.picture());
    return nodes.stream().map(node -> node.getInteger(field)).toList();
  }

  private static Set<String> newHoldersSince(List<Set<String>> before) {
    List<Set<String>> after = holders();
    return IntStream.range(0, SAMPLE_KEYS)
        .boxed()
        .flatMap(i -> after.get(i).stream().filter(node -> !before.get(i).contains(node)))
        .collect(Collectors.toSet());
  }

  /** Of the sample's keys, in order; asked in one process, as each takes half a second. */
  private static List<Set<String>> holders() {
    String commands =
        IntStream.rangeClosed(1, SAMPLE_KEYS)
            .mapToObj("where k_1_%d\n"::formatted)
            .collect(Collectors.joining());
    String answers = cluster.runWithInput(commands.getBytes(StandardCharsets.UTF_8), "shell").out();
    List<Set<String>> holders =
        HOLDERS.matcher(answers).results().map(m -> Set.of(m.group(1), m.group(2))).toList();
    assertThat(holders).hasSize(SAMPLE_KEYS);
    return holders;
  }
}
