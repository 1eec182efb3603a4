package io.apothik.slot;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of bytes, used for keys and values. Never leaks its array. Ordered as
 * dictionaries are, by unsigned bytes.
 */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** A copy of the given bytes. */
  public static Bytes copyOf(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /**
   * A copy of the bytes from {@code from} to {@code to} - 1.
   *
   * @throws IndexOutOfBoundsException if they are not all there
   */
  public static Bytes copyOf(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(bytes, from, to));
  }

  /** The text's UTF-8 form. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return array.length;
  }

  /** The byte at {@code index}, as an unsigned value in 0..255. */
  public int unsignedAt(int index) {
    return array[index] & 0xff;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return array.clone();
  }

  /** Copies the bytes to where {@code target} has them from {@code at} on. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(array, 0, target, at, array.length);
  }

  /** The bytes, to be read without a copy of their own. */
  public ByteBuffer asReadOnly() {
    return ByteBuffer.wrap(array).asReadOnlyBuffer();
  }

  /** The bytes as text if they are well-formed UTF-8, else nothing. */
  public Optional<String> asText() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array)).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  /** Whether these bytes begin with those. */
  public boolean startsWith(Bytes prefix) {
    int length = prefix.array.length;
    return length <= array.length && Arrays.equals(array, 0, length, prefix.array, 0, length);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && Arrays.equals(array, that.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /**
   * The text where the bytes are UTF-8, for messages to people: shortened to 64 characters, and
   * with a dot for each that would steer a terminal.
   */
  @Override
  public String toString() {
    return asText()
        .map(text -> text.length() <= 64 ? text : text.substring(0, 64) + "…")
        .map(text -> text.replaceAll("\\p{Cc}", "·"))
        .orElse(length() + " bytes");
  }
}
