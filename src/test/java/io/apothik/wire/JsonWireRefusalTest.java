package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused, each with its code and a reason that names what is wrong. */
class JsonWireRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                    | op",
        "{'op':null}                           | op",
        "{'op':'get'}                          | key",
        "{'op':'get','key':null}               | key",
        "{'op':'delete'}                       | key",
        "{'op':'exists'}                       | key",
        "{'op':'where'}                        | key",
        "{'op':'put','value':'v'}              | key",
        "{'op':'put','key':'k'}                | value",
        "{'op':'put','key':'k','value':null}   | value",
        "{'op':'append','key':'k'}             | value",
        "{'op':'cas','key':'k','value':'v'}    | expected",
        "{'op':'get-many'}                     | keys",
        "{'op':'put-many'}                     | entries",
        "{'op':'put-many','entries':[{}]}      | value",
        "{'op':'fill','count':1}               | number",
        "{'op':'fill','number':1}              | count",
        "{'op':'kill'}                         | node"
      })
  void aFieldThatIsMissing_isNamed(String json, String field) {
    assertRefused(json, ErrorCode.BAD_REQUEST, "the field '" + field + "' is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'op':1}                                                | 'op' is 1, not a text",
        "{'op':'get','key':1}                                    | 'key' is 1, not a text",
        "{'op':'get','key':['k']}                                | 'key' is [\"k\"], not a text",
        "{'op':'put','key':'k','value':1}                        | 'value' is 1, not a text",
        "{'op':'put','key':'k','value':{'a':1}}                  | 'value' is {\"a\":1}, not a"
            + " text",
        "{'op':'get','key':'k','encoding':1}                     | 'encoding' is 1, not a text",
        "{'op':'get','key':'k','node':true}                      | 'node' is true, not a whole",
        "{'op':'get','key':'k','node':1.5}                       | 'node' is 1.5, not a whole",
        "{'op':'get','key':'k','node':2147483648}                | 'node' is 2147483648, not a",
        "{'op':'incr','key':'k','delta':1.5}                     | 'delta' is 1.5, not a whole",
        "{'op':'incr','key':'k','delta':9223372036854775808}     | 'delta' is 9223372036854775808",
        "{'op':'put','key':'k','value':'v','ttlMillis':'30s'}    | 'ttlMillis' is 30s, not a whole",
        "{'op':'put','key':'k','value':'v','ifVersion':7.12}     | 'ifVersion' is 7.12, not a text",
        "{'op':'get-many','keys':'k'}                            | 'keys' is k, not an array",
        "{'op':'get-many','keys':[1]}                            | 'keys' is 1, not an array of",
        "{'op':'put-many','entries':['k']}                       | 'entries' is k, not an array of",
        "{'op':'scan','cursor':5}                                | 'cursor' is 5, not a text",
        "{'op':'stat','timeoutMillis':'5'}                       | 'timeoutMillis' is 5, not a",
        "{'op':'stat','timeoutMillis':99999999999}               | 'timeoutMillis' is 99999999999",
        "{'op':'fill','number':'1','count':1}                    | 'number' is 1, not a whole",
        "{'op':'fill','number':1,'count':1.0}                    | 'count' is 1.0, not a whole",
        "{'op':'fill','number':1,'count':1,'from':false}         | 'from' is false, not a whole",
        "{'op':'kill','node':1,'hard':'yes'}                     | 'hard' is yes, not true or",
        "{'op':'get','key':'k','stale':'yes'}                    | 'stale' is yes, not true or",
        "{'op':'kill','node':1,'hard':1}                         | 'hard' is 1, not true or",
        "{'op':'start','number':[]}                              | 'number' is [], not a whole"
      })
  void aFieldOfTheWrongType_isNamedWithItsValue(String json, String reason) {
    assertRefused(json, ErrorCode.BAD_REQUEST, reason);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "25001", "2147483647"})
  void aTimeoutOutOfRange_isRefusedWithValueAndLimits(int millis) {
    assertRefused(
        "{'op':'stat','timeoutMillis':" + millis + "}",
        ErrorCode.BAD_REQUEST,
        "timeoutMillis " + millis + " is not between 1 and 25000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'ifAbsent':true,'ifVersion':'7.12'    | ifAbsent does not go with ifVersion",
        "'keepTtl':true,'ttlMillis':5          | keepTtl goes with neither",
        "'keepTtl':true,'maxIdleMillis':5      | keepTtl goes with neither",
        "'keepTtl':true,'ifAbsent':true        | keepTtl does not go with ifAbsent",
        "'ifVersion':'7'                       | '7' is no version such as 7.12",
        "'ifVersion':''                        | '' is no version such as 7.12",
        "'ttlMillis':-1                        | ttl -1 ms is not between 0 and 315360000000000",
        "'maxIdleMillis':315360000000001       | max-idle 315360000000001 ms is not between"
      })
  void aPutThatContradictsItself_orIsOutOfRange_isRefused(String fields, String reason) {
    assertRefused(
        "{'op':'put','key':'k','value':'v'," + fields + "}", ErrorCode.BAD_REQUEST, reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'ttlMillis':0", ",'ttlMillis':0,'maxIdleMillis':0"})
  void anExpireWithoutLimit_isRefused_asPersistDoesThat(String fields) {
    assertRefused("{'op':'expire','key':'k'" + fields + "}", ErrorCode.BAD_REQUEST, "see persist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "5.", "5.*", "100000", "5.a"})
  void aCursorThatNobodyGave_isRefused(String cursor) {
    JsonObject json = new JsonObject().put("op", "scan").put("cursor", cursor);

    assertRefused(json, ErrorCode.BAD_REQUEST, "the cursor is none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"put", "delete", "exists", "ttl", "touch", "incr", "put-many", "scan"})
  void whatIsNoGet_cannotBeStale(String op) {
    JsonObject json = new JsonObject().put("op", op).put("key", "k").put("value", "v");

    assertRefused(json.put("stale", true), ErrorCode.BAD_REQUEST, "stale goes with get");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'timeoutMillis':5                    | no value is named that is to change",
        "'backups':'2'                        | 'backups' is 2, not a whole number",
        "'backups':4                          | 4 backups are not between 0 and 3",
        "'memoryBytes':0                      | 0 bytes of memory are not between 4194304 and",
        "'memoryBytes':1.5                    | 'memoryBytes' is 1.5, not a whole number",
        "'migrationBytesPerSecond':0          | 0 bytes/s of migration are not between 1 and"
      })
  void aChangeOfTheConfiguration_beyondItsLimits_isRefused(String fields, String reason) {
    assertRefused("{'op':'config-set'," + fields + "}", ErrorCode.BAD_REQUEST, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'step':'fill'                | the field 'session' is missing",
        "'session':'a'                | the field 'step' is missing",
        "'session':'','step':'fill'   | length of the session's name 0 is not between 1 and 64",
        "'session':'a','step':'crash' | no step 'crash'; there are fill, kill, count-master, add"
      })
  void aReplay_beyondItsLimits_isRefused(String fields, String reason) {
    assertRefused("{'op':'replay'," + fields + "}", ErrorCode.BAD_REQUEST, reason);
  }

  @ParameterizedTest
  @CsvSource({"0", "1001"})
  void aScanOutOfRange_isRefusedWithValueAndLimits(int count) {
    assertRefused(
        "{'op':'scan','count':" + count + "}",
        ErrorCode.BAD_REQUEST,
        "count " + count + " is not between 1 and 1000");
  }

  @Test
  void moreKeysThanTheLimit_orNone_areRefused() {
    JsonArray keys = new JsonArray();
    IntStream.rangeClosed(0, Limits.MANY_KEYS_MAX).forEach(i -> keys.add("k" + i));

    assertRefused(
        new JsonObject().put("op", "get-many").put("keys", keys),
        ErrorCode.BAD_REQUEST,
        "number of keys 1001 is not between 1 and 1000");
    assertRefused("{'op':'delete-many','keys':[]}", ErrorCode.BAD_REQUEST, "number of keys 0");
  }

  @Test
  void aKeyThatIsNamedTwice_isRefusedByName() {
    assertRefused(
        "{'op':'get-many','keys':['a','b','a']}",
        ErrorCode.BAD_REQUEST,
        "the key 'a' is named twice");
  }

  @Test
  void anUnknownOp_isRefusedByName() {
    assertRefused("{'op':'increase','key':'k'}", ErrorCode.UNKNOWN_OP, "'increase'");
    assertRefused("{'op':'PUT','key':'k'}", ErrorCode.UNKNOWN_OP, "'PUT'");
    assertRefused("{'op':''}", ErrorCode.UNKNOWN_OP, "''");
  }

  @Test
  void whatIsNotBase64_isRefused() {
    assertRefused(
        "{'op':'put','key':'k','value':'a*b','encoding':'base64'}",
        ErrorCode.BAD_REQUEST,
        "'value' is not base64");
  }

  @Test
  void anUnknownEncoding_isRefusedByName() {
    assertRefused(
        "{'op':'get','key':'k','encoding':'hex'}", ErrorCode.BAD_REQUEST, "encoding 'hex'");
  }

  @ParameterizedTest
  @CsvSource({"0", "-3", "''", "'apothik_3'", "1234567890"})
  void whatNamesNoNode_isRefusedByValue(String node) {
    JsonObject json = new JsonObject().put("op", "kill").put("node", node);

    assertRefused(json, ErrorCode.BAD_REQUEST, "'" + node + "'");
  }

  @Test
  void aNodeNumberUnderOne_isRefusedByValue() {
    assertRefused("{'op':'kill','node':0}", ErrorCode.BAD_REQUEST, "'0'");
    assertRefused("{'op':'kill','node':-3}", ErrorCode.BAD_REQUEST, "'-3'");
  }

  @Test
  void aFillOutOfRange_isRefusedWithValueAndLimits() {
    assertRefused(
        "{'op':'fill','number':1,'count':10001}",
        ErrorCode.BAD_REQUEST,
        "count 10001 is not between 1 and 10000");
  }

  @ParameterizedTest
  @CsvSource({"put", "get", "delete", "exists", "where"})
  void anEmptyKey_isRefused(String op) {
    assertRefused("{'op':'" + op + "','key':'','value':'v'}", ErrorCode.KEY_EMPTY, "key is empty");
  }

  @ParameterizedTest
  @CsvSource({"put", "get", "delete", "exists", "where"})
  void aKeyOverTheLimit_isRefusedWithLengthAndLimit(String op) {
    JsonObject json =
        new JsonObject()
            .put("op", op)
            .put("key", "x".repeat(Limits.KEY_BYTES_MAX + 1))
            .put("value", "v");

    assertRefused(json, ErrorCode.KEY_TOO_LONG, "has 65537 bytes, the limit is 65536");
  }

  @Test
  void aValueOverTheLimit_isRefusedWithLengthAndLimit() {
    JsonObject json =
        new JsonObject()
            .put("op", "put")
            .put("key", "k")
            .put("value", "x".repeat(Limits.VALUE_BYTES_MAX + 1));

    assertRefused(json, ErrorCode.VALUE_TOO_LONG, "has 1048577 bytes, the limit is 1048576");
  }

  @Test
  void aLongFieldOfTheWrongType_isShownShortened() {
    JsonObject json = new JsonObject().put("op", new JsonObject().put("a", "x".repeat(1_000)));

    FailureException failure = refusal(json);

    assertThat(failure.getMessage()).hasSizeLessThan(120).contains("…");
  }

  @ParameterizedTest
  @ValueSource(strings = {"op", "encoding"})
  void aLongNameThatNobodyKnows_isShownShortened(String field) {
    JsonObject json =
        new JsonObject().put("op", "get").put("key", "k").put(field, "x".repeat(1_000));

    assertThat(refusal(json).getMessage()).hasSizeLessThan(120).contains("…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'get','key':'\\ud83d'}",
        "{'op':'where','key':'a\\udc8a'}",
        "{'op':'put','key':'\\udc8a\\ud83d','value':'v'}",
        "{'op':'put','key':'k','value':'\\ud83d'}"
      })
  void halfASurrogatePair_isRefused_asUtf8CannotSayIt(String json) {
    assertRefused(json, ErrorCode.BAD_REQUEST, "holds half a surrogate pair");
  }

  private static void assertRefused(String json, ErrorCode code, String reason) {
    assertRefused(new JsonObject(json.replace('\'', '"')), code, reason);
  }

  private static void assertRefused(JsonObject json, ErrorCode code, String reason) {
    FailureException failure = refusal(json);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(reason);
  }

  private static FailureException refusal(JsonObject json) {
    return catchThrowableOfType(FailureException.class, () -> JsonWire.decode(json));
  }
}
