package io.apothik.wire;

import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message's fields in order, as {@link WireWriter} wrote them, and trusts no length before
 * it has checked it. Each of its methods throws a {@link WireException} where it cannot.
 */
final class WireReader {
  private static final int LOW_BITS = 0x7f;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final NameCache NAMES = new NameCache();

  private final byte[] array;
  private final int end;
  private int position;
  private byte format;

  /**
   * Reads the bytes from {@code from} to {@code to} - 1, where they are if they are in an array.
   */
  WireReader(Buffer buffer, int from, int to) {
    if (from < 0 || from > to || to > buffer.length()) {
      throw new WireException(
          "bytes %d to %d of a buffer of %d".formatted(from, to, buffer.length()));
    }
    ByteBuf content = ((BufferInternal) buffer).getByteBuf();
    if (content.hasArray()) {
      this.array = content.array();
      this.position = content.arrayOffset() + from;
    } else {
      this.array = buffer.getBytes(from, to);
      this.position = 0;
    }
    this.end = position + to - from;
  }

  byte nextOctet() {
    if (position == end) {
      throw new WireException("another byte wanted, none left");
    }
    return array[position++];
  }

  boolean nextFlag() {
    byte octet = nextOctet();
    if (octet != 0 && octet != 1) {
      throw new WireException("%d is neither yes nor no".formatted(octet));
    }
    return octet == 1;
  }

  long nextNumber() {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += Byte.SIZE - 1) {
      byte octet = nextOctet();
      number |= (long) (octet & LOW_BITS) << shift;
      if (octet >= 0) {
        return number;
      }
    }
    // Nine bytes brought 63 bits, and the tenth can bring but one.
    return nextFlag() ? number | Long.MIN_VALUE : number;
  }

  long nextSigned() {
    long folded = nextNumber();
    return (folded >>> 1) ^ -(folded & 1);
  }

  long nextRandom() {
    return (long) LONG.get(array, advance(Long.BYTES));
  }

  /** A number in 0..{@link Integer#MAX_VALUE}. */
  int nextInt() {
    long number = nextNumber();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new WireException("%d is not within 31 bits".formatted(number));
    }
    return (int) number;
  }

  /** A number in 0..{@code bound} - 1. */
  int nextIndex(int bound) {
    int index = nextInt();
    if (index >= bound) {
      throw new WireException("%d is not under %d".formatted(index, bound));
    }
    return index;
  }

  int nextSlot() {
    return nextIndex(TableWire.SLOTS_MAX);
  }

  Bytes nextBytes() {
    int length = nextCount(1);
    int start = advance(length);
    return Bytes.copyOf(array, start, start + length);
  }

  String nextText() {
    int length = nextCount(1);
    int start = advance(length);
    return new String(array, start, length, StandardCharsets.UTF_8);
  }

  NodeName nextName() {
    int length = nextCount(1);
    return NAMES.name(array, advance(length), length);
  }

  Incarnation nextProcess() {
    return new Incarnation(nextName(), nextText());
  }

  Version nextVersion() {
    return new Version(nextNumber(), nextNumber());
  }

  <T> @Nullable T nextNullable(Function<WireReader, T> reading) {
    return nextFlag() ? reading.apply(this) : null;
  }

  /**
   * A list, of which each element takes at least the given number of bytes.
   *
   * @throws WireException if the list claims more elements than the rest of the message can hold
   */
  <T> List<T> nextList(int elementBytesMin, Function<WireReader, T> reading) {
    int count = nextCount(elementBytesMin);
    @SuppressWarnings("unchecked")
    T[] elements = (T[]) new Object[count];
    for (int i = 0; i < count; i++) {
      elements[i] = reading.apply(this);
    }
    return List.of(elements);
  }

  /** What is read was written in that format. */
  void writtenIn(byte writtenFormat) {
    format = writtenFormat;
  }

  /** Whether what is read has the fields that there are from a format on. */
  boolean hasFieldsOf(int fieldsFormat) {
    return format >= fieldsFormat;
  }

  /**
   * Checks that nothing is left.
   *
   * @throws WireException if there is
   */
  void requireEnd() {
    if (left() > 0) {
      throw new WireException("%d bytes after the end of the message".formatted(left()));
    }
  }

  /** A number of things of the given least size that are still to come. */
  private int nextCount(int bytesMin) {
    int count = nextInt();
    if (count > left() / bytesMin) {
      throw new WireException("%d elements announced, %d bytes left".formatted(count, left()));
    }
    return count;
  }

  private int left() {
    return end - position;
  }

  private int advance(int bytes) {
    if (bytes > left()) {
      throw new WireException("%d bytes wanted, %d left".formatted(bytes, left()));
    }
    int start = position;
    position += bytes;
    return start;
  }
}
