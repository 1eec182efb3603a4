package io.apothik.door.resp;

import io.apothik.slot.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes replies in the Redis serialization protocol, in its version 2 or 3. An aggregate is begun
 * with the number of its elements, which follow.
 */
final class RespWriter {
  private static final int ROOM_MIN = 512;
  private static final int ROOM_KEPT_MAX = 64 * 1024;
  private static final int RESP2 = 2;
  private static final int RESP3 = 3;
  private static final byte[] RESP2_NULL = ascii("$-1\r\n");
  private static final byte[] RESP2_NULL_ARRAY = ascii("*-1\r\n");
  private static final byte[] RESP3_NULL = ascii("_\r\n");
  private static final byte[] OK = ascii("+OK\r\n");
  private static final byte[] QUEUED = ascii("+QUEUED\r\n");
  private static final byte[] LINE_END = ascii("\r\n");

  private byte[] room = new byte[ROOM_MIN];
  private int size;
  private boolean resp3;

  /** Whether the client speaks version 3. */
  void version(int version) {
    resp3 = version == RESP3;
  }

  int version() {
    return resp3 ? RESP3 : RESP2;
  }

  int size() {
    return size;
  }

  /** What was written since this was asked last. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(room, size);
    size = 0;
    room = room.length > ROOM_KEPT_MAX ? new byte[ROOM_MIN] : room;
    return taken;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  void ok() {
    raw(OK);
  }

  void queued() {
    raw(QUEUED);
  }

  void simple(String text) {
    line('+', text);
  }

  /** An error; line ends in it become spaces. */
  void error(String text) {
    line('-', text.replace('\r', ' ').replace('\n', ' '));
  }

  void number(long number) {
    octet(':');
    digits(number);
    raw(LINE_END);
  }

  /** No value, or no array where that makes no difference. */
  void nothing() {
    raw(resp3 ? RESP3_NULL : RESP2_NULL);
  }

  /** No array. */
  void noArray() {
    raw(resp3 ? RESP3_NULL : RESP2_NULL_ARRAY);
  }

  void bulk(Bytes bytes) {
    begin('$', bytes.length());
    reserve(bytes.length());
    bytes.copyTo(room, size);
    size += bytes.length();
    raw(LINE_END);
  }

  /** The bytes, or no value. */
  void bulkOrNothing(@Nullable Bytes bytesOrNull) {
    if (bytesOrNull == null) {
      nothing();
    } else {
      bulk(bytesOrNull);
    }
  }

  /** The text's UTF-8 form. */
  void bulk(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    begin('$', bytes.length);
    raw(bytes);
    raw(LINE_END);
  }

  /** Text for people, said to be that where the version can. */
  void verbatim(String text) {
    if (!resp3) {
      bulk(text);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    begin('=', bytes.length + 4);
    raw(ascii("txt:"));
    raw(bytes);
    raw(LINE_END);
  }

  void array(int elements) {
    begin('*', elements);
  }

  /** A map, or an array of keys and values in turn. */
  void map(int entries) {
    if (resp3) {
      begin('%', entries);
    } else {
      begin('*', 2 * entries);
    }
  }

  /** A set, or an array. */
  void set(int elements) {
    begin(resp3 ? '~' : '*', elements);
  }

  private void begin(char type, int count) {
    octet(type);
    digits(count);
    raw(LINE_END);
  }

  private void line(char type, String text) {
    octet(type);
    raw(text.getBytes(StandardCharsets.UTF_8));
    raw(LINE_END);
  }

  private void digits(long number) {
    if (number >= 0 && number <= 9) {
      octet((char) ('0' + number));
    } else {
      raw(ascii(Long.toString(number)));
    }
  }

  private void octet(char character) {
    reserve(1);
    room[size++] = (byte) character;
  }

  private void raw(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, room, size, bytes.length);
    size += bytes.length;
  }

  private void reserve(int bytes) {
    if (size + bytes > room.length) {
      room = Arrays.copyOf(room, Math.max(2 * room.length, size + bytes));
    }
  }
}
