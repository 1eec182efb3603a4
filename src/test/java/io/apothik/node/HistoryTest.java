package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.Seed;
import io.apothik.message.Activity.Calls;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.Sample;
import io.apothik.node.History.Totals;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What a node remembers of the last hour. */
class HistoryTest {
  private static final Percentage BUCKET = Percentage.withPercentage(6.25);

  private final History history = new History();

  @Test
  void aSample_isOfWhatCameSinceTheOneBefore() {
    history.began();
    history.ended(100);
    history.sample(5_000, new Totals(3, 1_000, 2_000), true);
    history.began();
    history.began();
    history.failed(400, ErrorCode.BUSY);
    history.sample(10_000, new Totals(10, 1_500, 2_050), true);

    Sample last = history.samples(1).get(0);
    assertThat(last.atMillis()).isEqualTo(10_000);
    assertThat(last.requests()).isOne();
    assertThat(last.errors()).isEqualTo(Map.of(ErrorCode.BUSY, 1L));
    assertThat(last.evicted()).isEqualTo(7);
    assertThat(last.bytesIn()).isEqualTo(500);
    assertThat(last.bytesOut()).isEqualTo(50);
    assertThat(history.inFlight()).isOne();
    assertThat(history.latest().errors()).isOne();
    assertThat((double) history.latest().p99Micros()).isCloseTo(400, BUCKET);
  }

  @Test
  void withoutRequests_aSampleHasNoLatencies() {
    history.sample(5_000, Totals.NONE, false);

    Sample sample = history.samples(1).get(0);
    assertThat(sample.latencies()).isEqualTo(Bytes.EMPTY);
    assertThat(sample.bytesIn()).isEqualTo(Sample.UNKNOWN);
    assertThat(history.latest()).isEqualTo(Calls.NONE);
  }

  @Test
  void anHourIsKept_inSoMuchMemory_howeverLatenciesAre() {
    for (int i = 1; i <= Limits.SAMPLES_MAX + 10; i++) {
      for (long micros = 1; micros < 60_000_000; micros += 1 + micros / 32) {
        history.began();
        history.ended(micros);
      }
      history.sample(i * 5_000L, Totals.NONE, true);
    }

    List<Sample> samples = history.samples(Limits.SAMPLES_MAX);
    assertThat(samples).hasSize(Limits.SAMPLES_MAX);
    assertThat(samples.get(0).atMillis()).isEqualTo(11 * 5_000L);
    assertThat(samples.stream().mapToInt(sample -> sample.latencies().length()).max().orElse(0))
        .isLessThan(1_500);
  }

  @Test
  void percentilesOfSeveralNodes_areThoseOfAllTheirRequests() {
    long seed = Seed.next();
    Random random = new Random(seed);
    List<Long> all = new ArrayList<>();
    Latencies together = new Latencies();
    for (int node = 0; node < 3; node++) {
      Latencies own = new Latencies();
      for (int i = 0; i < 10_000; i++) {
        // One of the three is a hundred times as slow, so no mean of percentiles comes near.
        long micros = 20 + random.nextInt(1_000) * (node == 2 ? 100L : 1L);
        own.record(micros);
        all.add(micros);
      }
      together.add(own.encoded());
    }
    Collections.sort(all);

    assertThat(together.count()).isEqualTo(30_000);
    assertThat((double) together.summary().p50())
        .as("seed %d", seed)
        .isCloseTo(all.get(15_000), BUCKET);
    assertThat((double) together.summary().p99())
        .as("seed %d", seed)
        .isCloseTo(all.get(29_700), BUCKET);
    assertThat((double) together.summary().p999())
        .as("seed %d", seed)
        .isCloseTo(all.get(29_970), BUCKET);
  }
}
