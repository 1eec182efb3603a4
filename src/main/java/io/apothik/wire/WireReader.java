package io.apothik.wire;

import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads a message's fields in order, and trusts no length before it has checked it. */
final class WireReader {
  private final Buffer buffer;
  private int position;

  WireReader(Buffer buffer, int position) {
    this.buffer = buffer;
    this.position = position;
  }

  byte nextByte() {
    return buffer.getByte(advance(Byte.BYTES));
  }

  boolean nextBoolean() {
    return nextByte() != 0;
  }

  int nextInt() {
    return buffer.getInt(advance(Integer.BYTES));
  }

  long nextLong() {
    return buffer.getLong(advance(Long.BYTES));
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

  /**
   * A list, of which each element takes at least the given number of bytes.
   *
   * @throws WireException if the list claims more elements than the rest of the message can hold
   */
  <T> List<T> nextList(int elementBytesMin, Supplier<T> element) {
    int count = nextCount(elementBytesMin);
    List<T> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(element.get());
    }
    return list;
  }

  /** A number of things of the given least size that are still to come. */
  int nextCount(int bytesMin) {
    int count = nextInt();
    if (count < 0 || (long) count * bytesMin > buffer.length() - position) {
      throw new WireException(
          "%d elements announced, %d bytes left".formatted(count, buffer.length() - position));
    }
    return count;
  }

  private int advance(int bytes) {
    int start = position;
    if (bytes > buffer.length() - start) {
      throw new WireException("%d bytes wanted, %d left".formatted(bytes, buffer.length() - start));
    }
    position += bytes;
    return start;
  }
}
