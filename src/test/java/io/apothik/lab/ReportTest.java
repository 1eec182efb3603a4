package io.apothik.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.lab.Happening.Kind;
import io.apothik.message.Settings.Quorum;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Scenario SCENARIO =
      new Scenario(
          2,
          new Setting(1, Quorum.MAJORITY),
          3,
          10,
          60_000,
          7,
          List.of(FaultText.parse("kill 2 at 30s")));

  private static Findings findings(int backups, int lost) {
    return new Findings(
        new Setting(backups, Quorum.MAJORITY),
        200,
        lost,
        3,
        0,
        new TreeMap<>(Map.of("TIMEOUT", 4)),
        List.of(new Interval(30_000, 31_500, "no write")),
        2_340,
        true,
        List.of(new Happening(30_000, Kind.FAULT, "<kill> & 2")),
        Map.of(
            1,
            List.of(new Interval(0, 60_000, Chronicle.UP)),
            2,
            List.of(new Interval(0, 30_000, Chronicle.UP))),
        Collections.nCopies(60, 5));
  }

  private static final Comparison COMPARISON =
      new Comparison(SCENARIO, List.of(findings(1, 0), findings(0, 17)));

  @Test
  void text_saysWhatHappenedAndWhatItCost() {
    assertThat(TextReport.lines(COMPARISON))
        .contains(
            "2 nodes, 1 backup, quorum majority; 3 clients on 10 keys for 1m, seed 7",
            "  30.0 s  <kill> & 2",
            "node 1  " + "─".repeat(60),
            "node 2  " + "─".repeat(30),
            "writes  " + "█".repeat(60),
            "With 1 backup, quorum majority: nothing that was acknowledged was lost,"
                + " and no write was acknowledged for 1.5 s.",
            "acknowledged writes lost                0        17",
            "no write was acknowledged for       1.5 s     1.5 s",
            "refused: TIMEOUT                        4         4");
  }

  @Test
  void page_isSelfContainedAndHasNoScript() {
    String page = HtmlReport.page(COMPARISON);

    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("prefers-color-scheme: dark", "<svg", "acknowledged writes lost")
        .doesNotContain("<script", "http:", "https:", "src=", "url(", "@import");
  }

  @Test
  void page_showsTextAsText() {
    assertThat(HtmlReport.page(COMPARISON))
        .contains("&lt;kill&gt; &amp; 2")
        .doesNotContain("<kill>");
  }

  @Test
  void json_hasTheNumbersOfEachSetting() {
    assertThat(COMPARISON.asMap())
        .containsEntry("seed", 7L)
        .containsEntry("faults", List.of("kill 2 at 30s"))
        .extractingByKey("settings")
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .element(1)
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("backups", 0)
        .containsEntry("writesLost", 17)
        .containsEntry("blockedMillis", 1_500L);
  }
}
