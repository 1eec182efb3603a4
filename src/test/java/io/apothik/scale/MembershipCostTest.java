package io.apothik.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Settings;
import io.apothik.scale.Cost.Publication;
import io.apothik.slot.SlotTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipCostTest {
  private static final int SLOTS = 1_024;
  private static final int SECOND_MILLIS = 1_000;

  private final LargeCluster cluster = new LargeCluster(Settings.DEFAULT, SLOTS);

  @ParameterizedTest
  @ValueSource(ints = {3, 12})
  void founding_takesOneTable_thatIsShownToEachOther(int nodes) {
    Cost cost = cluster.found(nodes);

    assertThat(cluster.isSettled()).isTrue();
    assertThat(cluster.table().members()).hasSize(nodes);
    assertThat(cost.tables()).hasSize(1);
    assertThat(cost.messages(Topic.FILLING)).isZero();
    long full = cost.tables().get(0).fullBytes();
    assertThat(cost.bytes(Topic.TABLES)).isGreaterThanOrEqualTo((nodes - 1) * full);
    assertIsWhole(cost);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 12})
  void join_thenLeave_thenCrash_eachSettles(int nodes) {
    cluster.found(nodes);

    Cost join = cluster.join();
    assertThat(cluster.table().members()).hasSize(nodes + 1);
    assertThat(join.messages(Topic.VOTES)).isPositive();
    assertThat(join.messages(Topic.FILLING)).isPositive();
    assertThat(join.messages(Topic.TAKEOVERS)).isPositive();
    assertThat(join.messages(Topic.REPORTS)).isPositive();
    // Not everybody shows a table to everybody who is behind.
    int shown = (nodes + 1) * (join.tables().size() + 1);
    assertThat(join.messages(Topic.TABLES)).isLessThan(3L * shown);
    assertIsWhole(join);

    Cost leave = cluster.leave();
    assertThat(cluster.table().members()).hasSize(nodes);
    assertIsWhole(leave);

    Cost crash = cluster.crash();
    assertThat(cluster.table().members()).hasSize(nodes - 1);
    assertThat(cluster.table().losses()).isEmpty();
    assertIsWhole(crash);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 12})
  void nothingHappens_leasesAloneAreRenewed(int nodes) {
    cluster.found(nodes);
    SlotTable table = cluster.table();

    Cost idle = cluster.idle(SECOND_MILLIS);

    assertThat(idle.millis()).isEqualTo(SECOND_MILLIS);
    assertThat(idle.tables()).isEmpty();
    assertThat(cluster.table()).isEqualTo(table);
    assertThat(idle.allMessages()).isEqualTo(idle.messages(Topic.LEASES));
    // Every node asks every other one, from once to four times a second, and is answered.
    assertThat(idle.allMessages()).isBetween(2L * nodes * (nodes - 1), 8L * nodes * (nodes - 1));
  }

  private static void assertIsWhole(Cost cost) {
    assertThat(cost.millis()).isPositive();
    assertThat(cost.tables()).isNotEmpty();
    assertThat(cost.messages().keySet()).isEqualTo(cost.bytes().keySet());
    assertThat(cost.allBytes()).isGreaterThan(cost.allMessages());
    assertThat(cost.busiestNanos()).isPositive().isLessThanOrEqualTo(cost.cpuNanos());
    for (Publication table : cost.tables()) {
      assertThat(table.differenceBytes()).isLessThanOrEqualTo(table.fullBytes());
    }
  }
}
