package io.apothik.wire;

import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends a message's fields in order, as {@link WireReader} reads them.
 *
 * <p>A number takes seven bits a byte, the lowest first, and the eighth bit says that more follow
 * (LEB128): one byte for those under 128, and ten for those that are negative. Texts, bytes and
 * lists are preceded by their length, as a number; what may be absent by a byte that says whether
 * it is there.
 */
final class WireWriter {
  private static final long LOW_BITS = 0x7f;

  private final Buffer buffer;

  WireWriter(Buffer buffer) {
    this.buffer = buffer;
  }

  WireWriter octet(int octet) {
    buffer.appendByte((byte) octet);
    return this;
  }

  WireWriter flag(boolean flag) {
    return octet(flag ? 1 : 0);
  }

  /** A number that is seldom negative, and the shorter the less it is. */
  WireWriter number(long number) {
    long rest = number;
    while ((rest & ~LOW_BITS) != 0) {
      octet((int) (rest | ~LOW_BITS));
      rest >>>= Byte.SIZE - 1;
    }
    return octet((int) rest);
  }

  /** A number of either sign, and the shorter the nearer it is to 0. */
  WireWriter signed(long number) {
    return number((number << 1) ^ (number >> (Long.SIZE - 1)));
  }

  /** A number of which every value is as likely as any other: 8 bytes. */
  WireWriter random(long number) {
    buffer.appendLong(number);
    return this;
  }

  WireWriter bytes(Bytes bytes) {
    return octets(bytes.toArray());
  }

  WireWriter text(String text) {
    return octets(text.getBytes(StandardCharsets.UTF_8));
  }

  private WireWriter octets(byte[] octets) {
    number(octets.length);
    buffer.appendBytes(octets);
    return this;
  }

  WireWriter name(NodeName node) {
    return text(node.value());
  }

  WireWriter process(Incarnation process) {
    return name(process.node()).text(process.id());
  }

  WireWriter version(Version version) {
    return number(version.term()).number(version.counter());
  }

  <T> WireWriter nullable(@Nullable T value, BiConsumer<WireWriter, T> writing) {
    flag(value != null);
    if (value != null) {
      writing.accept(this, value);
    }
    return this;
  }

  <T> WireWriter list(Collection<T> list, BiConsumer<WireWriter, T> writing) {
    number(list.size());
    for (T element : list) {
      writing.accept(this, element);
    }
    return this;
  }
}
