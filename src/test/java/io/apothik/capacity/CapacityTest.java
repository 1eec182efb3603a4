package io.apothik.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CapacityTest {
  private static final long RATE = 100L << 20;
  private static final Workload MILLION = new Workload(1_000_000, 16, 100, false);

  private static Capacity of(int nodes, int backups) {
    return new Capacity(MILLION, nodes, backups, RATE);
  }

  @Test
  void fullestNode_hasItsPartOfSlotsAndALittleMoreThanItsPartOfEntries() {
    Share share = of(5, 1).share(5);

    assertThat(share.slots()).isEqualTo(3_277);
    assertThat(share.entries()).isBetween(200_000L, 202_000L);
    assertThat(share.backupEntries()).isEqualTo(share.entries());
    assertThat(share.memoryBytes()).isEqualTo(2 * share.entries() * MILLION.weight());
  }

  @Test
  void memory_isEnoughForAllEntriesAfterADeath() {
    for (int nodes = 1; nodes <= 40; nodes++) {
      for (int backups = 0; backups <= 3; backups++) {
        Capacity capacity = of(nodes, backups);
        int left = Math.max(1, nodes - 1);

        assertThat(capacity.entriesKept(left, capacity.memoryBytes()))
            .as("%d nodes, %d backups", nodes, backups)
            .isEqualTo(1_000_000);
      }
    }
  }

  @Test
  void tooLittleMemory_keepsThatPartOfTheEntries() {
    Capacity capacity = of(5, 1);
    long half = capacity.share(5).memoryBytes() / 2;

    assertThat(capacity.entriesKept(5, half)).isCloseTo(500_000, within(1L));
  }

  @Test
  void singleNode_hasEverythingAndNobodyForItsBackups() {
    Share share = of(1, 1).share(1);

    assertThat(share.entries()).isEqualTo(1_000_000);
    assertThat(share.backupEntries()).isZero();
    assertThat(of(1, 1).leaveSeconds()).isZero();
  }

  @Test
  void rebuild_isWhatTheDeadNodeHeldSentByAllOthers() {
    Capacity capacity = of(5, 1);

    assertThat(capacity.rebuildBytes()).isEqualTo(2 * 1_000_000L * 246 / 5);
    assertThat(capacity.rebuildSeconds())
        .isCloseTo(2 * 1_000_000.0 * 246 / 5 / 4 / RATE, within(1e-6));
  }

  @Test
  void withoutBackupsOrNodesForThem_nothingIsRebuilt() {
    assertThat(of(5, 0).rebuildBytes()).isZero();
    assertThat(of(2, 1).rebuildBytes()).isZero();
    assertThat(of(3, 2).rebuildBytes()).isZero();
  }

  @Test
  void join_movesThePartOfOneNodeMore() {
    assertThat(of(5, 1).joinBytes()).isEqualTo(2 * 1_000_000L * 246 / 6);
  }

  @Test
  void deathsAtOnce_loseSlotsOnceThereAreMoreThanBackups() {
    assertThat(of(8, 1).lostShare(1)).isZero();
    assertThat(of(8, 1).lostShare(2)).isCloseTo(1.0 / 28, within(1e-9));
    assertThat(of(8, 2).lostShare(2)).isZero();
    assertThat(of(8, 2).lostShare(3)).isCloseTo(1.0 / 56, within(1e-9));
    assertThat(of(8, 0).lostShare(1)).isCloseTo(1.0 / 8, within(1e-9));
    assertThat(of(8, 1).lostShare(8)).isEqualTo(1);
  }

  @Test
  void majority_isMoreThanHalfOfThreeNodesOrMore() {
    assertThat(of(2, 1).keepsQuorum(1)).isTrue();
    assertThat(of(3, 1).keepsQuorum(1)).isTrue();
    assertThat(of(3, 1).keepsQuorum(2)).isFalse();
    assertThat(of(4, 1).keepsQuorum(2)).isFalse();
    assertThat(of(5, 1).keepsQuorum(2)).isTrue();
  }

  @Test
  void deathsInTurn_areAsManyAsMemoryHasRoomFor() {
    Capacity capacity = of(8, 1);

    assertThat(capacity.deathsInTurn(capacity.memoryBytes())).isEqualTo(1);
    assertThat(capacity.deathsInTurn(capacity.share(4).memoryBytes())).isEqualTo(4);
    assertThat(capacity.deathsInTurn(capacity.share(8).memoryBytes())).isZero();
    assertThat(of(8, 0).deathsInTurn(Long.MAX_VALUE)).isZero();
  }

  @Test
  void greatestPlan_overflowsNothing() {
    Workload greatest = new Workload(Workload.ENTRIES_MAX, 65_536, 1_048_576, true);
    Capacity capacity = new Capacity(greatest, 1, 3, 1);

    assertThat(capacity.share(1).memoryBytes()).isPositive();
    assertThat(Capacity.processBytes(Capacity.heapMaxBytes(capacity.share(1).heapBytes())))
        .isPositive();
  }

  @Test
  void whatIsBeyondTheLimits_isNamedWithThem() {
    assertThatThrownBy(() -> of(1_001, 1)).hasMessage("1001 nodes are not between 1 and 1000");
    assertThatThrownBy(() -> of(5, 4)).hasMessage("4 backups are not between 0 and 3");
    assertThatThrownBy(() -> new Capacity(MILLION, 5, 1, 0))
        .hasMessage("0 bytes/s of migration are not between 1 and 1099511627776");
  }
}
