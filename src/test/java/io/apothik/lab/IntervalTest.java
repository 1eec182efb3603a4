package io.apothik.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static List<Interval> gaps(Long... times) {
    return Interval.gaps(List.of(times), 10_000, 1_000, "no write");
  }

  @Test
  void timesThatFollowCloseUpon_leaveNoGap() {
    assertThat(Interval.gaps(List.of(900L, 1_800L, 2_700L), 3_000, 1_000, "no write")).isEmpty();
  }

  @Test
  void beforeTheFirstAndAfterTheLast_areGapsToo() {
    assertThat(gaps(4_000L))
        .containsExactly(
            new Interval(0, 4_000, "no write"), new Interval(4_000, 10_000, "no write"));
  }

  @Test
  void withoutAnyTime_allIsOneGap() {
    assertThat(gaps()).containsExactly(new Interval(0, 10_000, "no write"));
  }

  @Test
  void timesAfterTheEnd_makeNoGapLonger() {
    assertThat(gaps(9_500L, 12_000L)).containsExactly(new Interval(0, 9_500, "no write"));
  }
}
