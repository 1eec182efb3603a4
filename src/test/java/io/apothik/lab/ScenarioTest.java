package io.apothik.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.Settings.Quorum;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
  private static final Setting SETTING = new Setting(1, Quorum.MAJORITY);

  private static Scenario of(String... faults) {
    return new Scenario(
        5, SETTING, 10, 100, 60_000, 1, Stream.of(faults).map(FaultText::parse).toList());
  }

  @Test
  void faults_areInTheOrderOfTime() {
    assertThat(of("kill 3 at 20s", "pause 2 at 10s for 1s").faults())
        .containsExactly(new Fault.Pause(2, 10_000, 1_000), new Fault.Kill(3, 20_000));
  }

  @Test
  void nodeThatIsGone_canJoinAgain() {
    assertThat(of("kill 3 at 10s", "join 3 at 20s", "leave 3 at 30s").faults()).hasSize(3);
  }

  @Test
  void nodesThatJoin_areAmongTheNodes() {
    assertThat(of("join 7 at 10s").everyNode()).containsExactly(1, 2, 3, 4, 5, 7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "kill 6 at 10s; the nodes that are there are [1, 2, 3, 4, 5]",
        "join 3 at 10s; node 3 is there",
        "join 51 at 10s; nodes are 1 to 50",
        "kill 3 at 1m; --for 90s",
        "partition 2|2 at 10s for 20s; all that are there are expected",
        "partition 3|3 at 10s for 20s; the nodes are [1, 2, 3, 4, 5]",
        "partition 0|5 at 10s for 20s; each side needs a node",
        "partition 1,2|2,3,4,5 at 10s for 20s; a node is on two sides",
        "clock 1 by 51% at 10s for 20s; -50% to 50%",
        "slow 1-1 by 10ms at 10s for 20s; two nodes are expected"
      })
  void faultThatCannotHappen_isNamedWithWhatIsExpected(String fault, String expected) {
    assertThatThrownBy(() -> of(fault))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fault '")
        .hasMessageContaining(expected);
  }

  @Test
  void nodeThatWasKilled_isNotKilledAgain() {
    assertThatThrownBy(() -> of("kill 3 at 10s", "kill 3 at 20s"))
        .hasMessageContaining("fault 'kill 3 at 20s'")
        .hasMessageContaining("[1, 2, 4, 5]");
  }

  @Test
  void lastNode_cannotBeTakenAway() {
    assertThatThrownBy(
            () -> new Scenario(1, SETTING, 1, 1, 9_000, 1, List.of(new Fault.Kill(1, 1_000))))
        .hasMessageContaining("at least one is expected to stay");
  }

  @Test
  void partitionWithinAnother_isRefused() {
    assertThatThrownBy(() -> of("partition 2|3 at 10s for 20s", "partition 1|4 at 20s for 5s"))
        .hasMessageContaining("another partition is not over yet");
  }

  @Test
  void tooManyNodes_areNamedWithTheLimit() {
    assertThatThrownBy(() -> new Scenario(51, SETTING, 10, 100, 60_000, 1, List.of()))
        .hasMessage("nodes 51: 1 to 50 are expected, such as 5");
  }

  @Test
  void moreWritesThanAKeyCanHold_areRefused() {
    assertThatThrownBy(() -> new Scenario(5, SETTING, 100, 1, 600_000, 1, List.of()))
        .hasMessageContaining("take more keys");
  }
}
