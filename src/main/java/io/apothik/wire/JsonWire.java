package io.apothik.wire;

import io.apothik.message.Cursor;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.NodeRef;
import io.apothik.message.Operation;
import io.apothik.message.ReplayStep;
import io.apothik.message.Request;
import io.apothik.slot.TuningChange;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests as JSON, for doors; {@code docs/protocol.md} specifies it. */
public final class JsonWire {
  /** The op by which a connection says who it is; doors take it, and masters never see it. */
  public static final String LOGIN = "auth";

  private JsonWire() {}

  /** Who a caller says it is. */
  public record Login(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /**
   * What a request with the op {@link #LOGIN} says.
   *
   * @throws FailureException with BAD_REQUEST
   */
  public static Login login(JsonObject json) {
    Fields fields = new Fields(json);
    return new Login(fields.text("user"), fields.text("password"));
  }

  /**
   * A request and how long its caller waits.
   *
   * @param form how values are wanted in the reply
   */
  public record Call(Request request, int timeoutMillis, JsonReply.Form form) {}

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
    return new Call(request, timeout, form(fields));
  }

  private static Request request(Fields fields) {
    String op = fields.text("op");
    boolean stale = fields.flag("stale");
    if (stale && !op.equals("get") && !op.equals("get-many")) {
      throw Fields.bad("stale goes with get and get-many alone");
    }
    return switch (op) {
      case "put" -> atNode(fields, KeyFields.put(fields));
      case "get", "ttl" -> atNode(fields, new Operation.Get(stale));
      case "delete" -> atNode(fields, new Operation.Delete());
      case "exists" -> atNode(fields, new Operation.Exists());
      case "touch" -> atNode(fields, new Operation.Touch());
      case "incr" -> atNode(fields, KeyFields.increment(fields));
      case "append" -> atNode(fields, KeyFields.append(fields));
      case "cas" -> atNode(fields, KeyFields.compareAndSet(fields));
      case "expire" -> atNode(fields, KeyFields.expire(fields));
      case "persist" -> atNode(fields, new Operation.Expire(Lifetime.UNLIMITED));
      case "get-many" -> KeyFields.keys(fields, stale ? KeyRequest::staleGet : KeyRequest::get);
      case "delete-many" -> KeyFields.keys(fields, KeyRequest::delete);
      case "put-many" -> KeyFields.entries(fields);
      case "scan" -> scan(fields);
      case "clear" -> new Request.Clear(cursor(fields));
      case "where" -> new Request.Where(KeyRequest.get(KeyFields.key(fields)));
      case "explain" -> new Request.Explain(KeyRequest.get(KeyFields.key(fields)));
      default -> clusterRequest(op, fields);
    };
  }

  private static Request clusterRequest(String op, Fields fields) {
    return switch (op) {
      case "fill" ->
          new Request.Fill(
              fields.integer("number"), fields.integer("from", 1), fields.integer("count"));
      case "stat" -> new Request.Stat();
      case "sum" -> new Request.Sum();
      case "cluster" -> new Request.Cluster(fields.integer("ageMillis", 0));
      case "table" -> new Request.Table(fields.longInteger("epoch", 0));
      case "history" ->
          new Request.History(
              fields.node("node").orElse(null), fields.integer("samples", Limits.SAMPLES_MAX));
      case "hot-keys" ->
          new Request.HotKeys(
              fields.integer("count", Limits.HOT_KEYS_DEFAULT), KeyFields.prefixes(fields));
      case "events" -> new Request.Events(fields.longInteger("after", 0));
      case "kill" ->
          new Request.Kill(
              fields.node("node").orElseThrow(() -> Fields.bad("the field 'node' is missing")),
              fields.flag("hard"));
      case "start" -> new Request.Start(fields.integer("number", 0));
      case "recover" -> new Request.Recover();
      case "config" -> new Request.Config();
      case "config-set" -> new Request.ConfigSet(tuning(fields));
      case "replay" ->
          new Request.Replay(fields.text("session"), ReplayStep.labelled(fields.text("step")));
      case "down" -> new Request.Down();
      case LOGIN -> throw Fields.bad("nobody is asked here who they are: there are no users");
      default ->
          throw new FailureException(
              ErrorCode.UNKNOWN_OP, "there is no op '" + Fields.shown(op) + "'");
    };
  }

  private static TuningChange tuning(Fields fields) {
    try {
      return new TuningChange(
          fields.has("backups") ? fields.integer("backups") : null,
          longIntegerOrNull(fields, "memoryBytes"),
          longIntegerOrNull(fields, "migrationBytesPerSecond"));
    } catch (IllegalArgumentException beyond) {
      throw Fields.bad(String.valueOf(beyond.getMessage()));
    }
  }

  private static @Nullable Long longIntegerOrNull(Fields fields, String name) {
    return fields.has(name) ? fields.longInteger(name, 0) : null;
  }

  private static Request atNode(Fields fields, Operation operation) {
    KeyRequest request = KeyFields.request(fields, operation);
    Optional<NodeRef> node = fields.node("node");
    return node.isPresent() ? new Request.AtNode(node.get(), request) : request;
  }

  private static Request scan(Fields fields) {
    return new Request.Scan(
        cursor(fields),
        KeyFields.utf8("prefix", fields.text("prefix", "")),
        fields.integer("count", Limits.SCAN_KEYS_DEFAULT));
  }

  private static Cursor cursor(Fields fields) {
    return fields.has("cursor") ? Cursor.parse(fields.text("cursor")) : Cursor.START;
  }

  private static JsonReply.Form form(Fields fields) {
    boolean details = fields.flag("details");
    JsonReply.Show show = details ? JsonReply.Show.ALL : JsonReply.Show.VALUE;
    return new JsonReply.Form(
        KeyFields.isBase64(fields),
        fields.text("op").equals("ttl") ? JsonReply.Show.DETAILS : show);
  }
}
