package io.apothik.wire;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.NodeRef;
import io.apothik.message.Request;
import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Requests as JSON, for doors; {@code docs/protocol.md} specifies it. */
public final class JsonWire {
  private JsonWire() {}

  /**
   * A request and how long its caller waits.
   *
   * @param base64 whether values in the reply are wanted as base64 in any case
   */
  public record Call(Request request, int timeoutMillis, boolean base64) {}

  /**
   * The call that the JSON stands for.
   *
   * @throws FailureException with the code that says what is wrong
   */
  public static Call decode(JsonObject json) {
    Fields fields = new Fields(json);
    Request request = request(fields);
    int timeout = fields.integer("timeoutMillis", Limits.TIMEOUT_MILLIS_DEFAULT);
    if (timeout < 1 || timeout > Limits.TIMEOUT_MILLIS_MAX) {
      throw Fields.bad(
          "timeoutMillis %d is not between 1 and %d".formatted(timeout, Limits.TIMEOUT_MILLIS_MAX));
    }
    return new Call(request, timeout, isBase64(fields));
  }

  private static Request request(Fields fields) {
    String op = fields.text("op");
    return switch (op) {
      case "put" -> atNode(fields, KeyRequest.put(key(fields), value(fields)));
      case "get" -> atNode(fields, KeyRequest.get(key(fields)));
      case "delete" -> atNode(fields, KeyRequest.delete(key(fields)));
      case "exists" -> atNode(fields, KeyRequest.exists(key(fields)));
      case "where" -> new Request.Where(KeyRequest.get(key(fields)));
      case "fill" ->
          new Request.Fill(
              fields.integer("number"), fields.integer("from", 1), fields.integer("count"));
      case "stat" -> new Request.Stat();
      case "sum" -> new Request.Sum();
      case "cluster" -> new Request.Cluster();
      case "kill" ->
          new Request.Kill(
              fields.node("node").orElseThrow(() -> Fields.bad("the field 'node' is missing")),
              fields.flag("hard"));
      case "start" -> new Request.Start(fields.integer("number", 0));
      case "down" -> new Request.Down();
      default ->
          throw new FailureException(
              ErrorCode.UNKNOWN_OP, "there is no op '" + Fields.shown(op) + "'");
    };
  }

  private static Request atNode(Fields fields, KeyRequest request) {
    Optional<NodeRef> node = fields.node("node");
    return node.isPresent() ? new Request.AtNode(node.get(), request) : request;
  }

  private static Bytes key(Fields fields) {
    return utf8("key", fields.text("key"));
  }

  private static Bytes value(Fields fields) {
    String text = fields.text("value");
    if (!isBase64(fields)) {
      return utf8("value", text);
    }
    try {
      return Bytes.copyOf(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException malformed) {
      throw Fields.bad("the field 'value' is not base64: " + malformed.getMessage());
    }
  }

  /** Half a surrogate pair would be stored as a question mark, and two such keys be the same. */
  private static Bytes utf8(String name, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw Fields.bad("the field '" + name + "' holds half a surrogate pair, which is no text");
    }
    return Bytes.utf8(text);
  }

  private static boolean isBase64(Fields fields) {
    String encoding = fields.text("encoding", "utf-8");
    return switch (encoding) {
      case "utf-8" -> false;
      case "base64" -> true;
      default ->
          throw Fields.bad(
              "encoding '%s' is neither utf-8 nor base64".formatted(Fields.shown(encoding)));
    };
  }
}
