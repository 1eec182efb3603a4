package io.apothik.door.resp;

import io.apothik.slot.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Replies as people read them, with nothing lost that a client's library tells: {@code "text"},
 * {@code (integer) 1}, {@code (nil)}, {@code (error) ERR …}, {@code [one, other]}.
 */
public final class Printed {
  public static final String NIL = "(nil)";

  private static final int LINE_END_BYTES = 2;

  private final byte[] raw;
  private int at;

  private Printed(byte[] raw) {
    this.raw = raw;
  }

  public static String text(byte[] bytes) {
    StringBuilder out = new StringBuilder("\"");
    for (byte octet : bytes) {
      out.append(character((char) (octet & 0xff)));
    }
    return out.append('"').toString();
  }

  private static String character(char character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      default ->
          character >= ' ' && character <= '~'
              ? String.valueOf(character)
              : "\\x%02x".formatted((int) character);
    };
  }

  public static String text(Bytes bytes) {
    return text(bytes.toArray());
  }

  public static String number(long number) {
    return "(integer) " + number;
  }

  public static String error(String message) {
    return "(error) " + message;
  }

  public static String list(List<String> printed) {
    return "[" + String.join(", ", printed) + "]";
  }

  /** A reply as it came from the socket. */
  static String reply(byte[] raw) {
    return new Printed(raw).next();
  }

  /** As above, with all bytes where they are not those that anybody expects for it. */
  static String exactly(byte[] raw) {
    String printed = reply(raw);
    boolean isLine = raw[0] == '-' || raw[0] == ':';
    return isLine || Arrays.equals(raw, bulk(raw)) ? printed : printed + " as " + text(raw);
  }

  private static byte[] bulk(byte[] raw) {
    String whole = new String(raw, StandardCharsets.ISO_8859_1);
    int begin = whole.indexOf('\n') + 1;
    int end = Math.max(begin, raw.length - LINE_END_BYTES);
    String form = "$%d\r\n%s\r\n".formatted(end - begin, whole.substring(begin, end));
    return form.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String next() {
    char type = (char) raw[at++];
    String line = line();
    return switch (type) {
      case '+' -> text(line.getBytes(StandardCharsets.ISO_8859_1));
      case '-' -> error(line);
      case ':' -> "(integer) " + line;
      case '_' -> NIL;
      case '$', '=' -> line.equals("-1") ? NIL : text(bytes(Integer.parseInt(line)));
      case '*', '~' -> line.equals("-1") ? NIL : list(several(Integer.parseInt(line)));
      case '%' -> "{" + String.join(", ", several(2 * Integer.parseInt(line))) + "}";
      default -> "(" + type + ") " + line;
    };
  }

  private List<String> several(int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(next());
    }
    return all;
  }

  private String line() {
    int begin = at;
    while (raw[at] != '\r') {
      at++;
    }
    at += LINE_END_BYTES;
    return new String(raw, begin, at - LINE_END_BYTES - begin, StandardCharsets.ISO_8859_1);
  }

  private byte[] bytes(int count) {
    int begin = at;
    at += count + LINE_END_BYTES;
    return Arrays.copyOfRange(raw, begin, begin + count);
  }
}
