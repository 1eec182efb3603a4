package io.apothik.door.bus;

import static io.apothik.door.bus.BusSocket.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.message.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conditions, lifetimes and arithmetic, as a client sees them. */
@ExtendWith(LiveBridge.Lender.class)
class OperationsTest {
  private final LiveBridge bridge;
  private BusSocket socket;

  OperationsTest(LiveBridge bridge) {
    this.bridge = bridge;
  }

  @BeforeEach
  void connect() throws IOException {
    socket = bridge.connect();
    socket.reply("{'op':'delete','key':'k'}");
  }

  @AfterEach
  void disconnect() throws IOException {
    socket.close();
  }

  @Test
  void aPutIfAbsent_storesOnce() throws IOException {
    JsonObject first = socket.reply("{'op':'put','key':'k','value':'1','ifAbsent':true}");
    JsonObject second = socket.reply("{'op':'put','key':'k','value':'2','ifAbsent':true}");

    assertThat(first.getBoolean("changed")).isTrue();
    assertThat(second).isEqualTo(first.copy().put("changed", false));
    assertReply("{'op':'get','key':'k'}", "{'ok':true,'found':true,'value':'1'}");
  }

  @Test
  void aPutIfVersion_storesWhileNobodyElseWrote() throws IOException {
    String version = version("{'op':'put','key':'k','value':'1'}");
    String next = version("{'op':'put','key':'k','value':'2','ifVersion':'" + version + "'}");

    assertThat(next).isNotEqualTo(version);
    assertReply(
        "{'op':'put','key':'k','value':'3','ifVersion':'" + version + "'}",
        "{'ok':true,'changed':false,'version':'" + next + "'}");
    assertReply(
        "{'op':'get','key':'k','details':true}",
        "{'ok':true,'found':true,'value':'2','version':'" + next + "'}");
  }

  @Test
  void aTimeToLive_isTold_kept_andTakenAway() throws IOException {
    socket.reply("{'op':'put','key':'k','value':'1','ttlMillis':60000}");
    assertThat(timeLeft()).isBetween(1L, 60_000L);

    socket.reply("{'op':'put','key':'k','value':'2','keepTtl':true}");
    assertThat(timeLeft()).isBetween(1L, 60_000L);

    assertThat(socket.reply("{'op':'persist','key':'k'}").getBoolean("changed")).isTrue();
    assertThat(socket.reply("{'op':'ttl','key':'k'}").fieldNames())
        .containsExactlyInAnyOrder("ok", "found", "version");

    socket.reply("{'op':'expire','key':'k','ttlMillis':90000}");
    assertThat(timeLeft()).isBetween(60_001L, 90_000L);
    assertReply("{'op':'get','key':'k'}", "{'ok':true,'found':true,'value':'2'}");
  }

  private long timeLeft() throws IOException {
    return socket.reply("{'op':'ttl','key':'k'}").getLong("ttlMillis");
  }

  @Test
  void anEntryWhoseTimeIsOver_isAbsentToEveryOperation() throws IOException {
    socket.reply("{'op':'put','key':'k','value':'1','ttlMillis':1}");

    await().until(() -> !socket.reply("{'op':'exists','key':'k'}").getBoolean("found"));
    assertReply("{'op':'ttl','key':'k'}", "{'ok':true,'found':false}");
    assertReply("{'op':'touch','key':'k'}", "{'ok':true,'found':false}");
    assertReply("{'op':'expire','key':'k','ttlMillis':9}", "{'ok':true,'changed':false}");
    assertReply("{'op':'persist','key':'k'}", "{'ok':true,'changed':false}");
    assertReply("{'op':'cas','key':'k','expected':'1','value':'2'}", "{'ok':true,'changed':false}");
    assertReply("{'op':'incr','key':'k'}", "{'ok':true,'number':1}");
  }

  @Test
  void aCas_replacesTheExpectedValueAlone() throws IOException {
    String version = version("{'op':'put','key':'k','value':'1'}");

    assertReply(
        "{'op':'cas','key':'k','expected':'2','value':'3'}",
        "{'ok':true,'changed':false,'version':'" + version + "'}");
    assertThat(
            socket.reply("{'op':'cas','key':'k','expected':'1','value':'3'}").getBoolean("changed"))
        .isTrue();
    assertReply("{'op':'get','key':'k'}", "{'ok':true,'found':true,'value':'3'}");
  }

  @Test
  void anIncr_countsIn64Bits_andRefusesMore() throws IOException {
    assertReply("{'op':'incr','key':'k'}", "{'ok':true,'number':1}");
    assertReply("{'op':'incr','key':'k','delta':-43}", "{'ok':true,'number':-42}");
    assertReply(
        "{'op':'incr','key':'k','delta':9223372036854775807}",
        "{'ok':true,'number':9223372036854775765}");
    assertRefused("{'op':'incr','key':'k','delta':43}", ErrorCode.OVERFLOW);
    assertReply("{'op':'get','key':'k'}", "{'ok':true,'found':true,'value':'9223372036854775765'}");
  }

  @Test
  void anIncrOfWhatIsNoNumber_isRefused() throws IOException {
    socket.reply("{'op':'put','key':'k','value':'1.5'}");

    assertRefused("{'op':'incr','key':'k'}", ErrorCode.NOT_A_NUMBER);
  }

  @Test
  void anAppend_tellsTheLength_andRefusesMoreThanAValueMayHave() throws IOException {
    assertReply("{'op':'append','key':'k','value':'é'}", "{'ok':true,'number':2}");
    assertReply(
        "{'op':'append','key':'k','value':'AP8=','encoding':'base64'}", "{'ok':true,'number':4}");
    String tooLong = "x".repeat(1024 * 1024 - 3);
    assertRefused("{'op':'append','key':'k','value':'" + tooLong + "'}", ErrorCode.VALUE_TOO_LONG);
  }

  private String version(String request) throws IOException {
    JsonObject reply = socket.reply(request);
    assertThat(reply.getBoolean("changed")).isTrue();
    return reply.getString("version");
  }

  private void assertReply(String request, String reply) throws IOException {
    assertThat(socket.reply(request)).isEqualTo(json(reply));
  }

  private void assertRefused(String request, ErrorCode code) throws IOException {
    JsonObject frame = socket.ask(json(request));
    assertThat(frame.getString("type")).isEqualTo("err");
    assertThat(frame.getInteger("failureCode")).isEqualTo(code.number());
  }
}
