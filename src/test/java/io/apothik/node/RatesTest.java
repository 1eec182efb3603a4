package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Traffic;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rates, from counts that are read once a second. */
class RatesTest {
  private final Rates rates = new Rates();
  private long requests;
  private long second;

  /** Reads the counts a second later. */
  private void pass(long more) {
    requests += more;
    rates.read(
        TimeUnit.SECONDS.toNanos(++second), new Traffic(requests, requests / 2, requests / 4));
  }

  @Test
  void beforeASecondHasPassed_nothingIsKnown() {
    assertThat(rates.requestsPerSecond()).isZero();

    pass(1_000);

    assertThat(rates.requestsPerSecond()).isZero();
    assertThat(rates.lastMinute()).isEqualTo(Traffic.NONE);
  }

  @Test
  void requestsAreThoseOfTheLastThreeSeconds() {
    pass(5_000);
    pass(100);
    pass(200);
    assertThat(rates.requestsPerSecond()).isEqualTo(150);

    pass(300);
    pass(400);
    assertThat(rates.requestsPerSecond()).isEqualTo(300);
  }

  @Test
  void getsAreThoseOfTheLastMinute() {
    for (int i = 0; i < 100; i++) {
      pass(40);
    }

    assertThat(rates.lastMinute()).isEqualTo(new Traffic(60 * 40, 60 * 20, 60 * 10));
  }
}
