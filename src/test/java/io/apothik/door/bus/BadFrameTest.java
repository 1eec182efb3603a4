package io.apothik.door.bus;

import static io.apothik.door.bus.BusSocket.framed;
import static io.apothik.door.bus.BusSocket.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that the bridge refuses; after each, it serves others as before. */
@ExtendWith(LiveBridge.Lender.class)
class BadFrameTest {
  private final LiveBridge bridge;
  private BusSocket socket;

  BadFrameTest(LiveBridge bridge) {
    this.bridge = bridge;
  }

  @BeforeEach
  void connect() throws IOException {
    socket = bridge.connect();
  }

  @AfterEach
  void othersAreServedAsBefore() throws IOException {
    socket.close();
    bridge.assertServes();
  }

  @ParameterizedTest
  @ValueSource(ints = {Limits.FRAME_BYTES_MAX + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void aLengthOutOfRange_isRefusedWithItAndTheLimit_andTheConnectionEnds(int length)
      throws IOException {
    socket.sendBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());

    assertRefused(
        socket.receive(), "a frame of " + length + " bytes is not between 0 and 2097152", null);
    socket.awaitEnd();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[{\"type\":\"ping\"}]",
        "\"ping\"",
        "{\"type\":\"ping\"",
        "{\"type\":\"ping\"}{\"type\":\"ping\"}",
        "{\"type\":\"send\",\"body\":{\"op\":}}",
        "\ufeff{\"type\":\"ping\"}"
      })
  void whatIsNotOneJsonObject_isRefused_andTheConnectionEnds(String content) throws IOException {
    assertEnds(framed(content));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void jsonInAnotherEncoding_isRefused_andTheConnectionEnds(String encoding) throws IOException {
    assertEnds(framed("{\"type\":\"ping\"}".getBytes(Charset.forName(encoding))));
  }

  @Test
  void aTextThatIsNotUtf8_isRefused_andTheConnectionEnds() throws IOException {
    String put =
        "{'type':'send','address':'apothik','replyAddress':'1',"
            + "'body':{'op':'put','key':'k','value':'\u00e9'}}";

    assertEnds(framed(put.replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void aFrameThatIsNestedTooDeeply_isRefused_andTheConnectionEnds() throws IOException {
    assertEnds(framed(nested(100_000)));
  }

  @Test
  void aNumberOrANameThatIsTooLong_isRefused_andTheConnectionEnds() throws IOException {
    assertEnds(framed("{\"type\":\"ping\",\"n\":" + "1".repeat(1_001) + "}"));
    socket.close();
    connect();
    assertEnds(framed("{\"type\":\"ping\",\"" + "n".repeat(50_001) + "\":1}"));
  }

  @Test
  void aFrameThatIsNestedDeeply_isServed() throws IOException {
    socket.sendBytes(framed(nested(999)));

    assertThat(socket.receive()).isEqualTo(json("{'type':'pong'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':null}",
        "{'type':1}",
        "{'type':'SEND'}",
        "{'type':'publish','address':'apothik','body':{'op':'stat'}}",
        "{'type':'message','address':'apothik','body':{'op':'stat'}}"
      })
  void aTypeThatIsMissingOrUnknown_isRefused_andTheConnectionGoesOn(String frame)
      throws IOException {
    assertGoesOn(frame, "the frame's type is not one of send and ping", null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'address':1,", "'address':null,", "'address':['apothik'],"})
  void anAddressThatIsMissingOrNoText_isRefused_andTheConnectionGoesOn(String address)
      throws IOException {
    assertGoesOn(
        "{'type':'send'," + address + "'replyAddress':'7','body':{'op':'stat'}}",
        "the frame has no address, or it is no text",
        "7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'replyAddress':1,", "'replyAddress':null,", "'replyAddress':{},"})
  void aReplyAddressThatIsMissingOrNoText_isRefused_andTheConnectionGoesOn(String replyAddress)
      throws IOException {
    assertGoesOn(
        "{'type':'send','address':'apothik'," + replyAddress + "'body':{'op':'stat'}}",
        "the frame has no replyAddress, or it is no text",
        null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'body':null",
        ",'body':'stat'",
        ",'body':['stat']",
        ",'body':1",
        ",'body':true",
        ",'body':123456789012345678901234567890",
        ",'body':1e400"
      })
  void aBodyThatIsMissingOrNoObject_isRefused_andTheConnectionGoesOn(String body)
      throws IOException {
    socket.send(json("{'type':'send','address':'apothik','replyAddress':'7'" + body + "}"));

    assertThat(socket.receive())
        .isEqualTo(
            json(
                "{'type':'err','address':'7','sourceAddress':'apothik','failureCode':1,"
                    + "'failureType':'RECIPIENT_FAILURE',"
                    + "'message':'BAD_REQUEST: the body is no JSON object'}"));
    assertThat(socket.reply("{'op':'sum'}").getBoolean("ok")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'timeout':'1'", "'localOnly':'true'", "'codecName':'x'", "'a':1"})
  void aHeaderThatTheBridgeReadsItself_isRefused_andTheConnectionGoesOn(String header)
      throws IOException {
    String name = header.substring(1, header.indexOf('\'', 1));

    assertGoesOn(
        request(",'headers':{'b':'c'," + header + "}"),
        "the header '" + name + "' is not permitted, or no text",
        "7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a'", "1", "null", "[]"})
  void headersThatAreNoObject_areRefused_andTheConnectionGoesOn(String headers) throws IOException {
    assertGoesOn(request(",'headers':" + headers), "the frame's headers are no object", "7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'':''",
        "'a':'b','A':'c'",
        "'a b':':'",
        "'\\r\\n':'\\r\\n'",
        "'\\u0000':'\u20ac'"
      })
  void anyOtherHeader_isPassedOver(String header) throws IOException {
    socket.send(json(request(",'headers':{" + header + "}")));

    assertThat(socket.receive().getJsonObject("body").getBoolean("ok")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'register','address':'apothik'}",
        "{'type':'register','address':'apothik_1@127.0.0.1'}",
        "{'type':'unregister','address':'apothik'}",
        "{'type':'send','address':'apothik.supervisor','replyAddress':'7','body':{}}",
        "{'type':'send','address':'apothik_1@127.0.0.1','replyAddress':'7','body':{}}",
        "{'type':'send','address':'','replyAddress':'7','body':{}}"
      })
  void whatIsNotPermitted_isDenied_andTheConnectionGoesOn(String frame) throws IOException {
    socket.send(json(frame));

    assertThat(socket.receive()).isEqualTo(json("{'type':'err','message':'access_denied'}"));
    assertThat(socket.reply("{'op':'sum'}").getBoolean("ok")).isTrue();
  }

  @Test
  void aFieldThatNobodyKnows_isPassedOver_howeverLargeItsNumber() throws IOException {
    String digits = "1234567890".repeat(100);

    assertThat(socket.reply("{'op':'sum','more':" + digits + ",'e':1e999999999}").getBoolean("ok"))
        .isTrue();
  }

  private static String request(String more) {
    return "{'type':'send','address':'apothik','replyAddress':'7','body':{'op':'sum'}" + more + "}";
  }

  private static String nested(int depth) {
    return "{\"type\":\"ping\",\"deep\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private void assertEnds(byte[] frame) throws IOException {
    socket.sendBytes(frame);

    assertRefused(socket.receive(), "the frame is no JSON object in UTF-8", null);
    socket.awaitEnd();
  }

  private void assertGoesOn(String frame, String reason, @Nullable String address)
      throws IOException {
    socket.sendBytes(framed(frame.replace('\'', '"')));

    assertRefused(socket.receive(), reason, address);
    assertThat(socket.reply("{'op':'sum'}").getBoolean("ok")).isTrue();
  }

  private static void assertRefused(JsonObject frame, String reason, @Nullable String address) {
    JsonObject expected =
        new JsonObject()
            .put("type", "err")
            .put("failureCode", ErrorCode.BAD_FRAME.number())
            .put("failureType", "RECIPIENT_FAILURE")
            .put("message", "BAD_FRAME: " + reason);
    assertThat(frame).isEqualTo(address == null ? expected : expected.put("address", address));
  }
}
