package io.apothik.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Settings;
import io.apothik.slot.Planner;
import io.apothik.slot.Situation;
import io.apothik.slot.SlotTable;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happens while a plan is made. */
class PlansTest extends Coordination {
  @Test
  void aPlanTakesLong_nothingIsProposedMeanwhile() {
    found(A, B);
    plansTakeLong = true;
    see(A, B, C);
    later(100);
    assertThat(table().epoch()).isEqualTo(1);

    plansAreMade();

    assertThat(table().members()).containsExactly(A, B, C);
  }

  @Test
  void aPlanCountsOnANodeThatWentMeanwhile_anotherIsMade() {
    found(A, B);
    plansTakeLong = true;
    see(A, B, C);
    see(A, B, D);

    plansAreMade();

    assertThat(table().epoch()).isEqualTo(2);
    assertThat(table().members()).containsExactly(A, B, D);
  }

  @Test
  void anotherTableIsInForceMeanwhile_theNextPlanStartsFromThat() {
    found(A, B);
    plansTakeLong = true;
    see(A, B, C);
    SlotTable other = table().again();
    chosen.push(other);
    coordinator.install(other, now);

    plansAreMade();
    later(100);

    assertThat(table().epoch()).isEqualTo(other.epoch() + 1);
    assertThat(table().members()).containsExactly(A, B, C);
  }

  @Test
  void aTableThatWasGivenUp_isChosenAfterAll_anotherPlanIsMade() {
    found(A, B, C);
    SlotTable withoutC =
        new Planner(4, Settings.DEFAULT.backups()).plan(table(), Situation.of(List.of(A, B)));
    voters = Set.of();
    see(A, B);
    see(A);
    see(A, B, C);
    voters = Set.of(A, B, C);

    // Another coordinator found it among the votes, and had it chosen.
    chosen.push(withoutC);
    coordinator.install(withoutC, now);
    later(100);

    assertThat(table().members()).containsExactly(A, B, C);
  }
}
