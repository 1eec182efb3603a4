package io.apothik.replica;

import static io.apothik.replica.Pump.A;
import static io.apothik.replica.Pump.B;
import static io.apothik.replica.Pump.at;
import static io.apothik.replica.Pump.moving;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.Seed;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.Chunk;
import io.apothik.message.NodeMessage.Pair;
import io.apothik.message.NodeMessage.Part;
import io.apothik.slot.Bytes;
import io.apothik.slot.HandedOver;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a handover is cut into chunks and batches; all slots move from A to B. */
class HandoverLimitsTest {
  private static final int VALUE_BYTES = 100 * 1024;

  private final Pump pump = new Pump(A, B);

  @Test
  void emptySlots_areHandedOverInOneChunkAndDropped() {
    start(100);
    pump.run();

    assertThat(pump.delivered).extracting(chunk -> chunk.parts().size()).containsExactly(0, 100, 0);
    assertThat(parts()).hasSize(100).allMatch(Part::first).allMatch(part -> part.pairs().isEmpty());
    assertThat(pump.reports).hasSize(1);
  }

  @Test
  void anEntryLargerThanAChunk_hasAChunkOfItsOwn() {
    serve(2);
    pump.put(A, 0, "big", "x".repeat(Limits.VALUE_BYTES_MAX));
    pump.put(A, 1, "small", "x");
    move(2);
    pump.run();

    assertThat(pump.delivered)
        .extracting(HandoverLimitsTest::bytes)
        .containsExactly(0, Limits.VALUE_BYTES_MAX + 3, 6, 0);
    promoteAndExpect(2, 2);
  }

  @Test
  void aSlotLargerThanAChunk_goesOnInTheNext() {
    serve(1);
    for (int i = 0; i < 7; i++) {
      pump.put(A, 0, "k" + i, "x".repeat(VALUE_BYTES));
    }
    move(1);
    pump.run();

    assertThat(parts()).extracting(Part::first).containsExactly(true, false, false);
    assertThat(parts()).extracting(part -> part.pairs().size()).containsExactly(3, 3, 1);
    promoteAndExpect(1, 7);
  }

  @Test
  void aSlotThatEndsWithItsChunk_leavesNoEmptyRest() {
    serve(2);
    pump.put(A, 0, "k", "x".repeat(Limits.CHUNK_BYTES_FULL));
    pump.put(A, 1, "l", "x");
    move(2);
    pump.run();

    assertThat(parts()).extracting(Part::slot).containsExactly(0, 1);
    assertThat(parts()).allMatch(Part::first);
  }

  @Test
  void entriesOfAnySize_arriveWholeInChunksOfBoundedSize() {
    long seed = Seed.next();
    int slots = 20;
    serve(slots);
    int entries = putRandomEntries(new Random(seed), slots);
    move(slots);
    pump.run();

    assertThat(pump.delivered)
        .as("seed %d", seed)
        .allMatch(chunk -> bytes(chunk) - bytesOfLastEntry(chunk) < Limits.CHUNK_BYTES_FULL);
    assertThat(parts().stream().filter(Part::first).map(Part::slot))
        .as("seed %d", seed)
        .doesNotHaveDuplicates();
    promoteAndExpect(slots, entries);
  }

  @Test
  void moreSlotsThanABatchHolds_takeASecondBatch() {
    int slots = Limits.HANDOVER_SLOTS_MAX + 10;
    start(slots);
    pump.run();
    HandedOver first = pump.reports.get(0);
    assertThat(first.slots().size()).isEqualTo(Limits.HANDOVER_SLOTS_MAX);
    assertThat(pump.get(A, slots - 1, "k")).isEqualTo(Pump.nothing());

    pump.install(afterwards(3, slots, first.slots()), A, B);
    pump.run();

    assertThat(pump.reports).last().extracting(report -> report.slots().size()).isEqualTo(10);
  }

  @Test
  void moreBytesThanABatchHolds_takeASecondBatch() {
    serve(4);
    for (int slot = 0; slot < 4; slot++) {
      pump.put(A, slot, "k", "x".repeat(Limits.VALUE_BYTES_MAX));
      pump.put(A, slot, "l", "x".repeat(Limits.VALUE_BYTES_MAX));
    }
    move(4);
    pump.run();
    assertThat(pump.reports).last().isEqualTo(new HandedOver(2, A, B, SlotSet.of(0, 1)));

    pump.install(afterwards(3, 4, SlotSet.of(0, 1)), A, B);
    pump.run();

    assertThat(pump.reports).last().isEqualTo(new HandedOver(3, A, B, SlotSet.of(2, 3)));
    pump.install(all(4, 4, at(B)), A, B);
    assertThat(pump.replica(B).entries()).isEqualTo(8);
  }

  @Test
  void deletedAndReplacedEntries_countForTheBatchAsTheyAreNow() {
    serve(3);
    for (int i = 0; i < 5; i++) {
      pump.put(A, 0, "k" + i, "x".repeat(Limits.VALUE_BYTES_MAX));
      pump.put(A, 0, "k" + i, "");
      pump.put(A, 1, "k" + i, "x".repeat(Limits.VALUE_BYTES_MAX));
      pump.request(A, 1, KeyRequest.delete(Bytes.utf8("k" + i)));
    }
    move(3);
    pump.run();

    assertThat(pump.reports).last().isEqualTo(new HandedOver(2, A, B, SlotSet.of(0, 1, 2)));
  }

  private int putRandomEntries(Random random, int slots) {
    int entries = 100;
    for (int i = 0; i < entries; i++) {
      int size = random.nextInt(4) == 0 ? random.nextInt(VALUE_BYTES) : random.nextInt(100);
      pump.put(A, random.nextInt(slots), "key" + i, "x".repeat(size));
    }
    return entries;
  }

  private void start(int slots) {
    serve(slots);
    move(slots);
  }

  private void serve(int slots) {
    pump.install(all(1, slots, at(A)), A, B);
  }

  private void move(int slots) {
    pump.install(all(2, slots, moving(A, B)), A, B);
  }

  private void promoteAndExpect(int slots, int entries) {
    assertThat(pump.reports).hasSize(1);
    pump.install(all(3, slots, at(B)), A, B);
    assertThat(pump.replica(A).entries()).isZero();
    assertThat(pump.replica(B).entries()).isEqualTo(entries);
  }

  private List<Part> parts() {
    return pump.delivered.stream().flatMap(chunk -> chunk.parts().stream()).toList();
  }

  private static SlotTable all(long epoch, int slots, SlotOwners owners) {
    return SlotTable.of(epoch, Collections.nCopies(slots, owners));
  }

  private static SlotTable afterwards(long epoch, int slots, SlotSet arrived) {
    return SlotTable.of(
        epoch,
        Stream.iterate(0, slot -> slot + 1)
            .limit(slots)
            .map(slot -> arrived.contains(slot) ? at(B) : moving(A, B))
            .toList());
  }

  private static int bytes(Chunk chunk) {
    return pairs(chunk).stream().mapToInt(HandoverLimitsTest::bytes).sum();
  }

  private static int bytesOfLastEntry(Chunk chunk) {
    List<Pair> pairs = pairs(chunk);
    return pairs.isEmpty() ? 1 : bytes(pairs.get(pairs.size() - 1));
  }

  private static List<Pair> pairs(Chunk chunk) {
    return chunk.parts().stream().flatMap(part -> part.pairs().stream()).toList();
  }

  private static int bytes(Pair pair) {
    return pair.key().length() + pair.value().length();
  }
}
