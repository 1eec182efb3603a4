package io.apothik.door.resp;

import io.apothik.slot.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The words of a line that somebody typed, where quotes and escapes mean what they do in Redis. */
final class InlineWords {
  private static final int HEX_DIGITS = 2;
  private static final int HEX = 16;

  private final String line;
  private final List<Bytes> words = new ArrayList<>();
  private int at;

  private InlineWords(String line) {
    this.line = line;
  }

  /**
   * The words of a line of bytes, one a character.
   *
   * @throws ProtocolException if a quote has no end, or no space follows it
   */
  static List<Bytes> split(String line) {
    InlineWords words = new InlineWords(line);
    words.run();
    return words.words;
  }

  private void run() {
    skipSpace();
    while (at < line.length()) {
      words.add(word());
      skipSpace();
    }
  }

  private void skipSpace() {
    while (at < line.length() && isSpace(line.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char character) {
    return character == ' ' || (character >= '\t' && character <= '\r') || character == 0;
  }

  private Bytes word() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (at < line.length() && !isSpace(line.charAt(at))) {
      char character = line.charAt(at++);
      if (character == '"') {
        quoted(out);
      } else if (character == '\'') {
        singleQuoted(out);
      } else {
        out.write(character);
      }
    }
    byte[] bytes = out.toByteArray();
    return Bytes.within(bytes, 0, bytes.length);
  }

  private void quoted(ByteArrayOutputStream out) {
    while (peek() != '"') {
      char character = line.charAt(at++);
      out.write(character == '\\' ? escaped() : character);
    }
    endQuote();
  }

  private int escaped() {
    char character = peek();
    at++;
    return switch (character) {
      case 'x' -> hex();
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> character;
    };
  }

  private int hex() {
    int to = at + HEX_DIGITS;
    if (to > line.length() || !line.substring(at, to).matches("[0-9a-fA-F]+")) {
      return 'x';
    }
    int value = Integer.parseInt(line.substring(at, to), HEX);
    at = to;
    return value;
  }

  private void singleQuoted(ByteArrayOutputStream out) {
    while (peek() != '\'') {
      if (line.startsWith("\\'", at)) {
        at++;
      }
      out.write(line.charAt(at++));
    }
    endQuote();
  }

  private void endQuote() {
    at++;
    if (at < line.length() && !isSpace(line.charAt(at))) {
      throw new ProtocolException("unbalanced quotes in request");
    }
  }

  private char peek() {
    if (at >= line.length()) {
      throw new ProtocolException("unbalanced quotes in request");
    }
    return line.charAt(at);
  }
}
