package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.TableView;
import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who holds each slot, as JSON. */
class JsonTableTest {
  private static final Copy ONE = copy("apothik_1@h");
  private static final Copy TWO = copy("apothik_2@h");
  private static final Copy THREE = copy("apothik_3@h");
  private static final SlotTable TABLE =
      SlotTable.of(
          7,
          List.of(),
          List.of(new Incarnation(ONE.node(), "a"), new Incarnation(TWO.node(), "b")),
          List.of(
              new SlotOwners(TWO, List.of(ONE), List.of(), 1),
              new SlotOwners(ONE, List.of(TWO), List.of(THREE), 1),
              new SlotOwners(TWO, List.of(ONE), List.of(), 2)),
          List.of());
  private static final TableView VIEW = new TableView(TABLE, Map.of(ONE.node(), "h:7180"), false);

  private static Copy copy(String node) {
    return new Copy(new NodeName(node), 1);
  }

  @Test
  void eachNode_andEachGroupOfOwners_isNamedOnce() {
    JsonObject json = new JsonTable().encode(VIEW);

    assertThat(json.getValue("assignment"))
        .isEqualTo(Base64.getEncoder().encodeToString(new byte[] {0, 0, 1, 0, 0, 0}));
    json.remove("assignment");
    assertThat(json)
        .isEqualTo(
            new JsonObject(
                """
                {"ok": true, "epoch": 7, "slots": 3,
                 "nodes": ["apothik_2@h", "apothik_1@h", "apothik_3@h"],
                 "web": {"apothik_1@h": "h:7180"},
                 "copies": [{"primary": 0, "backups": [1], "learners": []},
                            {"primary": 1, "backups": [0], "learners": [2]}]}
                """));
  }

  @Test
  void whoHasTheTable_isToldItsEpoch_andNoMore() {
    assertThat(new JsonTable().encode(new TableView(TABLE, Map.of(), true)))
        .isEqualTo(new JsonObject("{\"ok\": true, \"epoch\": 7}"));
  }

  @Test
  void aTable_isWrittenOnce_howeverManyAsk() {
    JsonTable tables = new JsonTable();
    JsonObject first = tables.encode(VIEW);
    first.put("ok", false);

    JsonObject second = tables.encode(new TableView(TABLE, VIEW.web(), false));

    assertThat(second.getValue("assignment")).isSameAs(first.getValue("assignment"));
    assertThat(second.getBoolean("ok")).isTrue();
    assertThat(tables.encode(new TableView(TABLE.again(), VIEW.web(), false)).getInteger("epoch"))
        .isEqualTo(8);
  }

  @Test
  void noTableYet_hasNoSlots() {
    JsonObject json = new JsonTable().encode(new TableView(SlotTable.NONE, Map.of(), false));

    assertThat(json.getInteger("slots")).isZero();
    assertThat(json.getString("assignment")).isEmpty();
  }
}
