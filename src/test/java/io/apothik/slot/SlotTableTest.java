package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotTableTest {
  private static final NodeName A = NodeName.numbered(1, "h");
  private static final NodeName B = NodeName.numbered(2, "h");
  private static final NodeName C = NodeName.numbered(3, "h");
  private static final List<Incarnation> MEMBERS = List.of(process(A), process(B), process(C));
  private static final SlotOwners OF_A = SlotOwners.founded(new Copy(A, 1));
  private static final SlotOwners OF_B =
      new SlotOwners(new Copy(B, 1), List.of(new Copy(A, 2)), List.of(new Copy(C, 7)), 3);

  /** Slots 0 and 2 are A's alone; slot 1 is B's, with a backup on A, and C is learning it. */
  private static final SlotTable TABLE = table(7, 0);

  private static SlotTable table(long epoch, long lineage) {
    return SlotTable.of(
        epoch, branches(epoch, lineage), MEMBERS, List.of(OF_A, OF_B, OF_A), List.of());
  }

  private static List<Branch> branches(long epoch, long lineage) {
    return lineage == 0 ? List.of() : List.of(new Branch(epoch, lineage));
  }

  private static Incarnation process(NodeName node) {
    return new Incarnation(node, "first");
  }

  @Test
  void noTable_hasEpochZeroAndNobody() {
    assertThat(SlotTable.NONE.epoch()).isZero();
    assertThat(SlotTable.NONE.isEmpty()).isTrue();
    assertThat(SlotTable.NONE.members()).isEmpty();
  }

  @Test
  void epochZero_isRefusedForATableWithSlots() {
    assertThatThrownBy(() -> table(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epoch 0");
  }

  @Test
  void aTableWithoutSlots_isRefused() {
    assertThatThrownBy(() -> SlotTable.of(1, List.of(), MEMBERS, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 slots");
  }

  @Test
  void aSlot_hasTheOwnersAtItsPlace() {
    assertThat(TABLE.slotCount()).isEqualTo(3);
    assertThat(TABLE.owners(1)).isEqualTo(OF_B);
    assertThat(TABLE.allOwners()).containsExactly(OF_A, OF_B, OF_A);
  }

  @Test
  void sharing_takesTheOthersOwnersWhereTheyAreEqual_andChangesNothing() {
    SlotOwners sameAsA =
        new SlotOwners(OF_A.primary(), OF_A.backups(), OF_A.learners(), OF_A.term());
    SlotOwners another = SlotOwners.founded(new Copy(NodeName.numbered(9, "h"), 8));
    SlotTable next =
        SlotTable.of(8, branches(8, 3), MEMBERS, List.of(sameAsA, another, OF_B), List.of());

    SlotTable sharing = next.sharing(TABLE);

    assertThat(sharing).isEqualTo(next);
    assertThat(sharing.owners(0)).isSameAs(OF_A);
    assertThat(sharing.owners(1)).isSameAs(another);
  }

  @Test
  void aSlotThatIsNotThere_isRefused() {
    assertThatThrownBy(() -> TABLE.owners(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void holders_areAllThatHaveACopy() {
    assertThat(TABLE.holders()).containsExactly(A, B, C);
  }

  @Test
  void slotsServed_countsPrimariesAlone() {
    assertThat(TABLE.slotsServed()).isEqualTo(Map.of(A, 2, B, 1));
  }

  @Test
  void moving_countsTheSlotsWithALearner() {
    assertThat(TABLE.moving()).isEqualTo(1);
  }

  @Test
  void slotsWhere_givesTheSlotsThatMeetTheCondition() {
    assertThat(TABLE.slotsWhere(owners -> owners.isPrimary(A))).isEqualTo(SlotSet.of(0, 2));
  }

  @Test
  void theListItWasMadeFrom_canChangeWithoutIt() {
    List<SlotOwners> owners = new ArrayList<>(TABLE.allOwners());
    SlotTable table = SlotTable.of(7, List.of(), MEMBERS, owners, List.of());

    owners.set(0, OF_B);

    assertThat(table).isEqualTo(TABLE);
  }

  @Test
  void anotherEpoch_isAnotherTableWithTheSameContent() {
    SlotTable later = table(8, 0);

    assertThat(later).isNotEqualTo(TABLE);
    assertThat(later.sameContent(TABLE)).isTrue();
  }

  @Test
  void equalTables_areEqual() {
    assertThat(table(7, 0)).isEqualTo(TABLE).hasSameHashCodeAs(TABLE);
  }

  @Test
  void aGreaterEpoch_isNewer_whateverItsLineage() {
    assertThat(table(8, 1).isNewerThan(table(7, 2))).isTrue();
    assertThat(table(7, 2).isNewerThan(table(8, 1))).isFalse();
  }

  @Test
  void ofEqualEpochs_theLesserLineageIsNewer() {
    assertThat(table(7, 1).isNewerThan(table(7, 2))).isTrue();
    assertThat(table(7, 1).isNewerThan(table(7, 1))).isFalse();
  }

  @Test
  void aMember_isOneProcessOfANode() {
    assertThat(TABLE.isMember(process(A))).isTrue();
    assertThat(TABLE.isMember(new Incarnation(A, "second"))).isFalse();
  }

  @Test
  void aNode_cannotHaveTwoCopies() {
    assertThatThrownBy(() -> new SlotOwners(new Copy(A, 1), List.of(), List.of(new Copy(A, 2)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(A.value());
  }

  @Test
  void primaryAndBackups_areInSync_learnersAreNot() {
    assertThat(OF_B.inSync()).containsExactly(new Copy(B, 1), new Copy(A, 2));
    assertThat(OF_B.isLearner(C)).isTrue();
    assertThat(OF_B.copyOf(C)).contains(new Copy(C, 7));
  }

  @Test
  void aPrimaryCopyThatIsAsOldAsItsTerm_beganEmpty() {
    assertThat(OF_A.beganEmpty()).isTrue();
    assertThat(OF_B.beganEmpty()).isFalse();
  }

  @Test
  void difference_namesWhatChanged_andMakesTheOneTableOfTheOther() {
    Incarnation d = process(NodeName.numbered(4, "h"));
    SlotTable next =
        SlotTable.of(
            8,
            branches(8, 3),
            List.of(MEMBERS.get(0), MEMBERS.get(2), d),
            List.of(OF_A, OF_A, OF_A),
            List.of(new Loss(8, 1)));

    TableDifference difference = TABLE.differenceTo(next);

    assertThat(difference.slots()).isEqualTo(SlotSet.of(1));
    assertThat(difference.gone()).containsExactly(MEMBERS.get(1));
    assertThat(difference.added()).containsExactly(d);
    assertThat(TABLE.with(difference)).isEqualTo(next);
  }

  @Test
  void difference_toMembersInAnotherOrder_keepsTheirOrder() {
    SlotTable next =
        SlotTable.of(
            8, List.of(), List.of(MEMBERS.get(2), MEMBERS.get(0)), TABLE.allOwners(), List.of());

    assertThat(TABLE.with(TABLE.differenceTo(next))).isEqualTo(next);
  }

  @Test
  void difference_fromAnotherTable_isRefused() {
    TableDifference difference = TABLE.differenceTo(table(8, 0));

    assertThatThrownBy(() -> table(6, 0).with(difference))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from epoch 7 to 8");
    assertThatThrownBy(() -> table(7, 1).with(difference))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void difference_inSlotsThatAreNotThere_isRefused() {
    TableDifference difference =
        new TableDifference(
            7,
            0,
            8,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            0,
            SlotSet.of(3),
            List.of(OF_A),
            null);

    assertThatThrownBy(() -> TABLE.with(difference)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void difference_withoutOwnersForItsSlots_isRefused() {
    assertThatThrownBy(
            () ->
                new TableDifference(
                    7,
                    0,
                    8,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    0,
                    SlotSet.of(1, 2),
                    List.of(OF_A),
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 slots with 1 owners");
  }

  @Test
  void tables_descendFromThoseOnTheWayToThem() {
    SlotTable later = TABLE.again().withLineage(5).again().again().withLineage(3).again();

    assertThat(later.descendsFrom(SlotTable.NONE)).isTrue();
    assertThat(later.descendsFrom(TABLE)).isTrue();
    assertThat(later.descendsFrom(TABLE.again().withLineage(5).again())).isTrue();
    assertThat(later.descendsFrom(later)).isTrue();
  }

  @Test
  void tables_descendNotFromThoseThatWentAnotherWay() {
    SlotTable later = TABLE.again().withLineage(5).again();

    assertThat(later.descendsFrom(TABLE.again())).isFalse();
    assertThat(later.descendsFrom(TABLE.again().withLineage(6))).isFalse();
    assertThat(TABLE.descendsFrom(TABLE.again())).isFalse();
  }

  @Test
  void tables_afterTooManyBranches_knowNotFromWhatTheyDescend() {
    SlotTable later = TABLE;
    for (int branch = 0; branch < SlotTable.BRANCHES_MAX; branch++) {
      assertThat(later.descendsFrom(TABLE)).isTrue();
      later = later.again().withLineage(100 + branch);
    }

    assertThat(later.descendsFrom(TABLE)).isFalse();
    assertThat(later.branches()).hasSize(SlotTable.BRANCHES_MAX);
    assertThat(later.lineage()).isEqualTo(100 + SlotTable.BRANCHES_MAX - 1);
  }
}
