package io.apothik.replica;

import io.apothik.slot.Bytes;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Cells in the order of their keys: in blocks, each an array, in which and among which a search
 * halves what is left. That is the lowest level of a B+ tree under a single node (Comer, "The
 * Ubiquitous B-Tree", ACM Computing Surveys 1979); a slot seldom has more than one block. An
 * array's room for more is an eighth of it, so that a cell costs little more here than its
 * reference. A key that is there is found by its {@link Marks mark}.
 *
 * <p>A place is a number that stands for a block and an index in it, until a cell is inserted or
 * removed. Iterators throw a {@link ConcurrentModificationException} after that; another entry in a
 * cell does not disturb them.
 */
final class Cells implements Iterable<Cell> {
  static final int BLOCK_CELLS_MAX = 128;

  /** Blocks that have fewer together become one; so most are at least half full of this. */
  private static final int MERGED_CELLS_MAX = BLOCK_CELLS_MAX / 2;

  private static final int INDEX_BITS = 8;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
  private static final int ROOM_MIN = 2;
  private static final int ROOM_SHARE = 8;
  private static final Block[] NO_BLOCKS = new Block[0];

  /** Some neighbours: at least one, and nothing but them in the first places of the array. */
  private static final class Block {
    private @Nullable Cell[] cells;
    private byte[] marks;
    private int size;

    private Block(@Nullable Cell[] cells, byte[] marks, int size) {
      this.cells = cells;
      this.marks = marks;
      this.size = size;
    }

    private Cell at(int index) {
      Cell cell = cells[index];
      if (cell == null) {
        throw new IllegalStateException("no cell %d of %d in a block".formatted(index, size));
      }
      return cell;
    }

    /** The index of the key's cell, or -1. */
    private int indexOf(Bytes key) {
      byte mark = Marks.of(key.hashCode());
      int index = Marks.find(marks, mark, 0, size);
      while (index < size && at(index).compare(key) != 0) {
        index = Marks.find(marks, mark, index + 1, size);
      }
      return index < size ? index : -1;
    }

    /** The index of the first cell whose key comes after the given one, which has none. */
    private int indexAfter(Bytes key) {
      int low = 0;
      int high = size;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (at(middle).compare(key) > 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private void insert(int index, Cell cell) {
      @Nullable Cell[] target = cells;
      if (size == target.length) {
        target = Arrays.copyOf(cells, Math.min(size + room(size), BLOCK_CELLS_MAX));
      }
      System.arraycopy(cells, index, target, index + 1, size - index);
      target[index] = cell;
      cells = target;
      marks = Marks.insert(marks, size, index, Marks.of(cell.hashCode()));
      size++;
    }

    private void remove(int index) {
      System.arraycopy(cells, index + 1, cells, index, size - index - 1);
      marks = Marks.remove(marks, size, index);
      size--;
      cells[size] = null;
      if (size + 2 * room(size) < cells.length) {
        cells = Arrays.copyOf(cells, size + room(size));
      }
    }

    private static int room(int size) {
      return Math.max(ROOM_MIN, size / ROOM_SHARE);
    }

    /** Keeps the first half, and gives the other. */
    private Block split() {
      int kept = size / 2;
      Block rest =
          new Block(
              Arrays.copyOfRange(cells, kept, size), Marks.copyOf(marks, kept, size), size - kept);
      cells = Arrays.copyOf(cells, kept + room(kept));
      marks = Marks.copyOf(marks, 0, kept);
      size = kept;
      return rest;
    }

    private void append(Block other) {
      cells = Arrays.copyOf(cells, size + other.size + ROOM_MIN);
      System.arraycopy(other.cells, 0, cells, size, other.size);
      marks = Marks.concat(marks, size, other.marks, other.size);
      size += other.size;
    }
  }

  private Block[] blocks = NO_BLOCKS;
  private int size;

  /**
   * Of many blocks, where a key was found last: whoever changes an entry looks it up repeatedly.
   */
  private int lastFound;

  /** Counts what disturbs iterators. */
  private int changes;

  int size() {
    return size;
  }

  /** The cell of a key, or null. */
  @Nullable Cell get(Bytes key) {
    int place = locate(key);
    return place < 0 ? null : at(place);
  }

  /** The place of the key's cell, or the complement of where it is to be inserted. */
  int find(Bytes key) {
    int place = locate(key);
    if (place >= 0 || blocks.length == 0) {
      return place;
    }
    int block = ~place >> INDEX_BITS;
    return ~place(block, blocks[block].indexAfter(key));
  }

  /** The place of the key's cell, or the complement of where its block begins. */
  private int locate(Bytes key) {
    if (blocks.length == 0) {
      return ~0;
    } else if (blocks.length > 1 && isAt(lastFound, key)) {
      return lastFound;
    }
    int block = blockOf(key);
    int index = blocks[block].indexOf(key);
    if (index < 0) {
      return ~place(block, 0);
    }
    int place = place(block, index);
    if (blocks.length > 1) {
      lastFound = place;
    }
    return place;
  }

  private boolean isAt(int place, Bytes key) {
    int block = place >> INDEX_BITS;
    int index = place & INDEX_MASK;
    return block < blocks.length
        && index < blocks[block].size
        && blocks[block].at(index).hashCode() == key.hashCode()
        && blocks[block].at(index).compare(key) == 0;
  }

  /** The cell that most likely is the key's, without a look at any, or null if none can be. */
  @Nullable Cell guess(int hash) {
    if (blocks.length != 1) {
      return null;
    }
    Block block = blocks[0];
    int index = Marks.find(block.marks, Marks.of(hash), 0, block.size);
    return index < block.size ? block.at(index) : null;
  }

  /** The last block that does not begin after the key, or the first. */
  private int blockOf(Bytes key) {
    int low = 0;
    int high = blocks.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks[middle].at(0).compare(key) < 0) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private static int place(int block, int index) {
    return block << INDEX_BITS | index;
  }

  /** The cell at a place. */
  Cell at(int place) {
    return blocks[place >> INDEX_BITS].at(place & INDEX_MASK);
  }

  /**
   * Inserts a cell.
   *
   * @param place the complement of what {@link #find} gave for its key
   */
  void insert(int place, Cell cell) {
    int number = place >> INDEX_BITS;
    int index = place & INDEX_MASK;
    if (blocks.length == 0) {
      blocks = new Block[] {new Block(new Cell[1], Marks.roomFor(1), 0)};
    } else if (blocks[number].size == BLOCK_CELLS_MAX) {
      Block first = blocks[number];
      insertBlock(number + 1, first.split());
      if (index > first.size) {
        index -= first.size;
        number++;
      }
    }
    blocks[number].insert(index, cell);
    size++;
    changes++;
  }

  private void insertBlock(int number, Block block) {
    Block[] more = Arrays.copyOf(blocks, blocks.length + 1);
    System.arraycopy(blocks, number, more, number + 1, blocks.length - number);
    more[number] = block;
    blocks = more;
  }

  /** Removes the cell at a place. */
  void remove(int place) {
    int number = place >> INDEX_BITS;
    Block block = blocks[number];
    block.remove(place & INDEX_MASK);
    size--;
    changes++;
    if (block.size == 0) {
      removeBlock(number);
    } else if (number + 1 < blocks.length && fit(number)) {
      merge(number);
    } else if (number > 0 && fit(number - 1)) {
      merge(number - 1);
    }
  }

  private boolean fit(int number) {
    return blocks[number].size + blocks[number + 1].size <= MERGED_CELLS_MAX;
  }

  private void merge(int number) {
    blocks[number].append(blocks[number + 1]);
    removeBlock(number + 1);
  }

  private void removeBlock(int number) {
    Block[] fewer = blocks.length == 1 ? NO_BLOCKS : Arrays.copyOf(blocks, blocks.length - 1);
    System.arraycopy(blocks, number + 1, fewer, number, fewer.length - number);
    blocks = fewer;
  }

  /** All of them. */
  @Override
  public Iterator<Cell> iterator() {
    return new Walker(0);
  }

  /**
   * Those from a key on.
   *
   * @param inclusive whether the key itself counts
   */
  Iterator<Cell> from(Bytes key, boolean inclusive) {
    int place = find(key);
    return new Walker(place < 0 ? ~place : inclusive ? place : place + 1);
  }

  private final class Walker implements Iterator<Cell> {
    private final int expected = changes;
    private int block;
    private int index;

    private Walker(int place) {
      this.block = place >> INDEX_BITS;
      this.index = place & INDEX_MASK;
    }

    @Override
    public boolean hasNext() {
      // Past the end of a block is where the next begins.
      return block < blocks.length && (index < blocks[block].size || block + 1 < blocks.length);
    }

    @Override
    public Cell next() {
      if (changes != expected) {
        throw new ConcurrentModificationException("cells came or went");
      } else if (!hasNext()) {
        throw new NoSuchElementException("there are no more cells");
      }
      if (index == blocks[block].size) {
        block++;
        index = 0;
      }
      return blocks[block].at(index++);
    }
  }
}
