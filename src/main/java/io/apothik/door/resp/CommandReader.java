package io.apothik.door.resp;

import io.apothik.message.Limits;
import io.apothik.slot.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the commands in what a client sends: arrays of bulk strings, as the Redis serialization
 * protocol has them in its versions 2 and 3, or lines of words. Errors are those of Redis 7; a
 * command as a whole is limited, too. Room is made for what came, never for what is announced.
 *
 * <p>Used by one thread.
 */
final class CommandReader {
  static final int UNKNOWN_ARGUMENTS_MAX = 10;
  static final int UNKNOWN_BULK_BYTES_MAX = 16 * 1024;

  /** What an argument counts besides its bytes. */
  private static final int ARGUMENT_BYTES = 64;

  private static final int ROOM_MIN = 512;
  private static final int ROOM_KEPT_MAX = 64 * 1024;
  private static final int NONE = -1;
  private static final long MISSING = Long.MIN_VALUE;
  private static final int DIGITS_MAX = 20;
  private static final int LINE_END_BYTES = 2;

  private byte[] room = {};
  private int begin;
  private int end;

  private boolean known = true;
  private @Nullable List<Bytes> arguments;
  private int argumentsLeft;
  private int bulkBytes = NONE;
  private long commandBytes;

  /** Whether it is known who the client is; else its commands have to be short. */
  void known(boolean isKnown) {
    known = isKnown;
  }

  /** The client sent this. */
  void add(byte[] bytes) {
    int held = end - begin;
    if (end + bytes.length > room.length) {
      int needed = held + bytes.length;
      byte[] target = needed > room.length ? new byte[roomFor(needed)] : room;
      System.arraycopy(room, begin, target, 0, held);
      room = target;
      begin = 0;
      end = held;
    }
    System.arraycopy(bytes, 0, room, end, bytes.length);
    end += bytes.length;
  }

  private static int roomFor(int bytes) {
    return Math.max(ROOM_MIN, Integer.highestOneBit(bytes) << 1);
  }

  /**
   * The next command with its arguments, or null if it has not come as a whole.
   *
   * @throws ProtocolException if what came is none
   */
  @Nullable List<Bytes> next() {
    List<Bytes> command = read();
    while (command != null && command.isEmpty()) {
      command = read();
    }
    if (begin == end) {
      begin = 0;
      end = 0;
      room = room.length > ROOM_KEPT_MAX ? new byte[0] : room;
    }
    return command;
  }

  private @Nullable List<Bytes> read() {
    if (arguments == null && begin == end) {
      return null;
    }
    return arguments == null && room[begin] != '*' ? readLine() : readArray();
  }

  private @Nullable List<Bytes> readLine() {
    int lineEnd = find((byte) '\n', Limits.RESP_LINE_BYTES_MAX, "too big inline request");
    if (lineEnd < 0) {
      return null;
    }
    int last = lineEnd > begin && room[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    String line = new String(room, begin, last - begin, StandardCharsets.ISO_8859_1);
    begin = lineEnd + 1;
    return InlineWords.split(line);
  }

  /** Where that byte is, or -1 if it has not come. */
  private int find(byte wanted, int bytesMax, String tooLong) {
    for (int i = begin; i < end; i++) {
      if (room[i] == wanted) {
        return i;
      }
    }
    if (end - begin > bytesMax) {
      throw new ProtocolException(tooLong);
    }
    return -1;
  }

  private @Nullable List<Bytes> readArray() {
    List<Bytes> command = arguments;
    if (command == null) {
      long count = header("too big mbulk count string", "invalid multibulk length");
      if (count == MISSING) {
        return null;
      }
      command = begin(count);
    }
    while (argumentsLeft > 0) {
      if (bulkBytes == NONE && !beginBulk()) {
        return null;
      }
      if (end - begin < bulkBytes + LINE_END_BYTES) {
        return null;
      }
      command.add(Bytes.copyOf(room, begin, begin + bulkBytes));
      begin += bulkBytes + LINE_END_BYTES;
      bulkBytes = NONE;
      argumentsLeft--;
    }
    arguments = null;
    return command;
  }

  private List<Bytes> begin(long count) {
    if (count > Limits.RESP_ARGUMENTS_MAX) {
      throw new ProtocolException("invalid multibulk length");
    } else if (!known && count > UNKNOWN_ARGUMENTS_MAX) {
      throw new ProtocolException("unauthenticated multibulk length");
    }
    List<Bytes> command = new ArrayList<>();
    arguments = command;
    argumentsLeft = (int) Math.max(0, count);
    commandBytes = 0;
    return command;
  }

  private boolean beginBulk() {
    if (begin < end && room[begin] != '$') {
      throw new ProtocolException("expected '$', got '" + (char) (room[begin] & 0xff) + "'");
    }
    long length = header("too big bulk count string", "invalid bulk length");
    if (length == MISSING) {
      return false;
    }
    commandBytes += ARGUMENT_BYTES + length;
    if (length < 0 || commandBytes > Limits.RESP_COMMAND_BYTES_MAX) {
      throw new ProtocolException("invalid bulk length");
    } else if (!known && length > UNKNOWN_BULK_BYTES_MAX) {
      throw new ProtocolException("unauthenticated bulk length");
    }
    bulkBytes = (int) length;
    return true;
  }

  /** The number on the line that begins here, behind its first byte. */
  private long header(String tooLong, String malformed) {
    int lineEnd = find((byte) '\r', Limits.RESP_LINE_BYTES_MAX, tooLong);
    if (lineEnd < 0 || lineEnd + 1 >= end) {
      return MISSING;
    }
    long number = number(begin + 1, lineEnd, malformed);
    begin = lineEnd + LINE_END_BYTES;
    return number;
  }

  private long number(int from, int to, String malformed) {
    int at = from < to && room[from] == '-' ? from + 1 : from;
    if (at == to || to - from > DIGITS_MAX) {
      throw new ProtocolException(malformed);
    }
    boolean padded = room[at] == '0' && to - from > 1;
    long number = 0;
    for (int i = at; i < to; i++) {
      int digit = room[i] - '0';
      if (padded || digit < 0 || digit > 9 || number > Limits.RESP_COMMAND_BYTES_MAX * 10L) {
        throw new ProtocolException(malformed);
      }
      number = 10 * number + digit;
    }
    return at == from ? number : -number;
  }
}
