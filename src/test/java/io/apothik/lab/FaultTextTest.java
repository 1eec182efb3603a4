package io.apothik.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTextTest {
  static List<String> examples() {
    return FaultText.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void eachExample_isRead(String text) {
    Fault fault = FaultText.parse(text);

    assertThat(FaultText.parse(fault.toString())).isEqualTo(fault);
  }

  @Test
  void sizesOfSides_areNodesFromTheFirstOn() {
    assertThat(FaultText.parse("partition 2|3 at 10s for 20s"))
        .isEqualTo(new Fault.Partition(List.of(List.of(1, 2), List.of(3, 4, 5)), 10_000, 20_000));
  }

  @Test
  void nodesOfSides_areThoseThatAreNamed() {
    assertThat(FaultText.parse("partition 4,|1,2 at 500ms for 1m"))
        .isEqualTo(new Fault.Partition(List.of(List.of(4), List.of(1, 2)), 500, 60_000));
  }

  @Test
  void blanks_areOfNoMeaning() {
    assertThat(FaultText.parse("  partition  2 | 3   at 10s for 20s "))
        .isEqualTo(FaultText.parse("partition 2|3 at 10s for 20s"));
  }

  @Test
  void clockThatRunsSlower_hasNegativePercent() {
    assertThat(FaultText.parse("clock 2 by -5% at 1s for 2s"))
        .isEqualTo(new Fault.Clock(2, -5, 1_000, 2_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "klil 3 at 10s; kill, pause, partition, slow, clock, join, leave",
        "kill 3; kill 3 at 10s",
        "kill three at 10s; kill 3 at 10s",
        "kill 3 at ten; 'ten' is no time",
        "kill 3 at 10; such as 10s",
        "kill 3 at 11m; longer than 10m",
        "pause 3 at 10s; pause 3 at 10s for 8s",
        "partition 5 at 10s for 20s; no second side",
        "partition 2|x at 10s for 20s; 'x' is no side",
        "slow 1-2 at 10s for 20s; slow 1-2 by 200ms at 10s for 20s"
      })
  void whatCannotBeRead_isNamedWithWhatIsExpected(String text, String expected) {
    assertThatThrownBy(() -> FaultText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining(expected);
  }
}
