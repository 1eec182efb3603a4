package io.apothik.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WorkloadTest {
  /** What BENCHMARKS.md says under "Memory". */
  private static final int MEASURED_AT_PRIMARY = 240;

  private static final int MEASURED_AT_BACKUP = 161;

  @Test
  void heapOfAnEntry_isWithinATwentiethOfWhatWasMeasured() {
    Workload measured = new Workload(1_000_000, 16, 100, false);

    assertThat(measured.primaryHeapBytes())
        .isCloseTo(MEASURED_AT_PRIMARY, within(MEASURED_AT_PRIMARY / 20));
    assertThat(measured.backupHeapBytes())
        .isCloseTo(MEASURED_AT_BACKUP, within(MEASURED_AT_BACKUP / 20));
  }

  @Test
  void weight_coversWhatAnEntryTakesOfTheHeapOfItsPrimary() {
    for (int valueBytes : new int[] {0, 1, 100, 500, 1_023}) {
      Workload workload = new Workload(1, 16, valueBytes, false);

      assertThat(workload.primaryHeapBytes())
          .isCloseTo(workload.weight(), within(workload.weight() / 10));
    }
  }

  @Test
  void timeToLive_countsAtThePrimaryAndBarelyAtABackup() {
    Workload without = new Workload(1, 16, 100, false);
    Workload with = new Workload(1, 16, 100, true);

    assertThat(with.weight() - without.weight()).isEqualTo(88);
    assertThat(with.primaryHeapBytes() - without.primaryHeapBytes()).isBetween(88, 104);
    assertThat(with.backupHeapBytes() - without.backupHeapBytes()).isBetween(0, 16);
  }

  @Test
  void longValue_isAnObjectOfItsOwn() {
    Workload shorter = new Workload(1, 16, 1_023, false);
    Workload longer = new Workload(1, 16, 1_024, false);

    assertThat(longer.backupHeapBytes() - shorter.backupHeapBytes()).isBetween(60, 100);
  }

  @Test
  void whatIsBeyondTheLimits_isNamedWithThem() {
    assertThatThrownBy(() -> new Workload(0, 16, 100, false))
        .hasMessage("0 entries are not between 1 and 100000000000");
    assertThatThrownBy(() -> new Workload(1, 0, 100, false))
        .hasMessage("0 bytes of a key are not between 1 and 65536");
    assertThatThrownBy(() -> new Workload(1, 1, 1_048_577, false))
        .hasMessage("1048577 bytes of a value are not between 0 and 1048576");
  }
}
