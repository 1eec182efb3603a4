package io.apothik.door.bus;

import static io.apothik.door.bus.BusSocket.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are answered, as a client sees them. */
@ExtendWith(LiveBridge.Lender.class)
class RequestsTest {
  private static final String NODE = "apothik_1@127.0.0.1";

  private final LiveBridge bridge;
  private BusSocket socket;

  RequestsTest(LiveBridge bridge) {
    this.bridge = bridge;
  }

  @BeforeEach
  void connect() throws IOException {
    socket = bridge.connect();
  }

  @AfterEach
  void disconnect() throws IOException {
    socket.close();
  }

  @Test
  void aReply_isOneMessageToTheReplyAddress() throws IOException {
    socket.send(BusSocket.request("näher/7", json("{'op':'exists','key':'a'}")));

    assertThat(socket.receive())
        .isEqualTo(
            json(
                "{'type':'message','address':'näher/7','headers':{},"
                    + "'body':{'ok':true,'found':false},'send':true}"));
  }

  @Test
  void aPing_isAnsweredWithPong() throws IOException {
    socket.send(json("{'type':'ping'}"));

    assertThat(socket.receive()).isEqualTo(json("{'type':'pong'}"));
  }

  @Test
  void whatWasPut_isThereUntilItIsDeleted() throws IOException {
    assertChanged("{'op':'put','key':'city','value':'Zürich'}");
    assertReply("{'op':'get','key':'city'}", "{'ok':true,'found':true,'value':'Zürich'}");
    assertReply("{'op':'exists','key':'city'}", "{'ok':true,'found':true}");
    assertReply("{'op':'delete','key':'city'}", "{'ok':true,'found':true}");
    assertReply("{'op':'get','key':'city'}", "{'ok':true,'found':false}");
    assertReply("{'op':'exists','key':'city'}", "{'ok':true,'found':false}");
    assertReply("{'op':'delete','key':'city'}", "{'ok':true,'found':false}");
  }

  @Test
  void anEmptyValue_isAValue() throws IOException {
    assertChanged("{'op':'put','key':'empty','value':''}");
    assertReply("{'op':'get','key':'empty'}", "{'ok':true,'found':true,'value':''}");
  }

  @Test
  void bytesOfAnyKind_comeBackAsTheyWere() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(7).nextBytes(bytes);
    String base64 = Base64.getEncoder().encodeToString(bytes);

    assertChanged("{'op':'put','key':'bytes','value':'" + base64 + "','encoding':'base64'}");
    assertReply(
        "{'op':'get','key':'bytes'}",
        "{'ok':true,'found':true,'value':'" + base64 + "','encoding':'base64'}");
  }

  @Test
  void aText_comesBackAsBase64WhereThatIsWanted() throws IOException {
    assertChanged("{'op':'put','key':'text','value':'Y291\\ud83d\\ude00'}");
    assertReply(
        "{'op':'get','key':'text','encoding':'base64'}",
        "{'ok':true,'found':true,'value':'WTI5MfCfmIA=','encoding':'base64'}");
  }

  @Test
  void where_namesSlotOwnerAndComputation() throws IOException {
    JsonObject where = socket.reply("{'op':'where','key':'123456789'}");

    assertThat(where.getInteger("slot")).isEqualTo(0x31C3 % 16_384);
    assertThat(where.getString("owner")).isEqualTo(NODE);
    assertThat(where.getLong("epoch")).isPositive();
    assertThat(where.getString("computed"))
        .isEqualTo("crc16(key) = 12739; 12739 mod 16384 = 12739");
  }

  @Test
  void sumAndStat_countWhatWasFilledIn() throws IOException {
    long before = socket.reply("{'op':'sum'}").getLong("entries");

    assertReply(
        "{'op':'fill','number':171,'from':11,'count':1000}",
        "{'ok':true,'stored':1000,'refused':{}}");

    assertReply("{'op':'sum'}", "{'ok':true,'entries':" + (before + 1_000) + ",'silent':[]}");
    JsonArray nodes = socket.reply("{'op':'stat'}").getJsonArray("nodes");
    JsonObject node = nodes.getJsonObject(0);
    assertThat(node.getString("node")).isEqualTo(NODE);
    assertThat(node.getString("state")).isEqualTo("up");
    assertThat(node.getLong("entries")).isEqualTo(before + 1_000);
    assertReply("{'op':'get','key':'k_171_1010'}", "{'ok':true,'found':true,'value':'1010'}");
  }

  @Test
  void cluster_showsTheNodeWithAllSlots() throws IOException {
    JsonObject cluster = socket.reply("{'op':'cluster'}");

    assertThat(cluster.getString("placement")).isEqualTo("slots");
    assertThat(cluster.getString("coordinator")).isEqualTo(NODE);
    assertThat(cluster.getInteger("moving")).isZero();
    JsonObject node = cluster.getJsonArray("nodes").getJsonObject(0);
    assertThat(node.fieldNames())
        .contains(
            "node",
            "role",
            "state",
            "slots",
            "entries",
            "backupEntries",
            "bytes",
            "evicted",
            "slotsToFill",
            "bytesToFill",
            "fillBytesPerSecond",
            "moves",
            "longestPauseMillis",
            "meanPauseMillis",
            "epoch",
            "ring",
            "host",
            "memoryBytes",
            "requestsPerSecond",
            "lease",
            "inFlight",
            "callsPerSecond",
            "errorsPerSecond");
    assertThat(node.getString("role")).isEqualTo("cache");
    assertThat(node.getInteger("slots")).isEqualTo(16_384);
    assertThat(node.getInteger("ring")).isEqualTo(1);
  }

  @Test
  void explain_saysWhatTheOnlyCopyHas() throws IOException {
    socket.reply("{'op':'put','key':'explained','value':'v'}");

    JsonObject explained = socket.reply("{'op':'explain','key':'explained'}");

    assertThat(explained.getString("agreement")).isEqualTo("equal");
    assertThat(explained.getInteger("valueBytes")).isEqualTo(1);
    assertThat(explained.getJsonArray("copies")).hasSize(1);
    assertThat(explained.getJsonArray("moves")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "'1'", "'" + NODE + "'"})
  void aNode_canBeAskedByNumberAndByName(String node) throws IOException {
    String at = ",'node':" + node + "}";

    assertChanged("{'op':'put','key':'direct','value':'v'" + at);
    assertReply("{'op':'get','key':'direct'" + at, "{'ok':true,'found':true,'value':'v'}");
    assertReply("{'op':'exists','key':'direct'" + at, "{'ok':true,'found':true}");
    assertReply("{'op':'delete','key':'direct'" + at, "{'ok':true,'found':true}");
  }

  @Test
  void repliesOfAnyOrder_areToldApartByTheirAddresses() throws IOException {
    socket.send(BusSocket.request("slow", json("{'op':'fill','number':172,'count':2000}")));
    IntStream.range(0, 3).forEach(i -> sendSum("quick" + i));

    assertThat(IntStream.range(0, 4).mapToObj(i -> receiveAddress()))
        .containsExactlyInAnyOrder("slow", "quick0", "quick1", "quick2");
  }

  private void sendSum(String replyAddress) {
    try {
      socket.send(BusSocket.request(replyAddress, json("{'op':'sum'}")));
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private String receiveAddress() {
    try {
      return socket.receive().getString("address");
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private JsonObject assertChanged(String request) throws IOException {
    JsonObject reply = socket.reply(request);
    assertThat(reply.getBoolean("changed")).isTrue();
    assertThat(reply.getString("version")).matches("[0-9]+\\.[0-9]+");
    return reply;
  }

  private void assertReply(String request, String reply) throws IOException {
    assertThat(socket.reply(request)).isEqualTo(json(reply));
  }
}
