package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FillRateTest {
  private final FillRate rate = new FillRate();

  @Test
  void beforeAnythingWasSent_nothingIsKnown() {
    assertThat(rate.bytesPerSecond(0)).isZero();
    rate.count(0, 10);
    assertThat(rate.bytesPerSecond(5_000)).isZero();
  }

  @Test
  void whatBeganJustNow_tellsNothingYet() {
    rate.count(1_000_000, 1_000);

    assertThat(rate.bytesPerSecond(1_400)).isZero();
  }

  @Test
  void anEvenFlow_isMeasuredFromItsBeginning() {
    for (int millis = 0; millis < 2_000; millis += 10) {
      rate.count(100, millis);
    }

    assertThat(rate.bytesPerSecond(2_000)).isEqualTo(10_000);
  }

  @Test
  void whatWasLongAgo_countsNoMore() {
    for (int millis = 0; millis < 20_000; millis += 10) {
      rate.count(millis < 10_000 ? 100 : 50, millis);
    }

    assertThat(rate.bytesPerSecond(20_000)).isBetween(4_700L, 5_300L);
  }

  @Test
  void whatStopped_isNotKnown_andBeginsAnew() {
    rate.count(1_000, 0);
    assertThat(rate.bytesPerSecond(10_000)).isZero();

    rate.count(1_000, 10_000);

    assertThat(rate.bytesPerSecond(11_000)).isEqualTo(1_000);
  }
}
