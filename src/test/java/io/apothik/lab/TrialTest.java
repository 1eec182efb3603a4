package io.apothik.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Settings.Quorum;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What faults cost under each setting is what docs/guarantees.md says. */
@Execution(ExecutionMode.CONCURRENT)
class TrialTest {
  private static final String PARTITION = "partition 2|3 at 5s for 10s";
  private static final int MILLIS = 30_000;

  private static Scenario scenario(int backups, Quorum quorum, String... faults) {
    List<Fault> parsed = Stream.of(faults).map(FaultText::parse).toList();
    return new Scenario(5, new Setting(backups, quorum), 6, 60, MILLIS, 42, parsed);
  }

  private static Findings run(int backups, Quorum quorum, String... faults) {
    Findings findings = Trial.run(scenario(backups, quorum, faults));
    assertThat(findings.settled()).isTrue();
    assertThat(findings.repeated()).isZero();
    assertThat(findings.acknowledged()).isGreaterThan(100);
    return findings;
  }

  private static void assertFaultless(Findings findings) {
    assertThat(findings.lost()).isZero();
    assertThat(findings.wrongReads()).isZero();
  }

  @Test
  void nothingGoesWrong_nothingIsLostOrRefused() {
    Findings findings = run(0, Quorum.MAJORITY);

    assertFaultless(findings);
    assertThat(findings.refused()).isEmpty();
    assertThat(findings.blocked()).isEmpty();
  }

  @Test
  void nodeWithTheOnlyCopies_takesThemWithIt() {
    Findings findings = run(0, Quorum.MAJORITY, "kill 3 at 10s");

    assertThat(findings.lost()).isPositive();
    assertThat(findings.wrongReads()).isPositive();
  }

  @Test
  void nodeThatDies_takesNothingOfWhichThereIsABackup() {
    assertFaultless(run(1, Quorum.MAJORITY, "kill 3 at 10s", "join 3 at 20s"));
  }

  @Test
  void nodeThatLeaves_takesNothingWithIt() {
    Findings findings = run(0, Quorum.MAJORITY, "leave 3 at 10s", "join 6 at 12s");

    assertFaultless(findings);
    assertThat(findings.happenings()).extracting(Happening::words).contains("node 3 is gone");
  }

  @Test
  void minority_acknowledgesNothing() {
    Findings findings = run(2, Quorum.MAJORITY, PARTITION);

    assertFaultless(findings);
    assertThat(findings.refused()).containsKey("NO_QUORUM");
  }

  @Test
  void withoutQuorum_whatOneSideAcknowledgedIsLost() {
    Findings findings = run(2, Quorum.NONE, PARTITION);

    assertThat(findings.lost()).isPositive();
    assertThat(findings.refused()).doesNotContainKey("NO_QUORUM");
  }

  @Test
  void processThatStandsStill_isReplaced() {
    Findings findings = run(1, Quorum.MAJORITY, "pause 2 at 5s for 8s");

    assertFaultless(findings);
    assertThat(findings.happenings())
        .extracting(Happening::words)
        .anyMatch(words -> words.endsWith(": without node 2"))
        .anyMatch(words -> words.endsWith(": with node 2"));
  }

  @Test
  void slowLinksAndClocksThatDiffer_loseNothing() {
    assertFaultless(
        run(
            1,
            Quorum.MAJORITY,
            "slow 1-2 by 300ms at 2s for 20s",
            "clock 3 by 4% at 2s for 20s",
            "kill 2 at 10s"));
  }

  @Test
  void slowLink_makesWritesLate() {
    int usual = run(1, Quorum.MAJORITY).acknowledged();

    int late = run(1, Quorum.MAJORITY, "slow 1-2 by 2s at 1s for 28s").acknowledged();

    assertThat(late).isLessThan(usual * 9 / 10);
  }

  @Test
  void majorityThatDies_isDoneWithoutWhenAnOperatorSaysSo() {
    Findings findings = run(1, Quorum.MAJORITY, "kill 1 at 10s", "kill 2 at 10s", "kill 3 at 10s");

    assertThat(findings.lost()).isPositive();
    assertThat(findings.happenings())
        .extracting(Happening::words)
        .anyMatch(words -> words.contains("'recover'"));
  }

  @Test
  void sameSeed_isTheSameReport() {
    Scenario scenario = scenario(1, Quorum.MAJORITY, PARTITION, "kill 4 at 20s");

    Comparison first = Comparison.of(scenario);
    Comparison second = Comparison.of(scenario);

    assertThat(TextReport.lines(second)).isEqualTo(TextReport.lines(first));
    assertThat(HtmlReport.page(second)).isEqualTo(HtmlReport.page(first));
    assertThat(second.asMap()).isEqualTo(first.asMap());
  }
}
