package io.apothik.door.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCheckTest {
  private static final String SEND = "'type':'send','address':'a','replyAddress':'r'";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'ping'}",
        " {\t'type' : 'ping' }\n",
        "{'type':'ping','headers':{}}",
        "{'type':'register','address':'a'}",
        "{'type':'unregister','address':'a'}",
        "{" + SEND + "}",
        "{" + SEND + ",'headers':{'a':'b'},'body':{'op':'put','key':['\u20ac',{},null,1.5]}}",
        "{'body':{'type':'publish','headers':{'timeout':'1'}}," + SEND + "}"
      })
  void aFrameThatTheBridgeAnswers_isLetThrough(String frame) {
    assertThat(check(frame).problem()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                  | type",
        "{'type':'publish','address':'a'}                    | type",
        "{'type':['send']}                                   | type",
        "{'type':'send','replyAddress':'r'}                  | address",
        "{'type':'send','replyAddress':'r','address':{}}     | address",
        "{'type':'register'}                                 | address",
        "{'type':'send','address':'a'}                       | replyAddress",
        "{'type':'send','address':'a','replyAddress':1}      | replyAddress",
        "{'type':'ping','headers':[]}                        | headers",
        "{'type':'ping','headers':{'timeout':'1'}}           | 'timeout'",
        "{'type':'ping','headers':{'localOnly':true}}        | 'localOnly'",
        "{'type':'ping','headers':{'codecName':null}}        | 'codecName'",
        "{'type':'ping','headers':{'a':{'b':'c'},'d':'e'}}   | 'a'"
      })
  void aFrameThatTheBridgeCannotDealWith_isHeldBack(String frame, String named) {
    FrameCheck check = check(frame);

    assertThat(check.isJson()).isTrue();
    assertThat(check.problem()).hasValueSatisfying(problem -> assertThat(problem).contains(named));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "{'type':'ping'",
        "{'type':'ping','a':[1,}",
        "{'type':'ping','a':{'b':'c}",
        "{'type':'ping','headers':{'a':'b'",
        "{'type':'ping'} {}",
        "{'type':'ping'},",
        "{type:'ping'}",
        "{'type':'ping' /* no comment */}"
      })
  void whatIsNotOneWholeObject_isNoJson(String frame) {
    assertNoJson(check(frame));
  }

  @Test
  void aTypeGivenTwice_isTheLast_asItIsToTheBridge() {
    assertThat(check("{'type':'publish'," + SEND + "}").problem()).isEmpty();
    assertThat(check("{" + SEND + ",'type':'publish'}").problem()).isPresent();
    assertThat(check("{" + SEND + ",'type':1}").problem()).isPresent();
  }

  @Test
  void reservedHeadersGivenFirst_areNotCoveredByLaterOnes() {
    String headers = "'headers':{'timeout':'1'},'headers':{}";

    assertThat(check("{'type':'ping'," + headers + "}").problem()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void jsonInAnotherEncoding_isNoJson(String encoding) {
    byte[] frame = quoted("{'type':'ping'}").getBytes(Charset.forName(encoding));

    assertNoJson(FrameCheck.of(Unpooled.wrappedBuffer(frame)));
  }

  @Test
  void aByteOrderMark_isNoJson() {
    assertNoJson(check("\ufeff{'type':'ping'}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "c3", "c0af", "eda080", "f4908080", "ff"})
  void bytesThatAreNoUtf8_areNoJson(String hex) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < hex.length(); i += 2) {
      text.append((char) Integer.parseInt(hex.substring(i, i + 2), 16));
    }
    byte[] frame =
        quoted("{'type':'ping','a':'" + text + "'}").getBytes(StandardCharsets.ISO_8859_1);

    assertNoJson(FrameCheck.of(Unpooled.wrappedBuffer(frame)));
  }

  @Test
  void theReplyAddress_isKnownEvenOfAFrameThatIsHeldBack() {
    assertThat(check("{'type':'publish','replyAddress':'r\u20ac'}").replyAddress())
        .isEqualTo("r\u20ac");
    assertThat(check("{'type':'publish'}").replyAddress()).isNull();
    assertThat(check("{'replyAddress':'r','replyAddress':1}").replyAddress()).isNull();
  }

  private static FrameCheck check(String frame) {
    return FrameCheck.of(Unpooled.copiedBuffer(quoted(frame), StandardCharsets.UTF_8));
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static void assertNoJson(FrameCheck check) {
    assertThat(check.isJson()).isFalse();
    assertThat(check.problem()).contains("the frame is no JSON object in UTF-8");
  }
}
