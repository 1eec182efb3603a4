package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Cursor;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.NodeRef;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.ReplayStep;
import io.apothik.message.Request;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.TuningChange;
import io.apothik.wire.JsonReply.Show;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests as callers write them; {@link JsonWireRefusalTest} has those that are refused. */
class JsonWireTest {
  private static final Bytes KEY = Bytes.utf8("k");
  private static final Bytes VALUE = Bytes.utf8("v");
  private static final NodeRef THREE = new NodeRef("3");

  static Stream<Arguments> keyRequests() {
    KeyRequest put = KeyRequest.put(KEY, Bytes.utf8("coucou"));
    return Stream.of(
        call("{'op':'put','key':'k','value':'coucou'}", put),
        call("{'op':'put','key':'k','value':''}", KeyRequest.put(KEY, Bytes.utf8(""))),
        call("{'op':'get','key':'k'}", KeyRequest.get(KEY)),
        call("{'op':'get','key':'clé'}", KeyRequest.get(Bytes.utf8("clé"))),
        call("{'op':'delete','key':'k'}", KeyRequest.delete(KEY)),
        call("{'op':'exists','key':'k'}", KeyRequest.exists(KEY)),
        call("{'op':'where','key':'k'}", new Request.Where(KeyRequest.get(KEY))),
        call("{'op':'get','key':'k','node':null}", KeyRequest.get(KEY)),
        call("{'op':'get','key':'k','node':3}", new Request.AtNode(THREE, KeyRequest.get(KEY))),
        call("{'op':'get','key':'k','node':'3'}", new Request.AtNode(THREE, KeyRequest.get(KEY))),
        call("{'op':'put','key':'k','value':'coucou','node':3}", new Request.AtNode(THREE, put)),
        call(
            "{'op':'get','key':'k','node':'a_3@h'}",
            new Request.AtNode(new NodeRef("a_3@h"), KeyRequest.get(KEY))));
  }

  static Stream<Arguments> operations() {
    Version version = new Version(7, 12);
    return Stream.of(
        put("'ttlMillis':30000", new Lifetime(30_000, 0), false, Condition.NONE),
        put("'maxIdleMillis':500", new Lifetime(0, 500), false, Condition.NONE),
        put("'ttlMillis':0,'ifAbsent':false", Lifetime.UNLIMITED, false, Condition.NONE),
        put("'ttlMillis':5000000000", new Lifetime(5_000_000_000L, 0), false, Condition.NONE),
        put("'keepTtl':true", Lifetime.UNLIMITED, true, Condition.NONE),
        put("'ifAbsent':true", Lifetime.UNLIMITED, false, Condition.ABSENT),
        put("'ifVersion':'7.12'", Lifetime.UNLIMITED, false, Condition.version(version)),
        operation("'op':'incr'", new Operation.Increment(1)),
        operation("'op':'incr','delta':-3", new Operation.Increment(-3)),
        operation(
            "'op':'incr','delta':9223372036854775807", new Operation.Increment(Long.MAX_VALUE)),
        operation("'op':'append','value':'v'", new Operation.Append(VALUE)),
        operation(
            "'op':'cas','expected':'dg==','value':'dg==','encoding':'base64'",
            new Operation.CompareAndSet(VALUE, VALUE)),
        operation(
            "'op':'expire','ttlMillis':5,'maxIdleMillis':3",
            new Operation.Expire(new Lifetime(5, 3))),
        operation("'op':'persist'", new Operation.Expire(Lifetime.UNLIMITED)),
        operation("'op':'touch'", new Operation.Touch()),
        operation("'op':'ttl'", new Operation.Get()),
        operation("'op':'get','stale':true", new Operation.Get(true)),
        operation("'op':'get','stale':false", new Operation.Get()));
  }

  private static Arguments put(
      String fields, Lifetime lifetime, boolean keepTtl, Condition condition) {
    return operation(
        "'op':'put','value':'v'," + fields, new Operation.Put(VALUE, lifetime, keepTtl, condition));
  }

  private static Arguments operation(String fields, Operation operation) {
    return call("{'key':'k'," + fields + "}", new KeyRequest(KEY, operation));
  }

  static Stream<Arguments> requestsAboutManyKeys() {
    Bytes other = Bytes.utf8("j");
    return Stream.of(
        call(
            "{'op':'get-many','keys':['k','j']}",
            new Request.Many(List.of(KeyRequest.get(KEY), KeyRequest.get(other)))),
        call(
            "{'op':'delete-many','keys':['k']}", new Request.Many(List.of(KeyRequest.delete(KEY)))),
        call(
            "{'op':'put-many','ttlMillis':7,'entries':[{'key':'k','value':'v'},"
                + "{'key':'j','value':'dg==','encoding':'base64'}]}",
            new Request.Many(List.of(putFor7Millis(KEY), putFor7Millis(other)))),
        call("{'op':'scan'}", new Request.Scan(Cursor.START, Bytes.EMPTY, 100)),
        call(
            "{'op':'scan','cursor':'5.aw','prefix':'é','count':1000}",
            new Request.Scan(new Cursor(5, KEY), Bytes.utf8("é"), 1_000)),
        call("{'op':'clear'}", new Request.Clear(Cursor.START)),
        call("{'op':'clear','cursor':'16383'}", new Request.Clear(new Cursor(16_383, null))));
  }

  private static KeyRequest putFor7Millis(Bytes key) {
    return new KeyRequest(key, new Operation.Put(VALUE, new Lifetime(7, 0), false, Condition.NONE));
  }

  static Stream<Arguments> otherRequests() {
    return Stream.of(
        call("{'op':'fill','number':1,'from':11,'count':5}", new Request.Fill(1, 11, 5)),
        call("{'op':'fill','number':1,'count':5}", new Request.Fill(1, 1, 5)),
        call("{'op':'stat'}", new Request.Stat()),
        call("{'op':'sum'}", new Request.Sum()),
        call("{'op':'cluster'}", new Request.Cluster()),
        call("{'op':'cluster','ageMillis':500}", new Request.Cluster(500)),
        call("{'op':'table'}", new Request.Table(0)),
        call("{'op':'table','epoch':7}", new Request.Table(7)),
        call("{'op':'kill','node':3}", new Request.Kill(THREE, false)),
        call("{'op':'kill','node':3,'hard':false}", new Request.Kill(THREE, false)),
        call("{'op':'kill','node':3,'hard':true}", new Request.Kill(THREE, true)),
        call("{'op':'start'}", new Request.Start(0)),
        call("{'op':'start','number':6}", new Request.Start(6)),
        call("{'op':'config'}", new Request.Config()),
        call("{'op':'config-set','backups':0}", new Request.ConfigSet(change(0, null, null))),
        call(
            "{'op':'config-set','memoryBytes':4194304,'migrationBytesPerSecond':1}",
            new Request.ConfigSet(change(null, 4_194_304L, 1L))),
        call(
            "{'op':'replay','session':'a','step':'count-master'}",
            new Request.Replay("a", ReplayStep.COUNT_MASTER)),
        call("{'op':'down'}", new Request.Down()));
  }

  private static TuningChange change(
      @Nullable Integer backups, @Nullable Long memoryBytes, @Nullable Long migrationRate) {
    return new TuningChange(backups, memoryBytes, migrationRate);
  }

  @ParameterizedTest
  @MethodSource({"keyRequests", "operations", "requestsAboutManyKeys", "otherRequests"})
  void aRequest_isRead(String json, Request request) {
    assertThat(decode(json).request()).isEqualTo(request);
  }

  @Test
  void withoutTimeout_theDefaultCounts() {
    assertThat(decode("{'op':'stat'}").timeoutMillis()).isEqualTo(Limits.TIMEOUT_MILLIS_DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({"1", "25000"})
  void aTimeoutInRange_isRead(int millis) {
    assertThat(decode("{'op':'stat','timeoutMillis':" + millis + "}").timeoutMillis())
        .isEqualTo(millis);
  }

  @Test
  void aBase64Value_isReadAsItsBytes() {
    JsonWire.Call call = decode("{'op':'put','key':'k','value':'AP/+','encoding':'base64'}");

    assertThat(call.request())
        .isEqualTo(KeyRequest.put(KEY, Bytes.copyOf(new byte[] {0, (byte) 0xff, (byte) 0xfe})));
    assertThat(call.form().base64()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"'base64', true", "'utf-8', false"})
  void theEncodingOfAGet_isThatOfItsReply(String encoding, boolean base64) {
    JsonObject json = new JsonObject().put("op", "get").put("key", "k").put("encoding", encoding);

    assertThat(JsonWire.decode(json).form().base64()).isEqualTo(base64);
  }

  @Test
  void whatIsShownOfAnEntry_dependsOnTheRequest() {
    assertThat(decode("{'op':'get','key':'k'}").form().show()).isEqualTo(Show.VALUE);
    assertThat(decode("{'op':'get','key':'k','details':true}").form().show()).isEqualTo(Show.ALL);
    assertThat(decode("{'op':'ttl','key':'k'}").form().show()).isEqualTo(Show.DETAILS);
  }

  @Test
  void theGreatestKeyAndValue_areAccepted() {
    JsonObject json =
        new JsonObject()
            .put("op", "put")
            .put("key", "x".repeat(Limits.KEY_BYTES_MAX))
            .put("value", "x".repeat(Limits.VALUE_BYTES_MAX));

    assertThat(JsonWire.decode(json).request()).isInstanceOf(KeyRequest.class);
  }

  @Test
  void anUnknownField_isPassedOver() {
    assertThat(decode("{'op':'stat','colour':'blue'}").request()).isEqualTo(new Request.Stat());
  }

  static JsonWire.Call decode(String json) {
    return JsonWire.decode(new JsonObject(json.replace('\'', '"')));
  }

  private static Arguments call(String json, Request request) {
    return Arguments.of(json, request);
  }
}
