package io.apothik.wire;

import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Request;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Requests about keys, read from their fields. */
final class KeyFields {
  private KeyFields() {}

  /** The request for the one key that the fields name. */
  static KeyRequest request(Fields fields, Operation operation) {
    return new KeyRequest(key(fields), operation);
  }

  static Operation.Put put(Fields fields) {
    Condition condition = condition(fields);
    Lifetime lifetime = lifetime(fields);
    boolean keepTtl = fields.flag("keepTtl");
    if (keepTtl && !lifetime.equals(Lifetime.UNLIMITED)) {
      throw Fields.bad("keepTtl goes with neither ttlMillis nor maxIdleMillis");
    } else if (keepTtl && condition.kind() == Condition.Kind.ABSENT) {
      throw Fields.bad("keepTtl does not go with ifAbsent: there is nothing to keep");
    }
    return new Operation.Put(value(fields, "value"), lifetime, keepTtl, condition);
  }

  private static Condition condition(Fields fields) {
    boolean ifAbsent = fields.flag("ifAbsent");
    String version = fields.text("ifVersion", "");
    if (ifAbsent && fields.has("ifVersion")) {
      throw Fields.bad("ifAbsent does not go with ifVersion");
    } else if (fields.has("ifVersion")) {
      return Condition.version(Version.parse(version));
    }
    return ifAbsent ? Condition.ABSENT : Condition.NONE;
  }

  private static Lifetime lifetime(Fields fields) {
    return new Lifetime(fields.longInteger("ttlMillis", 0), fields.longInteger("maxIdleMillis", 0));
  }

  static Operation.Expire expire(Fields fields) {
    Lifetime lifetime = lifetime(fields);
    if (lifetime.equals(Lifetime.UNLIMITED)) {
      throw Fields.bad("expire takes ttlMillis or maxIdleMillis of at least 1; see persist");
    }
    return new Operation.Expire(lifetime);
  }

  static Operation.CompareAndSet compareAndSet(Fields fields) {
    return new Operation.CompareAndSet(value(fields, "expected"), value(fields, "value"));
  }

  static Operation.Increment increment(Fields fields) {
    return new Operation.Increment(fields.longInteger("delta", 1));
  }

  static Operation.Append append(Fields fields) {
    return new Operation.Append(value(fields, "value"));
  }

  /** The same request for each of the keys. */
  static Request.Many keys(Fields fields, Function<Bytes, KeyRequest> request) {
    return new Request.Many(
        fields.elements("keys").stream().map(KeyFields::key).map(request).toList());
  }

  private static Bytes key(Object element) {
    return element("keys", element);
  }

  private static Bytes element(String name, Object element) {
    if (element instanceof String text) {
      return utf8(name, text);
    }
    throw Fields.wrongType(name, element, "an array of texts");
  }

  /** Beginnings of keys; none if the field is absent. */
  static List<Bytes> prefixes(Fields fields) {
    return fields.has("prefixes")
        ? fields.elements("prefixes").stream().map(each -> element("prefixes", each)).toList()
        : List.of();
  }

  /** A put for each of the entries, all with the same lifetime. */
  static Request.Many entries(Fields fields) {
    Lifetime lifetime = lifetime(fields);
    List<Object> entries = fields.elements("entries");
    return new Request.Many(entries.stream().map(entry -> put(entry, lifetime)).toList());
  }

  private static KeyRequest put(Object element, Lifetime lifetime) {
    if (element instanceof JsonObject entry) {
      Fields fields = new Fields(entry);
      Bytes value = value(fields, "value");
      return request(fields, new Operation.Put(value, lifetime, false, Condition.NONE));
    }
    throw Fields.wrongType("entries", element, "an array of objects");
  }

  static Bytes key(Fields fields) {
    return utf8("key", fields.text("key"));
  }

  /** The bytes that a field stands for, by the field {@code encoding}. */
  private static Bytes value(Fields fields, String name) {
    String text = fields.text(name);
    if (!isBase64(fields)) {
      return utf8(name, text);
    }
    try {
      return Bytes.copyOf(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException malformed) {
      throw Fields.bad("the field '%s' is not base64: %s".formatted(name, malformed.getMessage()));
    }
  }

  /** Half a surrogate pair would be stored as a question mark, and two such keys be the same. */
  static Bytes utf8(String name, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw Fields.bad("the field '" + name + "' holds half a surrogate pair, which is no text");
    }
    return Bytes.utf8(text);
  }

  static boolean isBase64(Fields fields) {
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
