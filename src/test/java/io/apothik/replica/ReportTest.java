package io.apothik.replica;

import static io.apothik.replica.Replicas.A;
import static io.apothik.replica.Replicas.B;
import static io.apothik.replica.Replicas.C;
import static io.apothik.replica.Replicas.inSync;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.KeyTrace;
import io.apothik.message.Lifetime;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.Reply.CopyReport;
import io.apothik.slot.Bytes;
import io.apothik.slot.CopyRole;
import io.apothik.slot.NodeName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes say that they have of a key. */
class ReportTest {
  private static final Bytes KEY = Bytes.utf8("k");
  private static final long NOW = 10_000;

  private final Replicas replicas = inSync(A, B);

  @Test
  void copiesInSync_haveTheSame_andOthersNothing() {
    replicas.askAndDeliver(A, put("value", new Lifetime(5_000, 0)));

    assertThat(report(A).role()).isEqualTo(CopyRole.PRIMARY);
    assertThat(report(A).writing()).isFalse();
    assertThat(report(A).trace().valueBytes()).isEqualTo(5);
    assertThat(report(A).trace().ttlMillis()).isEqualTo(5_000);
    assertThat(report(B).role()).isEqualTo(CopyRole.BACKUP);
    assertThat(report(B).trace()).isEqualTo(report(A).trace());
    assertThat(report(C).role()).isEqualTo(CopyRole.NONE);
    assertThat(report(C).trace()).isEqualTo(KeyTrace.ABSENT);
  }

  @Test
  void aWriteThatTheBackupDidNotConfirm_isOnItsWay() {
    replicas.lose(sent -> sent.is(Replicated.class));
    replicas.askAndDeliver(A, put("value", Lifetime.UNLIMITED));

    assertThat(report(A).writing()).isTrue();
    assertThat(report(B).writing()).isFalse();
    assertThat(report(B).trace().agreesWith(report(A).trace())).isTrue();
  }

  @Test
  void aDeletedKey_isDeletedUntilItIsForgotten() {
    replicas.askAndDeliver(A, put("value", Lifetime.UNLIMITED));
    replicas.askAndDeliver(A, new Operation.Delete());

    assertThat(report(B).trace().kind()).isEqualTo(KeyTrace.Kind.DELETED);
    assertThat(report(A).trace().agreesWith(report(B).trace())).isTrue();
    replicas.pass(400);
    replicas.deliver();
    assertThat(report(B).trace()).isEqualTo(KeyTrace.ABSENT);
  }

  @Test
  void aKeyWhoseTimeIsOver_isExpired() {
    replicas.askAndDeliver(A, put("value", new Lifetime(0, 50)));

    CopyReport later = replicas.node(A).report(new SlotInquiry(0, KEY), List.of(), NOW + 50);

    assertThat(later.trace().kind()).isEqualTo(KeyTrace.Kind.EXPIRED);
  }

  @Test
  void aSlotThatNoTableHas_isNobodys() {
    CopyReport report = replicas.node(A).report(new SlotInquiry(9, KEY), List.of(), NOW);

    assertThat(report.role()).isEqualTo(CopyRole.NONE);
    assertThat(report.trace()).isEqualTo(KeyTrace.ABSENT);
  }

  private CopyReport report(NodeName node) {
    return replicas.node(node).report(new SlotInquiry(0, KEY), List.of(), NOW);
  }

  private static Operation put(String value, Lifetime lifetime) {
    return new Operation.Put(Bytes.utf8(value), lifetime, false, Condition.NONE);
  }
}
