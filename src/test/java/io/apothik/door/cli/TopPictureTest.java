package io.apothik.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopPictureTest {
  private static final JsonObject BUSY =
      new JsonObject(
          """
          {"node":"apothik_1@h","role":"cache","state":"up","slots":16384,"entries":7,
           "bytes":2097152,"memoryBytes":67108864,"requestsPerSecond":1200,"hitRatio":0.75,
           "lease":"held","inFlight":2,"callsPerSecond":100.0,"errorsPerSecond":0.2,
           "p50Micros":60,"p99Micros":900}""");
  private static final JsonObject GONE =
      new JsonObject().put("node", "apothik_2@h").put("role", "cache").put("state", "down");

  private static JsonObject hot(String key, long count) {
    return new JsonObject().put("key", key).put("count", count).put("node", "apothik_1@h");
  }

  private static String picture(JsonObject... hotKeys) {
    JsonObject cluster =
        new JsonObject()
            .put("placement", "slots")
            .put("epoch", 7)
            .put("slots", 16_384)
            .put("moving", 0)
            .put("slotsToFill", 0)
            .put("bytesToFill", 0)
            .put("degraded", 0)
            .put("safeToRoll", true)
            .put("slotsLost", 0)
            .put("moves", 0)
            .put("longestPauseMillis", 0)
            .put("meanPauseMillis", 0)
            .put("nodes", new JsonArray().add(BUSY).add(GONE));
    JsonObject sample = new JsonObject().put("p50Micros", 61).put("p99Micros", 1_500);
    return TopPicture.of(
        new JsonObject()
            .put("cluster", cluster)
            .put("history", new JsonObject().put("samples", new JsonArray().add(sample)))
            .put(
                "hotKeys",
                new JsonObject()
                    .put("requests", 1_000)
                    .put("keys", new JsonArray(List.of(hotKeys)))));
  }

  @Test
  void eachNode_hasALine_andTheClusterOne() {
    assertThat(picture(hot("city", 250), hot("k", 10)).lines())
        .containsExactly(
            "1200 requests/s, 0.2 errors/s, p50 0.06 ms, p99 1.50 ms",
            "redundancy: no slot lacks a copy, safe to take a node out",
            "node         state  requests/s  hits    memory  calls/s  errors/s      p50      p99"
                + "  in flight  hot keys",
            "apothik_1@h  up           1200  75 %  2/64 MiB    100.0       0.2  0.06 ms  0.90 ms"
                + "          2  city 25.0 %, k 1.0 %",
            "apothik_2@h  down            -     -         -        -         -        -        -"
                + "          -");
  }

  @Test
  void aKey_steersNoTerminal() {
    assertThat(picture(hot("\u001b[2Jx", 250))).contains("·[2Jx").doesNotContain("\u001b");
  }
}
