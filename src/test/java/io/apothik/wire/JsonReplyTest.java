package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.ErrorCode;
import io.apothik.message.Reply;
import io.apothik.message.Reply.NodeView;
import io.apothik.message.Reply.State;
import io.apothik.message.Reply.Status;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReplyTest {
  private static final NodeName ONE = new NodeName("n_1@h");
  private static final NodeName TWO = new NodeName("n_2@h");
  private static final NodeName MASTER = new NodeName("master@h");
  private static final NodeView UP =
      new NodeView(ONE, Role.CACHE, State.UP, new Status(false, 7, 5, 16_384, 1_026));
  private static final NodeView SILENT = new NodeView(TWO, Role.CACHE, State.SILENT, null);

  @Test
  void done_isOk() {
    assertJson(new Reply.Done(), "{'ok':true}");
  }

  @Test
  void aValueThatIsText_isText() {
    assertJson(value("clé"), "{'ok':true,'found':true,'value':'clé'}");
    assertJson(value(""), "{'ok':true,'found':true,'value':''}");
  }

  @Test
  void noValue_isNotFound() {
    assertJson(new Reply.Value(null), "{'ok':true,'found':false}");
  }

  @Test
  void aValueThatIsNoText_isBase64() {
    assertJson(
        new Reply.Value(Bytes.copyOf(new byte[] {0, (byte) 0xff, (byte) 0xfe})),
        "{'ok':true,'found':true,'value':'AP/+','encoding':'base64'}");
  }

  @Test
  void aValueWantedAsBase64_isBase64() {
    assertThat(JsonReply.encode(value("coucou"), true))
        .isEqualTo(json("{'ok':true,'found':true,'value':'Y291Y291','encoding':'base64'}"));
    assertThat(JsonReply.encode(new Reply.Value(null), true))
        .isEqualTo(json("{'ok':true,'found':false}"));
  }

  @Test
  void presence_saysWhetherItWasFound() {
    assertJson(new Reply.Presence(true), "{'ok':true,'found':true}");
    assertJson(new Reply.Presence(false), "{'ok':true,'found':false}");
  }

  @Test
  void aFill_saysWhatWasStored() {
    assertJson(new Reply.Filled(5_000, Map.of(), null), "{'ok':true,'stored':5000,'refused':{}}");
  }

  @Test
  void aFillOfWhichSomeWasRefused_saysHowMuchAndWhy() {
    assertJson(
        new Reply.Filled(3, Map.of(ErrorCode.TIMEOUT, 2), "no answer in 5000 ms"),
        "{'ok':true,'stored':3,'refused':{'TIMEOUT':2},'reason':'no answer in 5000 ms'}");
  }

  @Test
  void stats_nameEveryNodeAndTheEntriesOfThoseThatAnswered() {
    assertJson(
        new Reply.Stats(List.of(UP, SILENT)),
        "{'ok':true,'nodes':[{'node':'n_1@h','state':'up','entries':1026},"
            + "{'node':'n_2@h','state':'silent'}]}");
  }

  @Test
  void aSum_namesThoseThatAreMissingFromIt() {
    assertJson(
        new Reply.Sum(5_000_000_000L, List.of(TWO)),
        "{'ok':true,'entries':5000000000,'silent':['n_2@h']}");
  }

  @Test
  void aLocation_showsItsComputation() {
    assertJson(
        new Reply.Location(12_182, ONE, null, 7, "crc16(key) = …"),
        "{'ok':true,'slot':12182,'owner':'n_1@h','epoch':7,'computed':'crc16(key) = …'}");
  }

  @Test
  void aLocationThatIsMoving_namesWhereTo() {
    assertJson(
        new Reply.Location(0, ONE, TWO, 7, "c"),
        "{'ok':true,'slot':0,'owner':'n_1@h','movingTo':'n_2@h','epoch':7,'computed':'c'}");
  }

  @Test
  void aCluster_showsTableAndNodes() {
    NodeView client = new NodeView(MASTER, Role.CLIENT, State.UP, null);

    assertJson(
        new Reply.ClusterView("slots", 7, 16_384, 3, ONE, List.of(UP, client)),
        "{'ok':true,'placement':'slots','epoch':7,'slots':16384,'moving':3,"
            + "'coordinator':'n_1@h','nodes':["
            + "{'node':'n_1@h','role':'cache','state':'up',"
            + "'slots':16384,'entries':1026,'epoch':7,'ring':5},"
            + "{'node':'master@h','role':'client','state':'up'}]}");
  }

  @Test
  void aClusterWithoutCacheNodes_namesNoCoordinator() {
    assertJson(
        new Reply.ClusterView("modulo", 0, 0, 0, null, List.of()),
        "{'ok':true,'placement':'modulo','epoch':0,'slots':0,'moving':0,'nodes':[]}");
  }

  @Test
  void aNodeThatWasStarted_isNamed() {
    assertJson(new Reply.Started(TWO), "{'ok':true,'node':'n_2@h'}");
  }

  @Test
  void everyState_isInLowerCase() {
    assertThat(State.values())
        .extracting(State::label)
        .containsExactly("up", "leaving", "silent", "down");
  }

  @Test
  void aFailure_isNotTheBodyOfAReply() {
    Reply failure = new Reply.Failure(ErrorCode.TIMEOUT, "late", 0);

    assertThatThrownBy(() -> JsonReply.encode(failure, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNodesOwnStatus_isNotTheBodyOfAReply() {
    assertThatThrownBy(() -> JsonReply.encode(new Status(false, 1, 1, 1, 1), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertJson(Reply reply, String json) {
    assertThat(JsonReply.encode(reply, false)).isEqualTo(json(json));
  }

  private static JsonObject json(String json) {
    return new JsonObject(json.replace('\'', '"'));
  }

  private static Reply value(String text) {
    return new Reply.Value(Bytes.utf8(text));
  }
}
