package io.apothik.door.api;

import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import java.util.Arrays;

/**
 * For each slot a hash tag that has it: whatever a key looks like, another one that begins with
 * this tag lives in the same slot.
 */
final class SlotTags {
  private static final int COUNT = Placement.Slots.COUNT;
  private static final int[] NUMBERS = numbers();

  private SlotTags() {}

  /** The tag, with its braces, that leads to the key's slot. */
  static String tagFor(Bytes key) {
    return "{" + text(NUMBERS[Placement.SLOTS.slotOf(key, COUNT)]) + "}";
  }

  /** The least number for each slot whose text has it. */
  private static int[] numbers() {
    int[] numbers = new int[COUNT];
    Arrays.fill(numbers, -1);
    int found = 0;
    for (int number = 0; found < COUNT; number++) {
      int slot = Placement.SLOTS.slotOf(Bytes.utf8(text(number)), COUNT);
      if (numbers[slot] < 0) {
        numbers[slot] = number;
        found++;
      }
    }
    return numbers;
  }

  private static String text(int number) {
    return Integer.toString(number, Character.MAX_RADIX);
  }
}
