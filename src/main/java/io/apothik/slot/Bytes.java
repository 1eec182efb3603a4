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

  private static final int HASH_FACTOR = 31;

  private final byte[] array;
  private final int start;
  private final int length;

  private Bytes(byte[] array) {
    this(array, 0, array.length);
  }

  private Bytes(byte[] array, int start, int length) {
    this.array = array;
    this.start = start;
    this.length = length;
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

  /**
   * The bytes from {@code from} to {@code to} - 1, where they are: without a copy. As long as it is
   * used, it keeps the whole array.
   *
   * @param array that nobody changes from now on
   * @throws IndexOutOfBoundsException if they are not all there
   */
  public static Bytes within(byte[] array, int from, int to) {
    Objects.checkFromToIndex(from, to, array.length);
    return from == to ? EMPTY : new Bytes(array, from, to - from);
  }

  /** The text's UTF-8 form. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return length;
  }

  /**
   * The byte at {@code index}, as an unsigned value in 0..255.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public int unsignedAt(int index) {
    return array[start + Objects.checkIndex(index, length)] & 0xff;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, start, start + length);
  }

  /** Copies the bytes to where {@code target} has them from {@code at} on. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(array, start, target, at, length);
  }

  /** The bytes, to be read without a copy of their own. */
  public ByteBuffer asReadOnly() {
    return wrapped().asReadOnlyBuffer();
  }

  private ByteBuffer wrapped() {
    return ByteBuffer.wrap(array, start, length).slice();
  }

  /** The bytes as text if they are well-formed UTF-8, else nothing. */
  public Optional<String> asText() {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(wrapped()).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  /** Whether these bytes begin with those. */
  public boolean startsWith(Bytes prefix) {
    return prefix.length <= length && prefix.equalTo(array, start, start + prefix.length);
  }

  /** Whether these bytes are those from {@code from} to {@code to} - 1. */
  private boolean equalTo(byte[] bytes, int from, int to) {
    return Arrays.equals(array, start, start + length, bytes, from, to);
  }

  /**
   * Compares these bytes, as {@link #compareTo} does, with those from {@code from} to {@code to} -
   * 1.
   */
  public int compareTo(byte[] bytes, int from, int to) {
    return Arrays.compareUnsigned(array, start, start + length, bytes, from, to);
  }

  @Override
  public int compareTo(Bytes other) {
    return compareTo(other.array, other.start, other.start + other.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && equalTo(that.array, that.start, that.start + that.length);
  }

  @Override
  public int hashCode() {
    return hash(array, start, start + length);
  }

  /** The hash code of the bytes from {@code from} to {@code to} - 1. */
  public static int hash(byte[] bytes, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = HASH_FACTOR * hash + bytes[i];
    }
    return hash;
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
