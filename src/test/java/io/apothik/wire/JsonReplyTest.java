package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.Activity;
import io.apothik.message.Cursor;
import io.apothik.message.ErrorCode;
import io.apothik.message.FillProgress;
import io.apothik.message.Holdings;
import io.apothik.message.Pauses;
import io.apothik.message.Reply;
import io.apothik.message.Reply.NodeView;
import io.apothik.message.Reply.Result;
import io.apothik.message.Reply.State;
import io.apothik.message.Reply.Status;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotOwners;
import io.apothik.wire.JsonReply.Form;
import io.apothik.wire.JsonReply.Show;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReplyTest {
  private static final Version VERSION = new Version(7, 12);
  private static final NodeName ONE = new NodeName("n_1@h");
  private static final NodeName TWO = new NodeName("n_2@h");
  private static final NodeName MASTER = new NodeName("master@h");
  private static final NodeView UP =
      new NodeView(
          ONE,
          Role.CACHE,
          State.UP,
          new Status(
              false,
              7,
              5,
              new Holdings(
                  16_384,
                  1_026,
                  900,
                  77_000,
                  3,
                  new FillProgress(9, 3_000, 2_000),
                  new Pauses(4, 30, 50)),
              new Activity(
                  67_108_864, true, 1_200, 400, 300, 2, new Activity.Calls(500, 1, 60, 900))));
  private static final String ACTIVITY =
      "'host':'h','memoryBytes':67108864,'requestsPerSecond':1200,'hitRatio':0.75,'lease':'held',"
          + "'inFlight':2,'callsPerSecond':100.0,'errorsPerSecond':0.2,'p50Micros':60,"
          + "'p99Micros':900";
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
    assertJson(Reply.Value.ABSENT, "{'ok':true,'found':false}");
  }

  @Test
  void aValueThatIsNoText_isBase64() {
    assertJson(
        new Reply.Value(Bytes.copyOf(new byte[] {0, (byte) 0xff, (byte) 0xfe}), VERSION, 0),
        "{'ok':true,'found':true,'value':'AP/+','encoding':'base64'}");
  }

  @Test
  void aValueWantedAsBase64_isBase64() {
    Form base64 = new Form(true, Show.VALUE);

    assertThat(JsonReply.encode(value("coucou"), base64))
        .isEqualTo(json("{'ok':true,'found':true,'value':'Y291Y291','encoding':'base64'}"));
    assertThat(JsonReply.encode(Reply.Value.ABSENT, base64))
        .isEqualTo(json("{'ok':true,'found':false}"));
  }

  @Test
  void anEntryWithDetails_hasVersionAndTimeLeft() {
    Reply limited = new Reply.Value(Bytes.utf8("v"), VERSION, 29_500);

    assertThat(JsonReply.encode(limited, new Form(false, Show.ALL)))
        .isEqualTo(json("{'ok':true,'found':true,'value':'v','version':'7.12','ttlMillis':29500}"));
    assertThat(JsonReply.encode(limited, new Form(false, Show.DETAILS)))
        .isEqualTo(json("{'ok':true,'found':true,'version':'7.12','ttlMillis':29500}"));
  }

  @Test
  void anEntryWithoutLimit_hasNoTimeLeft_andAnAbsentOneNoVersion() {
    Form details = new Form(false, Show.DETAILS);

    assertThat(JsonReply.encode(value("v"), details))
        .isEqualTo(json("{'ok':true,'found':true,'version':'7.12'}"));
    assertThat(JsonReply.encode(Reply.Value.ABSENT, details))
        .isEqualTo(json("{'ok':true,'found':false}"));
  }

  @Test
  void aWrite_saysWhetherItChangedSomething_andTheVersionOfWhatIsThere() {
    assertJson(new Reply.Changed(true, VERSION), "{'ok':true,'changed':true,'version':'7.12'}");
    assertJson(new Reply.Changed(false, VERSION), "{'ok':true,'changed':false,'version':'7.12'}");
    assertJson(new Reply.Changed(false, Version.NONE), "{'ok':true,'changed':false}");
  }

  @Test
  void aNumber_hasUpTo64Bits() {
    assertJson(new Reply.Number(Long.MIN_VALUE), "{'ok':true,'number':-9223372036854775808}");
  }

  @Test
  void results_areWhatSingleRepliesAre_withTheirKeys() {
    assertJson(
        new Reply.Results(
            List.of(
                new Result(Bytes.utf8("a"), value("1")),
                new Result(Bytes.utf8("b"), Reply.Value.ABSENT))),
        "{'ok':true,'results':[{'ok':true,'found':true,'value':'1','key':'a'},"
            + "{'ok':true,'found':false,'key':'b'}]}");
  }

  @Test
  void aKeyThatWasRefused_saysWhyInItsResult() {
    Reply failure = new Reply.Failure(ErrorCode.TOO_MANY_BYTES, "8 of 9 bytes", 3);

    assertJson(
        new Reply.Results(List.of(new Result(Bytes.utf8("a"), failure))),
        "{'ok':true,'results':[{'error':'TOO_MANY_BYTES','failureCode':19,"
            + "'reason':'8 of 9 bytes','key':'a'}]}");
  }

  @Test
  void aScan_hasACursorUntilItEnds() {
    List<Bytes> keys = List.of(Bytes.utf8("b"), Bytes.utf8("é"));

    assertJson(
        new Reply.Scanned(keys, new Cursor(5, Bytes.utf8("é"))),
        "{'ok':true,'keys':['b','é'],'cursor':'5.w6k'}");
    assertJson(new Reply.Scanned(keys, null), "{'ok':true,'keys':['b','é']}");
  }

  @Test
  void aClear_saysHowManyWereDeleted() {
    assertJson(new Reply.Cleared(7, null), "{'ok':true,'deleted':7}");
    assertJson(new Reply.Cleared(7, new Cursor(5, null)), "{'ok':true,'deleted':7,'cursor':'5'}");
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
        "{'ok':true,'nodes':[{'node':'n_1@h','state':'up','entries':1026,"
            + ACTIVITY
            + "},"
            + "{'node':'n_2@h','state':'silent'}]}");
  }

  @Test
  void aSum_namesThoseThatAreMissingFromIt() {
    assertJson(
        new Reply.Sum(5_000_000_000L, List.of(TWO)),
        "{'ok':true,'entries':5000000000,'silent':['n_2@h']}");
  }

  @Test
  void aLocation_namesAllCopies_andItsComputation() {
    SlotOwners owners = new SlotOwners(new Copy(ONE, 3), List.of(new Copy(TWO, 3)), List.of(), 3);

    assertJson(
        new Reply.Location(12_182, owners, 7, "crc16(key) = …"),
        "{'ok':true,'slot':12182,'owner':'n_1@h','backups':['n_2@h'],'learners':[],'epoch':7,"
            + "'computed':'crc16(key) = …'}");
  }

  @Test
  void aCluster_showsTableAndNodes() {
    NodeView client = new NodeView(MASTER, Role.CLIENT, State.UP, null);

    assertJson(
        new Reply.ClusterView("slots", 7, 16_384, 3, 1, 2, List.of(), ONE, List.of(UP, client)),
        "{'ok':true,'placement':'slots','epoch':7,'slots':16384,'moving':3,'slotsToFill':9,'bytesToFill':3000,'fillMillisLeft':1500,"
            + "'backups':1,'degraded':2,'safeToRoll':false,'slotsLost':0,'moves':4,'longestPauseMillis':30,'meanPauseMillis':13,'coordinator':'n_1@h','nodes':["
            + "{'node':'n_1@h','role':'cache','state':'up',"
            + "'slots':16384,'entries':1026,'backupEntries':900,'bytes':77000,'evicted':3,"
            + "'slotsToFill':9,'bytesToFill':3000,'fillBytesPerSecond':2000,'epoch':7,'ring':5,"
            + "'moves':4,'longestPauseMillis':30,'meanPauseMillis':13,"
            + ACTIVITY
            + "},"
            + "{'node':'master@h','role':'client','state':'up'}]}");
  }

  @Test
  void aClusterInWhichANodeCannotTellHowFastItFills_saysNoTimeLeft() {
    Holdings unknown = new Holdings(1, 0, 0, 0, 0, new FillProgress(1, 500, 0), Pauses.NONE);
    NodeView slow = new NodeView(TWO, Role.CACHE, State.UP, new Status(false, 7, 5, unknown, null));

    JsonObject json =
        JsonReply.encode(
            new Reply.ClusterView("slots", 7, 9, 3, 1, 2, List.of(), ONE, List.of(UP, slow)),
            Form.PLAIN);

    assertThat(json.getLong("bytesToFill")).isEqualTo(3_500);
    assertThat(json.fieldNames()).doesNotContain("fillMillisLeft");
  }

  @Test
  void aClusterWithoutCacheNodes_namesNoCoordinator() {
    assertJson(
        new Reply.ClusterView("modulo", 0, 0, 0, 0, 0, List.of(), null, List.of()),
        "{'ok':true,'placement':'modulo','epoch':0,'slots':0,'moving':0,'slotsToFill':0,'bytesToFill':0,'fillMillisLeft':0,"
            + "'backups':0,'degraded':0,'safeToRoll':false,'slotsLost':0,'moves':0,'longestPauseMillis':0,"
            + "'meanPauseMillis':0,'nodes':[]}");
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

    assertThatThrownBy(() -> JsonReply.encode(failure, Form.PLAIN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNodesOwnStatus_isNotTheBodyOfAReply() {
    assertThatThrownBy(() -> JsonReply.encode(UP.status().orElseThrow(), Form.PLAIN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertJson(Reply reply, String json) {
    assertThat(JsonReply.encode(reply, Form.PLAIN)).isEqualTo(json(json));
  }

  private static JsonObject json(String json) {
    return new JsonObject(json.replace('\'', '"'));
  }

  private static Reply value(String text) {
    return new Reply.Value(Bytes.utf8(text), VERSION, 0);
  }
}
