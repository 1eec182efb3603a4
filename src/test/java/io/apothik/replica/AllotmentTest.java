package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.Provision;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AllotmentTest {
  private static final int LOOPS = 2;
  private static final int VALUE_BYTES = 64 * 1024;
  private static final SlotTable TABLE =
      SlotTable.of(
          1,
          List.of(),
          List.of(),
          List.of(SlotOwners.founded(new Copy(NodeName.numbered(1, "h"), 1))),
          List.of());

  private final Shard shard = new Shard(0, 1, 1, false, new Places());
  private final CaffeineEviction eviction = new CaffeineEviction(0, System::nanoTime);
  private final Allotment allotment =
      new Allotment(
          new Provision(new Tuning(1, 0, 10), 8L << 20),
          LOOPS,
          eviction,
          new Migrations(new Replicas().node(Replicas.A), 1));

  @Test
  void aLoop_hasItsPartOfWhatTheNodeWasStartedWith_besideTheBackups() {
    assertThat(entriesThatHaveRoom()).isBetween(2 * 16 - 2, 2 * 16);
  }

  @Test
  void underATable_itHasItsPartOfWhatThatSays() {
    allotment.install(TABLE.withTuning(new Tuning(3, 32L << 20, 10)));

    assertThat(entriesThatHaveRoom()).isBetween(4 * 16 - 2, 4 * 16);
  }

  @Test
  void underATableThatNamesNoMemory_otherBackupsCountAllTheSame() {
    allotment.install(TABLE.withTuning(new Tuning(0, 0, 10)));

    assertThat(entriesThatHaveRoom()).isBetween(4 * 16 - 2, 4 * 16);
  }

  private int entriesThatHaveRoom() {
    int stored = 200;
    for (int i = 0; i < stored; i++) {
      Bytes key = Bytes.utf8("key " + i);
      shard.apply(key, new Entry(new Version(1, i + 1), Bytes.copyOf(new byte[VALUE_BYTES]), 0, 0));
      eviction.stored(shard, Objects.requireNonNull(shard.find(key)), 0);
    }
    eviction.tick();
    return stored - eviction.takeVictims().size();
  }
}
