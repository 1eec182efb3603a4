package io.apothik.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import io.apothik.slot.TuningChange;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators change while the cluster runs. */
class WantedTuningTest extends Coordination {
  private static final TuningChange TWO_BACKUPS = new TuningChange(2, null, null);

  @BeforeEach
  void begin() {
    found(A, B, C);
  }

  private void tune(TuningChange change) {
    coordinator.tune(change, now);
    deliverVotes();
  }

  private Tuning inForce() {
    return table().tuning().orElseThrow();
  }

  @Test
  void theFirstTable_saysWhatItsFounderWasStartedWith() {
    assertThat(inForce()).isEqualTo(TUNING);
  }

  @Test
  void moreBackups_areChosenByVote_andLearnWhatThereIs() {
    tune(TWO_BACKUPS);

    assertThat(inForce()).isEqualTo(new Tuning(2, 0, 1_000));
    assertThat(table().allOwners()).allMatch(owners -> owners.learners().size() == 1);
  }

  @Test
  void changesOfDifferentValues_holdBoth() {
    tune(TWO_BACKUPS);
    tune(new TuningChange(null, Tuning.MEMORY_BYTES_MIN, 7L));

    assertThat(inForce()).isEqualTo(new Tuning(2, Tuning.MEMORY_BYTES_MIN, 7));
  }

  @Test
  void whatIsInForceAlready_makesNoOtherTable() {
    tune(TWO_BACKUPS);
    SlotTable before = table();

    tune(TWO_BACKUPS);
    later(50);

    assertThat(table()).isSameAs(before);
  }

  @Test
  void whatComesWhileAnotherTableIsProposed_isInTheNextOne() {
    voters = Set.of(A);
    see(A, B, C, D);
    tune(TWO_BACKUPS);
    assertThat(inForce()).isEqualTo(TUNING);

    voters = Set.of(A, B, C, D);
    later(400);
    later(50);

    assertThat(table().isMember(D)).isTrue();
    assertThat(inForce().backups()).isEqualTo(2);
  }

  @Test
  void whoDoesNotLead_changesNothing_alsoNotOnceItLeads() {
    SlotTable before = table();
    see(B, A, C);
    tune(TWO_BACKUPS);
    assertThat(table()).isSameAs(before);

    see(A, C);
    later(1_500);

    assertThat(table().isMember(B)).isFalse();
    assertThat(inForce()).isEqualTo(TUNING);
  }

  @Test
  void withoutAMajority_nothingChanges_andWhatNobodyRepeatsIsForgotten() {
    see(A);
    tune(TWO_BACKUPS);
    later(2_500);

    see(A, B, C);
    later(500);

    assertThat(inForce()).isEqualTo(TUNING);
  }

  @Test
  void aMajorityThatComesBackInTime_choosesWhatIsStillSaid() {
    see(A);
    tune(TWO_BACKUPS);
    later(1_900);
    tune(TWO_BACKUPS);
    later(1_900);

    see(A, B, C);

    assertThat(inForce().backups()).isEqualTo(2);
  }

  @Test
  void noBackups_leaveThePrimariesAlone_whereOthersWereInSync() {
    tell(report(table().epoch()));
    tune(new TuningChange(0, null, null));

    assertThat(table().allOwners())
        .filteredOn(owners -> owners.isPrimary(A.node()))
        .extracting(SlotOwners::inSync)
        .allMatch(inSync -> inSync.size() == 1);
  }

  @Test
  void aTableWithoutTuning_asOlderNodesMakeThem_isFollowedByOneThatHasIt() {
    coordinator.install(table().again().withTuning(null), now);
    chosen.push(table().again().withTuning(null));

    later(50);

    assertThat(inForce()).isEqualTo(TUNING);
  }
}
