package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.KeyTrace;
import io.apothik.message.Reply.Agreement;
import io.apothik.message.Reply.CopyReport;
import io.apothik.message.Reply.CopyView;
import io.apothik.message.Reply.Explanation;
import io.apothik.message.Version;
import io.apothik.slot.Copy;
import io.apothik.slot.CopyRole;
import io.apothik.slot.Move;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonExplanationTest {
  private static final NodeName ONE = new NodeName("n_1@h");
  private static final NodeName TWO = new NodeName("n_2@h");
  private static final SlotOwners ALONE = SlotOwners.founded(new Copy(ONE, 1));
  private static final SlotOwners OWNERS =
      new SlotOwners(new Copy(ONE, 1), List.of(new Copy(TWO, 2)), List.of(), 1);

  @Test
  void anExplanation_hasCopiesValueAndMoves() {
    KeyTrace trace = new KeyTrace(KeyTrace.Kind.PRESENT, new Version(1, 4), 5, 29_500);
    CopyReport report = new CopyReport(2, CopyRole.PRIMARY, trace, false, List.of());

    assertJson(
        explanation(report, Agreement.UNKNOWN),
        "{'ok':true,'slot':7,'computed':'crc16(key) = …','epoch':2,'owner':'n_1@h',"
            + "'backups':['n_2@h'],'learners':[],'copies':["
            + "{'node':'n_1@h','role':'primary','state':'present','epoch':2,'version':'1.4'},"
            + "{'node':'n_2@h','role':'backup','state':'silent'}],"
            + "'agreement':'unknown','valueBytes':5,'ttlMillis':29500,'moves':["
            + "{'epoch':1,'agoMillis':900,'owner':'n_1@h','backups':[],'learners':[],'changes':[]},"
            + "{'epoch':2,'agoMillis':300,'owner':'n_1@h','backups':['n_2@h'],'learners':[],"
            + "'changes':['n_2@h begins as backup']}]}");
  }

  @Test
  void aKeyThatIsAbsent_hasNeitherVersionNorValue() {
    CopyReport report = new CopyReport(2, CopyRole.PRIMARY, KeyTrace.ABSENT, false, List.of());

    JsonObject json = JsonReply.encode(explanation(report, Agreement.EQUAL), JsonReply.Form.PLAIN);

    assertThat(json.fieldNames()).doesNotContain("valueBytes", "ttlMillis");
    assertThat(json.getJsonArray("copies").getJsonObject(0))
        .isEqualTo(json("{'node':'n_1@h','role':'primary','state':'absent','epoch':2}"));
  }

  private static Explanation explanation(CopyReport primary, Agreement agreement) {
    return new Explanation(
        7,
        "crc16(key) = …",
        2,
        OWNERS,
        List.of(
            new CopyView(ONE, CopyRole.PRIMARY, primary), new CopyView(TWO, CopyRole.BACKUP, null)),
        agreement,
        List.of(new Move(1, 900, ALONE), new Move(2, 300, OWNERS)));
  }

  private static void assertJson(Explanation explanation, String json) {
    assertThat(JsonReply.encode(explanation, JsonReply.Form.PLAIN)).isEqualTo(json(json));
  }

  private static JsonObject json(String json) {
    return new JsonObject(json.replace('\'', '"'));
  }
}
