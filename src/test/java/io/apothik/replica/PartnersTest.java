package io.apothik.replica;

import static io.apothik.replica.Replicas.A;
import static io.apothik.replica.Replicas.B;
import static io.apothik.replica.Replicas.C;
import static io.apothik.replica.Replicas.owners;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartnersTest {
  private final Partners partners = new Partners();

  @Test
  void theNodesOfSharedSlots_arePartners() {
    partners.put(1, owners(1, 1, A, List.of(B), List.of(C)));

    assertThat(partners.nodes()).containsExactlyInAnyOrder(A, B, C);
  }

  @Test
  void whoSharesAnotherSlotStill_staysOne() {
    partners.put(1, owners(1, 1, A, List.of(B), List.of()));
    partners.put(2, owners(1, 1, C, List.of(A), List.of(B)));

    partners.put(1, owners(2, 1, A, List.of(), List.of()));
    assertThat(partners.nodes()).containsExactlyInAnyOrder(A, B, C);

    partners.put(2, null);
    assertThat(partners.nodes()).containsExactly(A);
  }

  @Test
  void withoutCopies_thereAreNone() {
    partners.put(1, owners(1, 1, A, List.of(B), List.of()));
    partners.clear();
    partners.put(1, null);

    assertThat(partners.nodes()).isEmpty();
  }
}
