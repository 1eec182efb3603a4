package io.apothik.replica;

import static io.apothik.replica.Replicas.A;
import static io.apothik.replica.Replicas.B;
import static io.apothik.replica.Replicas.C;
import static io.apothik.replica.Replicas.inSync;
import static io.apothik.replica.Replicas.owners;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.Suspected;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Suspicion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A went one way from the table that it had in common with B, and the other way is what stays. */
class PartingTest {
  private static final Operation GET = new Operation.Get();
  private static final Operation PUT = KeyRequest.put(Bytes.utf8("k"), Bytes.utf8("v")).operation();

  @Test
  void tableOfAnotherWay_makesWhatANodeHasWorthNothing() {
    Replicas replicas = inSync(A, B);
    replicas.askAndDeliver(A, PUT);
    SlotTable here = replicas.next(owners(1, 1, A, List.of(B), List.of())).withLineage(6);
    SlotTable there = replicas.next(owners(1, 1, A, List.of(B), List.of())).withLineage(5);
    replicas.installAt(here, A);

    replicas.installAt(there, A, B);

    assertThat(replicas.holdings(A).allEntries()).isZero();
    assertThat(replicas.holdings(B).allEntries()).isEqualTo(1);
    assertThat(replicas.askAndDeliver(A, GET))
        .isInstanceOfSatisfying(
            Reply.Failure.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_OWNER));
  }

  @Test
  void tableThatSaysMoreThanIsTrueAfterAnotherWay_isContradictedUntilThereIsAnother() {
    Replicas replicas = inSync(A, B);
    SlotTable here = replicas.next(owners(1, 1, A, List.of(B), List.of())).withLineage(6);
    SlotTable there = replicas.next(owners(1, 1, A, List.of(B), List.of())).withLineage(5);
    replicas.installAt(here, A);
    replicas.installAt(there, A, B, C);

    replicas.pass(2_000);

    assertThat(replicas.told()).contains(new Suspected(new Suspicion(there.epoch(), A, A)));
    replicas.told().clear();
    Copy onB = new Copy(B, 1);
    replicas.install(
        new SlotOwners(onB, List.of(), List.of(new Copy(A, there.epoch() + 1)), there.epoch() + 1));
    replicas.pass(2_000);
    assertThat(replicas.told()).filteredOn(Suspected.class::isInstance).isEmpty();
  }
}
