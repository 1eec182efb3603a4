package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Limits;
import io.apothik.message.ValueType;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellTest {
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Entry ENTRY = entry(3, Bytes.utf8("value"));
  private static final int ROUNDS = 20_000;

  @Test
  void cell_givesTheEntryAndTheKey() {
    Cell cell = new Cell(KEY, ENTRY);

    assertThat(cell.entry()).isEqualTo(ENTRY);
    assertThat(cell.key()).isEqualTo(KEY);
    assertThat(cell.version()).isEqualTo(ENTRY.version());
    assertThat(cell.isMortal()).isFalse();
  }

  @Test
  void cell_thatIsSet_hasTheNewerEntry() {
    Cell cell = new Cell(KEY, ENTRY);

    cell.set(KEY, entry(4, Bytes.utf8("longer than before")));

    assertThat(cell.entry()).isEqualTo(entry(4, Bytes.utf8("longer than before")));
  }

  @Test
  void entry_thatWasTaken_staysWhenTheCellIsSet() {
    Cell cell = new Cell(KEY, ENTRY);
    Entry before = cell.entry();

    cell.set(KEY, entry(4, Bytes.utf8("VALUE")));

    assertThat(before).isEqualTo(ENTRY);
  }

  @Test
  void newerEntry_thatIsLittleShorter_takesTheSameArray() {
    Cell cell = new Cell(KEY, entry(3, Bytes.utf8("a value of some more than thirty bytes")));
    Entry inPlace = cell.entryInPlace();

    cell.set(KEY, entry(4, Bytes.utf8("a VALUE of some more than thirty byte")));

    assertThat(inPlace.valueOrNull())
        .isEqualTo(Bytes.utf8("a VALUE of some more than thirty bytes"));
    assertThat(cell.entry())
        .isEqualTo(entry(4, Bytes.utf8("a VALUE of some more than thirty byte")));
  }

  @Test
  void newerEntry_thatIsMuchShorter_keepsNoRoomForTheLongerOne() {
    Cell cell = new Cell(KEY, entry(3, Bytes.copyOf(new byte[200])));
    Entry inPlace = cell.entryInPlace();

    cell.set(KEY, entry(4, Bytes.utf8("short")));

    assertThat(inPlace).isEqualTo(entry(3, Bytes.copyOf(new byte[200])));
    assertThat(cell.entry()).isEqualTo(entry(4, Bytes.utf8("short")));
  }

  @Test
  void tombstone_hasNoValue() {
    Cell cell = new Cell(KEY, Entry.tombstone(new Version(7, 1L << 60)));

    assertThat(cell.isTombstone()).isTrue();
    assertThat(cell.entry()).isEqualTo(Entry.tombstone(new Version(7, 1L << 60)));
  }

  @Test
  void emptyValue_isNoTombstone() {
    Cell cell = new Cell(KEY, entry(1, Bytes.EMPTY));

    assertThat(cell.isTombstone()).isFalse();
    assertThat(cell.entry()).isEqualTo(entry(1, Bytes.EMPTY));
  }

  @Test
  void lifetime_isKept() {
    Entry mortal = new Entry(new Version(1, 2), KEY, 1_700_000_000_123L, 0);
    Entry idle = new Entry(new Version(1, 2), KEY, 0, 500);

    assertThat(new Cell(KEY, mortal).entry()).isEqualTo(mortal);
    assertThat(new Cell(KEY, idle).entry()).isEqualTo(idle);
    assertThat(new Cell(KEY, idle).isMortal()).isTrue();
  }

  @Test
  void timeBeforeTheClocksBeginning_isKept() {
    Entry early = new Entry(new Version(1, 2), KEY, -5, 0);

    assertThat(new Cell(KEY, early).entry()).isEqualTo(early);
  }

  @Test
  void longValue_isNotCopied() {
    Bytes value = Bytes.copyOf(new byte[Cell.LONG_VALUE_BYTES]);

    assertThat(new Cell(KEY, entry(1, value)).entry().valueOrNull()).isSameAs(value);
  }

  @Test
  void longestKey_isKept() {
    Bytes key = Bytes.copyOf(new byte[Limits.KEY_BYTES_MAX]);

    assertThat(new Cell(key, ENTRY).key()).isEqualTo(key);
    assertThat(new Cell(key, ENTRY).entry()).isEqualTo(ENTRY);
  }

  @Test
  void cells_areEqualByTheirKeys() {
    Cell cell = new Cell(KEY, ENTRY);

    assertThat(cell)
        .isEqualTo(new Cell(KEY, Entry.tombstone(Version.NONE)))
        .hasSameHashCodeAs(new Cell(KEY, Entry.tombstone(Version.NONE)))
        .isNotEqualTo(new Cell(Bytes.utf8("kez"), ENTRY));
  }

  @Test
  void randomEntries_areKeptAndWeighedAsTheyAre() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Cell cell = new Cell(KEY, ENTRY);
    for (int round = 0; round < ROUNDS; round++) {
      Bytes key = bytes(random, 1 + random.nextInt(200));
      Entry entry = entry(random);
      if (random.nextBoolean()) {
        // About as long as what is there.
        key = cell.key();
        entry = entry(random, Math.max(0, length(cell) + random.nextInt(20) - 10));
      }

      cell.set(key, entry);

      assertThat(cell.entry()).as("seed %d, round %d", seed, round).isEqualTo(entry);
      assertThat(cell.key()).as("seed %d, round %d", seed, round).isEqualTo(key);
      assertThat(cell.version()).as("seed %d, round %d", seed, round).isEqualTo(entry.version());
      assertThat(cell.weight()).as("seed %d, round %d", seed, round).isEqualTo(entry.weight(key));
      assertThat(cell.compare(key)).as("seed %d, round %d", seed, round).isZero();
    }
  }

  private static int length(Cell cell) {
    Bytes value = cell.entry().valueOrNull();
    return value == null ? 0 : value.length();
  }

  private static Entry entry(Random random) {
    return random.nextInt(4) == 0
        ? Entry.tombstone(new Version(number(random), number(random)))
        : entry(random, random.nextInt(random.nextInt(8) == 0 ? 2_000 : 300));
  }

  private static Entry entry(Random random, int valueBytes) {
    Version version = new Version(number(random), number(random));
    Bytes value = bytes(random, valueBytes);
    boolean mortal = random.nextBoolean();
    ValueType type = random.nextBoolean() ? ValueType.STRING : ValueType.HASH;
    return new Entry(
        version, type, value, mortal ? number(random) : 0, mortal ? number(random) : 0);
  }

  private static long number(Random random) {
    return random.nextLong() >>> random.nextInt(Long.SIZE);
  }

  private static Bytes bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }

  private static Entry entry(long count, Bytes value) {
    return new Entry(new Version(2, count), value, 0, 0);
  }
}
