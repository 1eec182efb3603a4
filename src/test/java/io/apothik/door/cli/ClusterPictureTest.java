package io.apothik.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ClusterPictureTest {
  private static final long MIB = 1024 * 1024;

  @Test
  void nothingMoves_noLineAboutIt() {
    assertThat(picture(cluster(0, 0, 0))).doesNotContain("moving:");
  }

  @Test
  void whileSlotsMove_itSaysHowMuchAndHowLong() {
    assertThat(picture(cluster(819, 300, 5 * MIB / 2).put("fillMillisLeft", 3_200)))
        .contains("819 moving", "moving: 300 slots, 2.5 MiB to go, about 4 s left\n");
  }

  @Test
  void whileNobodyCanTellHowLong_itSaysSo() {
    assertThat(picture(cluster(819, 300, MIB)))
        .contains("moving: 300 slots, 1.0 MiB to go, time left not known yet\n");
  }

  @Test
  void onceAllIsFilled_itWaitsForTheTable() {
    assertThat(picture(cluster(819, 0, 0).put("fillMillisLeft", 0)))
        .contains("moving: 819 slots, all filled, the next table is to come\n");
  }

  @Test
  void afterAMove_itSaysForHowLongNobodyAnswered() {
    JsonObject moved =
        cluster(0, 0, 0).put("moves", 4).put("longestPauseMillis", 30).put("meanPauseMillis", 13);

    assertThat(picture(moved)).contains("pauses: 4 moves, longest 30 ms, mean 13 ms\n");
    assertThat(picture(cluster(0, 0, 0))).doesNotContain("pauses:");
  }

  @Test
  void theRing_saysHowManyCopiesAreMissing_andWhetherANodeCanGo() {
    assertThat(picture(cluster(0, 0, 0).put("safeToRoll", true)))
        .contains("redundancy: no slot lacks a copy, safe to take a node out");
    assertThat(picture(cluster(0, 0, 0).put("degraded", 12).put("safeToRoll", false)))
        .contains("redundancy: 12 slots lack a copy, not safe to take a node out");
  }

  private static String picture(JsonObject cluster) {
    String table = ClusterPicture.of(cluster).asTable();
    String ring = ClusterPicture.of(cluster).asRing();
    assertThat(table).startsWith(ring.substring(0, ring.indexOf("redundancy:")));
    return ring;
  }

  private static JsonObject cluster(int moving, int slotsToFill, long bytesToFill) {
    return new JsonObject()
        .put("placement", "slots")
        .put("epoch", 7)
        .put("slots", 16_384)
        .put("moving", moving)
        .put("slotsToFill", slotsToFill)
        .put("bytesToFill", bytesToFill)
        .put("degraded", 0)
        .put("slotsLost", 0)
        .put("moves", 0)
        .put("longestPauseMillis", 0)
        .put("meanPauseMillis", 0)
        .put("nodes", new JsonArray());
  }
}
