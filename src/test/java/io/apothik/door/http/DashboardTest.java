package io.apothik.door.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/grafana/apothik.json asks for what nodes export, and for all of it. */
class DashboardTest {
  private static final Pattern SERIES = Pattern.compile("^([a-z_]+)[{ ]", Pattern.MULTILINE);
  private static final Pattern NAME =
      Pattern.compile("\\b(?:apothik|jvm|process)_[a-z_]+(?=[{\\[),]|$| )");

  /** What the dashboard does without, for a reason. */
  private static final Set<String> UNUSED =
      // Of the last minutes only, where the histogram has all there was.
      Set.of("apothik_request_duration_seconds_max");

  private static final Doors DOORS = new Doors();
  private static TestCluster cluster;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(2, config -> config.withMeters(DOORS.registry));
    cluster.fill(200);
    cluster.ask(TestCluster.get("k_1_1"));
    cluster.ask(TestCluster.get("absent"));
    System.gc();
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void whatTheDashboardAsksFor_isExported() {
    await().untilAsserted(() -> assertThat(exported()).containsAll(asked()));
  }

  @Test
  void whatIsExported_isAskedForByTheDashboard() throws IOException {
    Set<String> unasked = exported();
    unasked.removeIf(name -> !name.startsWith("apothik_"));
    unasked.removeAll(asked());

    assertThat(unasked).isEqualTo(UNUSED);
  }

  private static Set<String> exported() {
    Node node = cluster.node(1);
    return SERIES
        .matcher(DOORS.get(node, "/metrics").text())
        .results()
        .map(series -> series.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> asked() throws IOException {
    JsonObject dashboard = new JsonObject(Files.readString(Path.of("docs/grafana/apothik.json")));
    Set<String> names = new TreeSet<>();
    objects(dashboard.getJsonArray("panels"))
        .forEach(
            panel ->
                objects(panel.getJsonArray("targets"))
                    .forEach(target -> addNames(target.getString("expr"), names)));
    objects(dashboard.getJsonObject("templating").getJsonArray("list"))
        .forEach(variable -> addNames(variable.getString("query"), names));
    assertThat(names).hasSizeGreaterThan(20);
    return names;
  }

  private static void addNames(String query, Set<String> names) {
    NAME.matcher(query).results().forEach(name -> names.add(name.group()));
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array == null ? List.of() : array.stream().map(JsonObject.class::cast).toList();
  }
}
