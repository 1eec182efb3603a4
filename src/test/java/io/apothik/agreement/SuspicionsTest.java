package io.apothik.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.slot.Incarnation;
import io.apothik.slot.Suspicion;
import org.junit.jupiter.api.Test;

class SuspicionsTest {
  private static final Incarnation A = Processes.numbered(1);
  private static final Incarnation B = Processes.numbered(2);
  private static final long NOW = 10_000;

  private final Suspicions suspicions = new Suspicions();
  private final Suspicion suspicion = new Suspicion(3, A.node(), B.node());

  @Test
  void betweenNodesThatAreInSight_counts() {
    see(NOW - 1_000, A, B);

    assertThat(suspicions.add(suspicion, NOW)).isTrue();
    assertThat(suspicions.at(NOW)).containsExactly(suspicion);
  }

  @Test
  void toldAgain_isNoNews() {
    see(NOW - 1_000, A, B);
    suspicions.add(suspicion, NOW);

    assertThat(suspicions.add(suspicion, NOW + 100)).isFalse();
    assertThat(suspicions.at(NOW + 100)).containsExactly(suspicion);
  }

  @Test
  void notRepeated_countsNoMore() {
    see(NOW - 1_000, A, B);
    suspicions.add(suspicion, NOW);

    assertThat(suspicions.at(NOW + 501)).isEmpty();
  }

  @Test
  void ofNodeThatHasJustComeBack_countsLater() {
    see(NOW - 5_000, A, B);
    see(NOW - 1_000, A);
    see(NOW - 100, A, B);

    assertThat(suspicions.add(suspicion, NOW)).isFalse();
    assertThat(suspicions.at(NOW)).isEmpty();
    assertThat(suspicions.add(suspicion, NOW + 900)).isTrue();
  }

  @Test
  void afterAnotherTable_isForgotten() {
    see(NOW - 1_000, A, B);
    suspicions.add(suspicion, NOW);

    suspicions.clear();

    assertThat(suspicions.at(NOW)).isEmpty();
  }

  private void see(long atMillis, Incarnation... members) {
    suspicions.onLive(Processes.live(members), atMillis);
  }
}
