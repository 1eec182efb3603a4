package io.apothik.node;

import static io.apothik.node.TestCluster.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Beside
class ScanTest {
  private static TestCluster cluster;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(3);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @BeforeEach
  void empty() {
    clear();
  }

  @Test
  void aScan_findsEachKeyOnce_pageAfterPage() {
    cluster.fill(2_500);

    assertThat(scan("", 7)).containsExactlyInAnyOrderElementsOf(filled(2_500));
  }

  @Test
  void aScanOfNothing_endsWithItsFirstPage() {
    JsonObject page = cluster.ask(new JsonObject().put("op", "scan"));

    assertThat(page.getJsonArray("keys")).isEmpty();
    assertThat(page.containsKey("cursor")).isFalse();
  }

  @Test
  void aPrefix_selectsKeys() {
    cluster.fill(300);
    cluster.ask(put("k_2", "other"));
    cluster.ask(put("é", "accent"));

    assertThat(scan("k_1_29", 100))
        .hasSize(11)
        .allMatch(key -> key.startsWith("k_1_29"))
        .doesNotHaveDuplicates();
    assertThat(scan("é", 1)).containsExactly("é");
    assertThat(scan("nothing", 1)).isEmpty();
  }

  @Test
  void manyKeysOfOneSlot_comeInPagesToo() {
    List<String> keys = IntStream.range(0, 100).mapToObj(i -> "{tag}" + i).toList();
    keys.forEach(key -> cluster.ask(put(key, "v")));

    assertThat(scan("", 9)).containsExactlyElementsOf(keys.stream().sorted().toList());
  }

  @Test
  void entriesWhoseTimeIsOver_areNotFound() {
    cluster.ask(put("stays", "v"));
    cluster.ask(put("goes", "v").put("ttlMillis", 1));

    await().until(() -> scan("", 10).equals(List.of("stays")));
  }

  @Test
  void whileANodeJoinsAndLeaves_eachKeyThatIsThereThroughout_comesExactlyOnce() {
    cluster.fill(3_000);
    Future<Node> joined =
        cluster.launch(NodeName.numbered(4, "127.0.0.1"), Role.CACHE, config -> config);
    assertThat(changesDuringScans(() -> joined.isComplete() && isSettledAmong(4))).isPositive();

    Future<Void> left = TestCluster.result(joined).leave();
    assertThat(changesDuringScans(() -> left.isComplete() && isSettledAmong(3))).isPositive();
  }

  private static boolean isSettledAmong(int nodes) {
    SlotTable table = cluster.node(1).table();
    return table.members().size() == nodes && table.moving() == 0;
  }

  /** Scans until that holds; gives how often a table was replaced between two pages. */
  private static long changesDuringScans(BooleanSupplier over) {
    long changes = 0;
    while (!over.getAsBoolean()) {
      long before = cluster.node(1).table().epoch();
      assertThat(scan("k_1_", 200)).containsExactlyInAnyOrderElementsOf(filled(3_000));
      changes += cluster.node(1).table().epoch() - before;
    }
    return changes;
  }

  @Test
  void whileOthersWrite_eachKeyThatIsThereThroughout_comesExactlyOnce() {
    cluster.fill(1_000);
    Traffic traffic = Traffic.start(cluster.node(2));

    List<String> found = scan("k_1_", 50);

    traffic.stop();
    assertThat(found).containsExactlyInAnyOrderElementsOf(filled(1_000));
  }

  @Test
  void clear_deletesEverything_andSaysHowMuch() {
    cluster.fill(3_000);

    assertThat(clear()).isEqualTo(3_000);

    assertThat(cluster.sum()).isZero();
    assertThat(clear()).isZero();
  }

  @Test
  void aClearWithLittleTime_goesOnWhereItWas() {
    cluster.fill(10_000);

    long deleted = 0;
    JsonObject reply = new JsonObject().put("cursor", "0");
    while (reply.containsKey("cursor")) {
      reply =
          cluster.ask(
              new JsonObject()
                  .put("op", "clear")
                  .put("cursor", reply.getString("cursor"))
                  .put("timeoutMillis", 2_000));
      deleted += reply.getLong("deleted");
    }

    assertThat(deleted).isEqualTo(10_000);
    assertThat(cluster.sum()).isZero();
  }

  private static List<String> filled(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "k_1_" + i).toList();
  }

  private static long clear() {
    return cluster
        .ask(new JsonObject().put("op", "clear").put("timeoutMillis", 25_000))
        .getLong("deleted");
  }

  private static List<String> scan(String prefix, int count) {
    List<String> keys = new ArrayList<>();
    JsonObject request =
        new JsonObject().put("op", "scan").put("prefix", prefix).put("count", count);
    JsonObject page = cluster.ask(request);
    while (true) {
      assertThat(page.getJsonArray("keys").size()).isLessThanOrEqualTo(count);
      page.getJsonArray("keys").forEach(key -> keys.add((String) key));
      if (!page.containsKey("cursor")) {
        return keys;
      }
      page = cluster.ask(request.copy().put("cursor", page.getString("cursor")));
    }
  }
}
