package io.apothik.door.bus;

import static io.apothik.door.bus.BusSocket.framed;
import static io.apothik.door.bus.BusSocket.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused, and those that only just are not. */
@ExtendWith(LiveBridge.Lender.class)
class RefusedRequestsTest {
  private final LiveBridge bridge;
  private BusSocket socket;

  RefusedRequestsTest(LiveBridge bridge) {
    this.bridge = bridge;
  }

  @BeforeEach
  void connect() throws IOException {
    socket = bridge.connect();
  }

  @AfterEach
  void thisConnectionAndOthersAreServedAsBefore() throws IOException {
    assertThat(socket.reply("{'op':'sum'}").getBoolean("ok")).isTrue();
    socket.close();
    bridge.assertServes();
  }

  @Test
  void anUnknownOp_isRefusedByName() throws IOException {
    assertThat(socket.ask(json("{'op':'increment','key':'k'}")))
        .isEqualTo(
            json(
                "{'type':'err','address':'1','sourceAddress':'apothik','failureCode':2,"
                    + "'failureType':'RECIPIENT_FAILURE',"
                    + "'message':'UNKNOWN_OP: there is no op \\u0027increment\\u0027'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                               | op",
        "{'op':7}                                         | op",
        "{'op':'get'}                                     | key",
        "{'op':'get','key':7}                             | key",
        "{'op':'get','key':null}                          | key",
        "{'op':'delete','key':{}}                         | key",
        "{'op':'exists','key':[]}                         | key",
        "{'op':'where','key':true}                        | key",
        "{'op':'put','key':'k'}                           | value",
        "{'op':'put','key':'k','value':7}                 | value",
        "{'op':'put','key':'k','value':'*','encoding':'base64'} | value",
        "{'op':'get','key':'k','encoding':7}              | encoding",
        "{'op':'get','key':'k','encoding':'hex'}          | encoding",
        "{'op':'get','key':'k','node':1.5}                | node",
        "{'op':'get','key':'k','node':{}}                 | node",
        "{'op':'get','key':'k','node':'no name'}          | no name",
        "{'op':'fill','count':1}                          | number",
        "{'op':'fill','number':'1','count':1}             | number",
        "{'op':'fill','number':-1,'count':1}              | number -1",
        "{'op':'fill','number':1,'count':1e1}             | count",
        "{'op':'fill','number':1,'count':10001}           | count 10001 is not between 1 and 10000",
        "{'op':'fill','number':1,'count':1,'from':'1'}    | from",
        "{'op':'fill','number':1,'count':1,'from':-1}     | from -1",
        "{'op':'kill'}                                    | node",
        "{'op':'kill','node':1,'hard':'yes'}              | hard",
        "{'op':'start','number':'1'}                      | number",
        "{'op':'start','number':-1}                       | number -1",
        "{'op':'sum','timeoutMillis':'1'}                 | timeoutMillis",
        "{'op':'sum','timeoutMillis':12345678901}         | timeoutMillis",
        "{'op':'sum','timeoutMillis':0}                   | timeoutMillis 0",
        "{'op':'sum','timeoutMillis':25001}               | 25001 is not between 1 and 25000"
      })
  void aFieldThatIsMissingOrOfAWrongTypeOrRange_isNamed(String body, String named)
      throws IOException {
    assertRefused(json(body), ErrorCode.BAD_REQUEST, named);
  }

  @Test
  void anEmptyKey_isRefused() throws IOException {
    assertRefused(json("{'op':'get','key':''}"), ErrorCode.KEY_EMPTY, "the key is empty");
  }

  @Test
  void aKeyOfTheGreatestLength_isStored() throws IOException {
    String key = "k".repeat(Limits.KEY_BYTES_MAX);

    assertThat(socket.reply("{'op':'put','key':'" + key + "','value':'v'}").getBoolean("ok"))
        .isTrue();
    assertThat(socket.reply("{'op':'delete','key':'" + key + "'}").getBoolean("found")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"put", "get", "delete", "exists", "where"})
  void aKeyThatIsAByteTooLong_isRefusedWithLengthAndLimit(String op) throws IOException {
    String key = "é".repeat(Limits.KEY_BYTES_MAX / 2) + "k";

    assertRefused(
        new JsonObject().put("op", op).put("key", key).put("value", "v"),
        ErrorCode.KEY_TOO_LONG,
        "the key '" + key.substring(0, 64) + "…' has 65537 bytes, the limit is 65536");
  }

  @Test
  void aValueOfTheGreatestLength_isStoredAndReadWhole() throws IOException {
    String value = "v".repeat(Limits.VALUE_BYTES_MAX);

    assertThat(socket.ask(put(value)).getString("type")).isEqualTo("message");
    assertThat(socket.reply("{'op':'get','key':'large'}").getString("value")).isEqualTo(value);
  }

  @Test
  void aValueThatOnlyEscapesMakeLong_isReadWhole() throws IOException {
    byte[] value = new byte[Limits.VALUE_BYTES_MAX];
    String base64 = Base64.getEncoder().encodeToString(value);

    assertThat(socket.ask(put(base64).put("encoding", "base64")).getString("type"))
        .isEqualTo("message");
    assertThat(socket.reply("{'op':'get','key':'large'}").getString("value"))
        .isEqualTo("\0".repeat(Limits.VALUE_BYTES_MAX));
  }

  @Test
  void aValueThatIsAByteTooLong_isRefusedWithLengthAndLimit() throws IOException {
    assertRefused(
        put("v".repeat(Limits.VALUE_BYTES_MAX + 1)),
        ErrorCode.VALUE_TOO_LONG,
        "the value '" + "v".repeat(64) + "…' has 1048577 bytes, the limit is 1048576");
  }

  @Test
  void aFrameOfTheGreatestLength_isServed() throws IOException {
    JsonObject body = json("{'op':'sum','more':''}");
    int rest = Limits.FRAME_BYTES_MAX - BusSocket.request("1", body).encode().length();

    assertThat(socket.ask(body.put("more", "m".repeat(rest))).getString("type"))
        .isEqualTo("message");
  }

  @Test
  void halfASurrogatePair_isRefused() throws IOException {
    String frame = BusSocket.request("1", json("{'op':'get','key':'HALF'}")).encode();

    socket.sendBytes(framed(frame.replace("HALF", "\\ud83d")));

    assertThat(socket.receive().getString("message"))
        .startsWith("BAD_REQUEST: the field 'key' holds half a surrogate pair");
  }

  @Test
  void anUnknownNode_isRefusedByName() throws IOException {
    assertRefused(
        json("{'op':'get','key':'k','node':9}"),
        ErrorCode.UNKNOWN_NODE,
        "no node 9 in the cluster");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'start'", "'down'", "'kill','node':1,'hard':true"})
  void whatOnlyASupervisorCanDo_isRefusedByANodeWithoutOne(String op) throws IOException {
    assertRefused(json("{'op':" + op + "}"), ErrorCode.NO_SUPERVISOR, "supervises no other");
  }

  private static JsonObject put(String value) {
    return new JsonObject().put("op", "put").put("key", "large").put("value", value);
  }

  private void assertRefused(JsonObject body, ErrorCode code, String reason) throws IOException {
    JsonObject frame = socket.ask(body);

    assertThat(frame.getString("type")).isEqualTo("err");
    assertThat(frame.getString("address")).isEqualTo("1");
    assertThat(frame.getInteger("failureCode")).isEqualTo(code.number());
    assertThat(frame.getString("message")).startsWith(code + ": ").contains(reason);
  }
}
