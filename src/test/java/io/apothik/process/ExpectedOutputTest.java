package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedOutputTest {
  @Test
  void text_isItself() {
    assertThat(expected("[1, 2]").matches("[1, 2]\n")).isTrue();
    assertThat(expected("[1, 2]").matches("[1, 3]\n")).isFalse();
    assertThat(expected("[1, 2]").matches("[1, 2]\nmore\n")).isFalse();
    assertThat(expected("[1, 2]").matches("")).isFalse();
  }

  @Test
  void noLines_areNoOutput() {
    assertThat(expected().matches("")).isTrue();
    assertThat(expected().matches("\n")).isFalse();
  }

  @Test
  void dots_areAnythingInTheirLine() {
    assertThat(expected("a … c").matches("a b b c\n")).isTrue();
    assertThat(expected("a …").matches("a 1\nb\n")).isFalse();
  }

  @Test
  void aLineOfDots_isAnyNumberOfLines() {
    assertThat(expected("…", "ready", "…").matches("ready\n")).isTrue();
    assertThat(expected("…", "ready", "…").matches("one\ntwo\nready\nthree\n")).isTrue();
    assertThat(expected("…", "ready", "…").matches("one\n")).isFalse();
  }

  @Test
  void aboutANumber_isWithinFifteenPercent() {
    assertThat(expected("[~1000, ~1000]").matches("[850, 1150]\n")).isTrue();
    assertThat(expected("[~1000, ~1000]").matches("[849, 1000]\n")).isFalse();
    assertThat(expected("[~1000, ~1000]").matches("[1000, 1151]\n")).isFalse();
    assertThat(expected("up    ~1000").matches("up      994\n")).isTrue();
    assertThat(expected("~1000").matches("down\n")).isFalse();
  }

  @Test
  void ofOneRun_theNumbersOfNodesAndEpochsMayDiffer() {
    ExpectedOutput shown = expected("slot 7, owner apothik_2@127.0.0.1, epoch 3");

    assertThat(shown.asOneRun().matches("slot 7, owner apothik_4@127.0.0.1, epoch 12\n")).isTrue();
    assertThat(shown.asOneRun().matches("slot 8, owner apothik_2@127.0.0.1, epoch 3\n")).isFalse();
    assertThat(shown.matches("slot 7, owner apothik_4@127.0.0.1, epoch 3\n")).isFalse();
  }

  private static ExpectedOutput expected(String... lines) {
    return new ExpectedOutput(List.of(lines));
  }
}
