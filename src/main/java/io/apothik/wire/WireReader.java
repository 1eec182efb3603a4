package io.apothik.wire;

import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message's fields in order, as {@link WireWriter} wrote them, and trusts no length before
 * it has checked it. Each of its methods throws a {@link WireException} where it cannot.
 */
final class WireReader {
  private static final int LOW_BITS = 0x7f;

  private final Buffer buffer;
  private int position;

  WireReader(Buffer buffer, int position) {
    this.buffer = buffer;
    this.position = position;
  }

  byte nextOctet() {
    return buffer.getByte(advance(Byte.BYTES));
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
    return buffer.getLong(advance(Long.BYTES));
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
    return Bytes.copyOf(buffer.getBytes(start, start + length));
  }

  String nextText() {
    int length = nextCount(1);
    int start = advance(length);
    return buffer.getString(start, start + length, StandardCharsets.UTF_8.name());
  }

  NodeName nextName() {
    return new NodeName(nextText());
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
    List<T> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(reading.apply(this));
    }
    return list;
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
    return buffer.length() - position;
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
