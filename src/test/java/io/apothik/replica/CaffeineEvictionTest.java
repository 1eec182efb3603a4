package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Version;
import io.apothik.replica.Eviction.Victim;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaffeineEvictionTest {
  private static final Bytes KEY = Bytes.utf8("k");
  private static final int SLOT = 5;
  private static final int VALUE_BYTES = 900;
  private static final int ENTRIES = 100;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Shard shard = new Shard(SLOT, 1, 1, false, new Places());
  private final int weight = entry(1, VALUE_BYTES).weight(KEY);
  private final long[] nanos = new long[1];
  private final CaffeineEviction eviction =
      new CaffeineEviction((long) ENTRIES * weight, () -> nanos[0]);

  @Test
  void whatHasRoom_stays() {
    assertThat(fill(ENTRIES / 2)).isEmpty();
  }

  @Test
  void whatHasNoRoom_goesAndIsNamedOnce() {
    List<Victim> victims = fill(2 * ENTRIES);

    assertThat(victims).hasSizeGreaterThanOrEqualTo(ENTRIES).doesNotHaveDuplicates();
    assertThat(victims).allMatch(victim -> victim.slot() == SLOT && !victim.expired());
    assertThat(victims).allMatch(victim -> shard.find(victim.key()) != null);
  }

  @Test
  void whatIsUsedOften_stays() {
    Cell often = store(KEY, VALUE_BYTES, 1);
    List<Victim> victims = new ArrayList<>();
    for (int i = 0; i < 10 * ENTRIES; i++) {
      store(key(i), VALUE_BYTES, 1);
      eviction.used(often);
      eviction.tick();
      victims.addAll(eviction.takeVictims());
    }

    assertThat(victims).isNotEmpty().noneMatch(victim -> victim.key().equals(KEY));
  }

  @Test
  void whatIsReplaced_countsAsItIsNow() {
    for (int count = 1; count <= 10 * ENTRIES; count++) {
      store(KEY, VALUE_BYTES, count);
    }
    eviction.tick();

    assertThat(eviction.takeVictims()).isEmpty();
  }

  @Test
  void whatGrew_countsAsItIsNow() {
    fill(ENTRIES / 2);
    for (int i = 0; i < ENTRIES / 2; i++) {
      store(key(i), 4 * VALUE_BYTES, 2);
    }
    eviction.tick();

    assertThat(eviction.takeVictims()).isNotEmpty();
  }

  @Test
  void whatIsRemoved_needsNoRoom() {
    for (int i = 0; i < 10 * ENTRIES; i++) {
      eviction.removed(store(key(i), VALUE_BYTES, 1));
    }
    eviction.tick();

    assertThat(eviction.takeVictims()).isEmpty();
  }

  @Test
  void whatHasATime_goesWhenItIsOver() {
    eviction.stored(shard, cell(KEY, VALUE_BYTES, 1), 500);
    nanos[0] += 400 * NANOS_PER_MILLI;
    eviction.tick();
    List<Victim> early = eviction.takeVictims();
    nanos[0] += 2_000 * NANOS_PER_MILLI;
    eviction.tick();

    assertThat(early).isEmpty();
    assertThat(eviction.takeVictims()).containsExactly(new Victim(SLOT, KEY, true));
  }

  @Test
  void whatIsGivenAnotherTime_goesByThat() {
    Cell cell = cell(KEY, VALUE_BYTES, 1);
    eviction.stored(shard, cell, 500);
    eviction.stored(shard, cell, 0);
    nanos[0] += 5_000 * NANOS_PER_MILLI;
    eviction.tick();

    assertThat(eviction.takeVictims()).isEmpty();
  }

  @Test
  void lessRoom_takesWhatIsTooMuch() {
    fill(ENTRIES / 2);

    eviction.resize((long) ENTRIES * weight / 4);
    eviction.tick();

    assertThat(eviction.takeVictims()).hasSizeBetween(ENTRIES / 4, ENTRIES / 3);
  }

  @Test
  void lessRoom_whereThereIsMuch_takesALittleAtATime() {
    int many = 30_000;
    eviction.resize(2L * many * weight);
    assertThat(fill(many)).isEmpty();

    eviction.resize((long) ENTRIES * weight);
    int gone = 0;
    int ticks = 0;
    for (int last = 1; last > 0; ticks++) {
      last = eviction.takeVictims().size();
      gone += last;
      assertThat(last).isLessThan(many / 4);
      eviction.tick();
    }

    assertThat(gone).isGreaterThanOrEqualTo(many - ENTRIES);
    assertThat(ticks).isGreaterThan(4);
  }

  @Test
  void moreRoom_isThereAtOnce() {
    eviction.resize(3L * ENTRIES * weight);

    assertThat(fill(2 * ENTRIES)).isEmpty();
  }

  private List<Victim> fill(int entries) {
    for (int i = 0; i < entries; i++) {
      store(key(i), VALUE_BYTES, 1);
    }
    eviction.tick();
    return eviction.takeVictims();
  }

  private Cell store(Bytes key, int valueBytes, long count) {
    Cell cell = cell(key, valueBytes, count);
    eviction.stored(shard, cell, 0);
    return cell;
  }

  private Cell cell(Bytes key, int valueBytes, long count) {
    shard.apply(key, entry(count, valueBytes));
    Cell cell = shard.find(key);
    if (cell == null) {
      throw new AssertionError("what was applied is not there");
    }
    return cell;
  }

  private static Entry entry(long count, int valueBytes) {
    return new Entry(new Version(1, count), Bytes.copyOf(new byte[valueBytes]), 0, 0);
  }

  private static Bytes key(int number) {
    return Bytes.utf8("key " + number);
  }
}
