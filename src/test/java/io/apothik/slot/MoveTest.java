package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MoveTest {
  private static final NodeName A = new NodeName("n_1@h");
  private static final NodeName B = new NodeName("n_2@h");
  private static final SlotOwners ALONE = SlotOwners.founded(new Copy(A, 1));
  private static final SlotOwners FILLING =
      new SlotOwners(new Copy(A, 1), List.of(), List.of(new Copy(B, 2)), 1);

  @Test
  void aCopyThatBegins_isNamedWithItsRole() {
    assertThat(changes(ALONE, FILLING)).containsExactly("n_2@h begins as learner");
  }

  @Test
  void anotherRole_isNamedWithTheOneBefore() {
    SlotOwners swapped = new SlotOwners(new Copy(B, 2), List.of(new Copy(A, 1)), List.of(), 3);

    assertThat(changes(FILLING, swapped))
        .containsExactly("n_2@h learner → primary", "n_1@h primary → backup");
  }

  @Test
  void aCopyThatIsNotThereAnyMore_isGone() {
    assertThat(changes(FILLING, ALONE)).containsExactly("n_2@h learner → gone");
  }

  @Test
  void aLaterCopyOnTheSameNode_begins() {
    SlotOwners again = new SlotOwners(new Copy(A, 1), List.of(), List.of(new Copy(B, 5)), 1);

    assertThat(changes(FILLING, again)).containsExactly("n_2@h begins as learner");
  }

  @Test
  void aSlotThatWasLost_saysSo() {
    SlotOwners lost = SlotOwners.founded(new Copy(B, 9));

    assertThat(changes(ALONE, lost))
        .containsExactly(
            "every copy was lost: the slot began anew, empty",
            "n_2@h begins as primary",
            "n_1@h primary → gone");
  }

  private static List<String> changes(SlotOwners before, SlotOwners after) {
    return new Move(9, 0, after).changesSince(before);
  }
}
