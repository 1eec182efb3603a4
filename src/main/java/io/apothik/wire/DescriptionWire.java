package io.apothik.wire;

import io.apothik.message.Description;
import io.apothik.message.ValueType;
import org.jspecify.annotations.Nullable;

/** What is told of a key but its value, as bytes. */
final class DescriptionWire {
  private static final byte NOTHING = 0;
  private static final byte STRING = 1;
  private static final byte HASH = 2;

  private DescriptionWire() {}

  static void write(WireWriter out, Description description) {
    out.octet(tag(description.typeOrNull()));
    out.number(description.length()).number(description.bytes());
    out.version(description.version()).number(description.ttlMillis());
  }

  static Description read(WireReader in) {
    ValueType type = type(in.nextOctet());
    return new Description(type, in.nextInt(), in.nextInt(), in.nextVersion(), in.nextNumber());
  }

  private static byte tag(@Nullable ValueType type) {
    if (type == null) {
      return NOTHING;
    }
    return switch (type) {
      case STRING -> STRING;
      case HASH -> HASH;
    };
  }

  private static @Nullable ValueType type(byte tag) {
    return switch (tag) {
      case NOTHING -> null;
      case STRING -> ValueType.STRING;
      case HASH -> ValueType.HASH;
      default -> throw new WireException("no type of value " + tag);
    };
  }
}
