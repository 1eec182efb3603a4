package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CellsTest {
  private static final int SEVERAL_BLOCKS = 5 * Cells.BLOCK_CELLS_MAX;
  private static final int STEPS = 30_000;

  private final Cells cells = new Cells();

  @Test
  void nothing_hasNoCell() {
    assertThat(cells.get(key(1))).isNull();
    assertThat(cells.iterator().hasNext()).isFalse();
    assertThat(cells.from(key(1), true).hasNext()).isFalse();
    assertThat(cells.size()).isZero();
  }

  @Test
  void cell_isFoundByItsKey() {
    Cell cell = insert(key(1));

    assertThat(cells.get(key(1))).isSameAs(cell);
    assertThat(cells.get(key(2))).isNull();
  }

  @Test
  void cells_areInTheOrderOfTheirKeys() {
    IntStream.range(0, SEVERAL_BLOCKS)
        .map(i -> i * 7 % SEVERAL_BLOCKS)
        .forEach(i -> insert(key(i)));

    assertThat(keys(cells.iterator())).isEqualTo(keys(0, SEVERAL_BLOCKS));
  }

  @Test
  void cellsFromAKey_beginWithItIfItCounts() {
    fill(SEVERAL_BLOCKS);

    assertThat(keys(cells.from(key(300), true))).isEqualTo(keys(300, SEVERAL_BLOCKS));
    assertThat(keys(cells.from(key(300), false))).isEqualTo(keys(301, SEVERAL_BLOCKS));
  }

  @Test
  void cellsFromAKeyThatIsNotThere_beginWithTheNext() {
    fill(SEVERAL_BLOCKS);
    remove(key(300));

    assertThat(keys(cells.from(key(300), false))).isEqualTo(keys(301, SEVERAL_BLOCKS));
  }

  @Test
  void cellsFromBehindTheLast_areNone() {
    fill(SEVERAL_BLOCKS);

    assertThat(cells.from(key(SEVERAL_BLOCKS), true).hasNext()).isFalse();
    assertThat(cells.from(key(SEVERAL_BLOCKS - 1), false).hasNext()).isFalse();
  }

  @Test
  void whenAllAreRemoved_nothingIsLeft() {
    fill(SEVERAL_BLOCKS);

    IntStream.range(0, SEVERAL_BLOCKS)
        .map(i -> i * 7 % SEVERAL_BLOCKS)
        .forEach(i -> remove(key(i)));

    assertThat(cells.size()).isZero();
    assertThat(cells.iterator().hasNext()).isFalse();
  }

  @Test
  void iterator_afterTheLast_throws() {
    insert(key(1));
    Iterator<Cell> all = cells.iterator();
    all.next();

    assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void iterator_whenACellCame_throws() {
    insert(key(1));
    Iterator<Cell> all = cells.iterator();
    insert(key(2));

    assertThatThrownBy(all::next).isInstanceOf(ConcurrentModificationException.class);
  }

  @Test
  void iterator_whenACellWasSet_goesOn() {
    Cell cell = insert(key(1));
    Iterator<Cell> all = cells.iterator();
    cell.set(key(1), Entry.tombstone(new Version(1, 2)));

    assertThat(all.next()).isSameAs(cell);
  }

  @Test
  void randomSteps_leaveWhatASortedMapHas() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    NavigableMap<Bytes, Cell> expected = new TreeMap<>();
    for (int step = 0; step < STEPS; step++) {
      // Grows for a third of the time, and shrinks for as long, with keys of all lengths.
      boolean grows = random.nextInt(3) < (step % 3_000 < 1_500 ? 2 : 1);
      Bytes key = Bytes.utf8(Integer.toString(random.nextInt(1_500), 3));
      if (grows && !expected.containsKey(key)) {
        expected.put(key, insert(key));
      } else if (!grows && expected.remove(key) != null) {
        remove(key);
      }
      assertThat(cells.size()).as("seed %d, step %d", seed, step).isEqualTo(expected.size());
      assertThat(cells.get(key)).as("seed %d, step %d", seed, step).isSameAs(expected.get(key));
      if (step % 100 == 0) {
        assertThat(list(cells.iterator()))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(List.copyOf(expected.values()));
        assertThat(list(cells.from(key, false)))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(List.copyOf(expected.tailMap(key, false).values()));
      }
    }
  }

  private void fill(int count) {
    IntStream.range(0, count).forEach(i -> insert(key(i)));
  }

  private Cell insert(Bytes key) {
    Cell cell = new Cell(key, Entry.tombstone(new Version(1, 1)));
    cells.insert(~cells.find(key), cell);
    return cell;
  }

  private void remove(Bytes key) {
    cells.remove(cells.find(key));
  }

  private static Bytes key(int number) {
    return Bytes.utf8("%06d".formatted(number));
  }

  private static List<Bytes> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(CellsTest::key).toList();
  }

  private static List<Bytes> keys(Iterator<Cell> cells) {
    return list(cells).stream().map(Cell::key).toList();
  }

  private static List<Cell> list(Iterator<Cell> cells) {
    List<Cell> list = new ArrayList<>();
    cells.forEachRemaining(list::add);
    return list;
  }
}
