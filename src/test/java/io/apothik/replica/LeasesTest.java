package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Settings;
import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final long NOW = 10_000;
  private static final Incarnation A = process(1);
  private static final Incarnation B = process(2);
  private static final Incarnation C = process(3);

  private final Leases leases = new Leases(A, Settings.DEFAULT, new LeaseBook(1), 0);

  @Test
  void grantedLease_isHeldForItsTime() {
    leases.install(table(1, A, B));
    leases.onGranted(B, NOW);

    assertThat(leases.areHeldFrom(List.of(B.node()), NOW + 949)).isTrue();
  }

  @Test
  void heldLease_isOverBeforeTheGranterThinksSo() {
    leases.install(table(1, A, B));
    leases.onGranted(B, NOW);
    leases.grant(B, 1, NOW);

    assertThat(leases.areHeldFrom(List.of(B.node()), NOW + 950)).isFalse();
    assertThat(leases.grantedUntilMillis(B.node())).isEqualTo(NOW + 1_000);
  }

  @Test
  void heldLease_countsFromTheLatestAsking() {
    leases.install(table(1, A, B));
    leases.onGranted(B, NOW + 100);
    leases.onGranted(B, NOW);

    assertThat(leases.areHeldFrom(List.of(B.node()), NOW + 1_000)).isTrue();
  }

  @Test
  void leaseOfOneBackup_isNotEnoughForTwo() {
    leases.install(table(1, A, B, C));
    leases.onGranted(B, NOW);

    assertThat(leases.areHeldFrom(List.of(B.node(), C.node()), NOW)).isFalse();
  }

  @Test
  void noBackups_needNoLease() {
    assertThat(leases.areHeldFrom(List.of(), NOW)).isTrue();
  }

  @Test
  void lease_ofAnotherProcess_isLostWithTheTable() {
    leases.install(table(1, A, B));
    leases.onGranted(B, NOW);
    leases.install(table(2, A, new Incarnation(B.node(), "restarted")));

    assertThat(leases.areHeldFrom(List.of(B.node()), NOW)).isFalse();
  }

  @Test
  void lease_ofSomebodyWhoIsNoMember_doesNotCount() {
    leases.install(table(1, A, B));
    leases.onGranted(new Incarnation(B.node(), "restarted"), NOW);

    assertThat(leases.areHeldFrom(List.of(B.node()), NOW)).isFalse();
  }

  @Test
  void grant_underAnOlderTable_isRefused() {
    leases.install(table(2, A, B));

    assertThat(leases.grant(B, 1, NOW)).isFalse();
    assertThat(leases.grantedUntilMillis(B.node())).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void grant_onceANewerTableWasVotedFor_isRefused() {
    leases.install(table(1, A, B));
    leases.onAccepted(2);

    assertThat(leases.grant(B, 1, NOW)).isFalse();
  }

  @Test
  void grant_toAProcessThatIsNoMember_isRefused() {
    leases.install(table(1, A, B));

    assertThat(leases.grant(new Incarnation(B.node(), "restarted"), 1, NOW)).isFalse();
  }

  @Test
  void grantedLease_isNeverShortened() {
    leases.install(table(1, A, B));
    leases.grant(B, 1, NOW + 100);
    leases.grant(B, 1, NOW);

    assertThat(leases.grantedUntilMillis(B.node())).isEqualTo(NOW + 1_100);
  }

  @Test
  void quorum_ofThree_isOneOtherAndThisNode() {
    leases.install(table(1, A, B, C));
    assertThat(leases.hasQuorum(NOW)).isFalse();

    leases.onGranted(C, NOW);

    assertThat(leases.hasQuorum(NOW + 949)).isTrue();
    assertThat(leases.hasQuorum(NOW + 950)).isFalse();
  }

  @Test
  void quorum_ofTwo_isNotNeeded() {
    leases.install(table(1, A, B));

    assertThat(leases.hasQuorum(NOW)).isTrue();
  }

  @Test
  void quorum_onceThisNodeVotedForAnotherTable_isWithoutIt() {
    leases.install(table(1, A, B, C));
    leases.onGranted(C, NOW);
    leases.onAccepted(2);
    assertThat(leases.hasQuorum(NOW)).isFalse();

    leases.onGranted(B, NOW);

    assertThat(leases.hasQuorum(NOW)).isTrue();
  }

  @Test
  void quorum_isCountedAnew_whenLeasesWereRenewed() {
    leases.install(table(1, A, B, C));
    leases.onGranted(B, NOW);
    assertThat(leases.hasQuorum(NOW)).isTrue();

    leases.onGranted(C, NOW + 500);

    assertThat(leases.hasQuorum(NOW + 950)).isTrue();
    assertThat(leases.hasQuorum(NOW + 1_449)).isTrue();
    assertThat(leases.hasQuorum(NOW + 1_450)).isFalse();
  }

  @Test
  void lease_isRunningOut_aQuarterOfASecondBefore() {
    leases.install(table(1, A, B, C));
    assertThat(leases.isRunningOut(B.node(), NOW)).isTrue();

    leases.onGranted(B, NOW);

    assertThat(leases.isRunningOut(B.node(), NOW + 700)).isFalse();
    assertThat(leases.isRunningOut(B.node(), NOW + 701)).isTrue();
  }

  @Test
  void everyNode_isNeeded_whereNoMajorityBinds() {
    leases.install(table(1, A, B));
    assertThat(leases.areAllNeeded()).isTrue();

    leases.install(table(2, A, B, C));

    assertThat(leases.areAllNeeded()).isFalse();
  }

  private static Incarnation process(int number) {
    return new Incarnation(NodeName.numbered(number, "h"), "first");
  }

  private static SlotTable table(long epoch, Incarnation... members) {
    SlotOwners owners = SlotOwners.founded(new Copy(members[0].node(), 1));
    return SlotTable.of(epoch, List.of(), List.of(members), List.of(owners), List.of());
  }
}
