package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.process.RunSh.Result;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code bench --quick} measures a running cluster, and leaves it as it was. What it prints is in
 * docs/operations.md.
 */
@ExtendWith(TwoNodes.class)
class BenchQuickIT {
  private static TestCluster cluster;

  @BeforeAll
  static void start(TestCluster shared) {
    cluster = shared;
  }

  @Test
  void everyMixAndDepth_isMeasured_andNoKeyIsLeft() {
    cluster.ask("put", "mine", "1");
    String before = cluster.ask("sum");
    Result result = cluster.run("bench", "--quick", "--seconds", "5", "--json");
    JsonObject json = new JsonObject(result.out());

    assertThat(json.getJsonArray("results")).hasSize(9);
    assertThat(IntStream.range(0, 9).mapToObj(json.getJsonArray("results")::getJsonObject))
        .allSatisfy(
            measured -> {
              assertThat(measured.getLong("requestsPerSecond")).isPositive();
              assertThat(measured.getLong("p99Micros"))
                  .isGreaterThanOrEqualTo(measured.getLong("p50Micros"));
              assertThat(measured.getLong("failed")).isZero();
            });
    assertThat(result.err()).startsWith("This puts load on the cluster");
    assertThat(json.getInteger("nodes")).isEqualTo(2);
    assertThat(json.getInteger("keysLeft")).isZero();
    assertThat(cluster.ask("sum")).isEqualTo(before);
  }

  @Test
  void whatIsBeyondALimit_endsWith2() {
    Result result = cluster.run("bench", "--quick", "--seconds", "61");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("--seconds 61 is not between 1 and 60");
  }
}
