package io.apothik.replica;

import static io.apothik.replica.Pump.A;
import static io.apothik.replica.Pump.B;
import static io.apothik.replica.Pump.assertRefused;
import static io.apothik.replica.Pump.at;
import static io.apothik.replica.Pump.moving;
import static io.apothik.replica.Pump.table;
import static io.apothik.replica.Pump.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.Chunk;
import io.apothik.message.NodeMessage.Part;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node of the original system: it does what it is asked, whoever should have been asked. */
class ModuloReplicaTest {
  private final Replica replica = new Replica(A, Placement.MODULO, 1);

  @Test
  void aRequestBeforeAnyTable_isServed() {
    put(0, "k", "v");

    assertThat(get(0, "k")).isEqualTo(value("v"));
    assertThat(replica.entries()).isEqualTo(1);
  }

  @Test
  void aRequestForAnothersSlot_isServed() {
    replica.install(table(1, at(B), at(A)));

    put(0, "k", "v");

    assertThat(get(0, "k")).isEqualTo(value("v"));
  }

  @Test
  void aKeyThatHashesElsewhereNow_isStillHere() {
    put(1, "k", "v");

    assertThat(get(4, "k")).isEqualTo(value("v"));
  }

  @Test
  void aChangeOfTheRing_leavesTheGarbageWhereItIs() {
    replica.install(table(1, at(A)));
    put(0, "k", "v");

    assertThat(replica.install(table(2, at(B), at(B), at(B)))).isEmpty();

    assertThat(replica.entries()).isEqualTo(1);
    assertThat(replica.slotsServed()).isZero();
  }

  @Test
  void nothingIsHandedOverWhateverTheTableSays() {
    replica.install(table(1, at(A)));

    assertThat(replica.install(table(2, moving(A, B)))).isEmpty();
    assertThat(replica.onTick()).isEmpty();
  }

  @Test
  void aChunk_isRefused() {
    replica.install(table(1, at(A)));
    Chunk chunk = new Chunk(B, 1, 1, List.of(new Part(0, true, List.of())));

    assertRefused(replica.on(chunk), ErrorCode.NOT_OWNER, "slot 0 is not moving");
  }

  private Reply put(int slot, String key, String value) {
    return on(slot, KeyRequest.put(Bytes.utf8(key), Bytes.utf8(value)));
  }

  private Reply get(int slot, String key) {
    return on(slot, KeyRequest.get(Bytes.utf8(key)));
  }

  private Reply on(int slot, KeyRequest request) {
    return replica.on(new SlotRequest(1, slot, request));
  }
}
