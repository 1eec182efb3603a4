package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarksTest {
  private static final int STEPS = 20_000;
  private static final int COUNT_MAX = 128;

  /** Few, so that there are many alike, and those that differ in one bit, and in the highest. */
  private static final byte[] SOME = {0, 1, 2, 3, 0x7e, 0x7f, -128, -127, -2, -1};

  @Test
  void aMark_isFoundWhereAListFindsIt() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Byte> expected = new ArrayList<>();
    byte[] marks = Marks.roomFor(1);

    for (int step = 0; step < STEPS; step++) {
      int count = expected.size();
      if (count == 0 || (count < COUNT_MAX && random.nextInt(COUNT_MAX) > count)) {
        int place = random.nextInt(count + 1);
        byte mark = any(random);
        marks = Marks.insert(marks, count, place, mark);
        expected.add(place, mark);
      } else {
        int place = random.nextInt(count);
        marks = Marks.remove(marks, count, place);
        expected.remove(place);
      }
      int from = random.nextInt(expected.size() + 1);
      byte wanted = any(random);
      assertThat(Marks.find(marks, wanted, from, expected.size()))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(find(expected, wanted, from));
    }
  }

  @Test
  void marks_partAndJoinAgain() {
    byte[] marks = Marks.roomFor(1);
    for (int i = 0; i < 20; i++) {
      marks = Marks.insert(marks, i, i, (byte) i);
    }

    byte[] first = Marks.copyOf(marks, 0, 9);
    byte[] rest = Marks.copyOf(marks, 9, 20);

    assertThat(Marks.find(rest, (byte) 15, 0, 11)).isEqualTo(6);
    assertThat(Marks.find(Marks.concat(first, 9, rest, 11), (byte) 15, 0, 20)).isEqualTo(15);
  }

  private static byte any(Random random) {
    return SOME[random.nextInt(SOME.length)];
  }

  private static int find(List<Byte> marks, byte wanted, int from) {
    int at = marks.subList(from, marks.size()).indexOf(wanted);
    return at < 0 ? marks.size() : from + at;
  }
}
