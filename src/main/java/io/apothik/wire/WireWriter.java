package io.apothik.wire;

import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
 *
 * <p>Fields are collected in an array that the thread keeps for the next message, and reach the
 * buffer some thousand bytes at a time; long ones take no such detour.
 */
final class WireWriter {
  private static final long LOW_BITS = 0x7f;

  private static final int NUMBER_BYTES_MAX = 10;
  private static final int COLLECTED_BYTES_MAX = 64 * 1024;
  private static final int LONG_FIELD_BYTES = 1024;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** An array that no writer of this thread uses. */
  private static final ThreadLocal<byte @Nullable []> SPARE = new ThreadLocal<>();

  private final Buffer buffer;
  private final byte[] collected;
  private int length;

  /** Appends to the buffer; what is not finished may be missing there. */
  WireWriter(Buffer buffer) {
    byte[] spare = SPARE.get();
    SPARE.set(null);
    this.buffer = buffer;
    this.collected = spare == null ? new byte[COLLECTED_BYTES_MAX] : spare;
  }

  /** Appends what is not appended yet. The writer is of no use from then on. */
  void finish() {
    flush();
    SPARE.set(collected);
  }

  private void flush() {
    buffer.appendBytes(collected, 0, length);
    length = 0;
  }

  /** Makes room for a field of some bytes. */
  private void reserve(int bytes) {
    if (bytes > collected.length - length) {
      flush();
    }
  }

  WireWriter octet(int octet) {
    reserve(Byte.BYTES);
    collected[length++] = (byte) octet;
    return this;
  }

  WireWriter flag(boolean flag) {
    return octet(flag ? 1 : 0);
  }

  /** A number that is seldom negative, and the shorter the less it is. */
  WireWriter number(long number) {
    reserve(NUMBER_BYTES_MAX);
    long rest = number;
    while ((rest & ~LOW_BITS) != 0) {
      collected[length++] = (byte) (rest | ~LOW_BITS);
      rest >>>= Byte.SIZE - 1;
    }
    collected[length++] = (byte) rest;
    return this;
  }

  /** A number of either sign, and the shorter the nearer it is to 0. */
  WireWriter signed(long number) {
    return number((number << 1) ^ (number >> (Long.SIZE - 1)));
  }

  /** A number of which every value is as likely as any other: 8 bytes. */
  WireWriter random(long number) {
    reserve(Long.BYTES);
    LONG.set(collected, length, number);
    length += Long.BYTES;
    return this;
  }

  WireWriter bytes(Bytes bytes) {
    number(bytes.length());
    if (bytes.length() >= LONG_FIELD_BYTES) {
      flush();
      buffer.setBytes(buffer.length(), bytes.asReadOnly());
    } else {
      reserve(bytes.length());
      bytes.copyTo(collected, length);
      length += bytes.length();
    }
    return this;
  }

  /** What another writer wrote, without its length. */
  WireWriter raw(Bytes bytes) {
    flush();
    buffer.setBytes(buffer.length(), bytes.asReadOnly());
    return this;
  }

  WireWriter text(String text) {
    return bytes(Bytes.utf8(text));
  }

  WireWriter name(NodeName node) {
    return ascii(node.value());
  }

  /** A text of which each character is one byte. */
  private WireWriter ascii(String text) {
    number(text.length());
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      collected[length++] = (byte) text.charAt(i);
    }
    return this;
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
