package io.apothik.replica;

import static io.apothik.replica.Replicas.A;
import static io.apothik.replica.Replicas.B;
import static io.apothik.replica.Replicas.C;
import static io.apothik.replica.Replicas.owners;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.ErrorCode;
import io.apothik.message.Lifetime;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster begins with all copies in sync, as nothing was written before its first table. */
class FirstTableTest {
  private static final SlotOwners BEGUN = owners(1, 1, A, List.of(B), List.of());
  private static final Operation PUT =
      new Operation.Put(Bytes.utf8("v"), Lifetime.UNLIMITED, false, Condition.NONE);

  private final Replicas replicas = new Replicas();

  @Test
  void aPrimary_servesOnceItsBackupHasTheTable() {
    SlotTable first = replicas.next(BEGUN);
    replicas.installAt(first, A);
    replicas.renewLeases();
    Reply early = replicas.askAndDeliver(A, PUT);

    replicas.installAt(first, B, C);
    replicas.renewLeases();

    assertThat(early)
        .isInstanceOfSatisfying(
            Reply.Failure.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_READY));
    assertThat(replicas.askAndDeliver(A, PUT)).isInstanceOf(Reply.Changed.class);
    assertThat(replicas.holdings(B).allEntries()).isEqualTo(1);
  }

  @Test
  void aBackupThatMissedTheTable_isInSyncUnderTheNext() {
    replicas.installAt(replicas.next(BEGUN), A);

    replicas.installAt(replicas.next(BEGUN), A, B, C);
    replicas.deliver();
    replicas.renewLeases();

    assertThat(replicas.askAndDeliver(A, PUT)).isInstanceOf(Reply.Changed.class);
    assertThat(replicas.holdings(B).allEntries()).isEqualTo(1);
  }

  @Test
  void aBackupThatMissedTheTable_servesOnceThePrimaryIsGone() {
    replicas.installAt(replicas.next(BEGUN), A);

    replicas.installAt(replicas.next(owners(2, 1, B, List.of(), List.of())), B, C);
    replicas.pass(Leases.LEASE_MILLIS);
    replicas.renewLeases();

    assertThat(replicas.askAndDeliver(B, PUT)).isInstanceOf(Reply.Changed.class);
  }

  @Test
  void whoHadATableThatGaveItNoCopy_isInNoneInSync() {
    replicas.install(owners(1, 1, A, List.of(), List.of()));
    SlotTable wrong = replicas.next(BEGUN);

    assertThatThrownBy(() -> replicas.installAt(wrong, B))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in sync in slot 0 without a copy");
  }
}
