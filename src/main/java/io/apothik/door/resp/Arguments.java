package io.apothik.door.resp;

import io.apothik.slot.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A command as it came: its name, and what follows it. */
final class Arguments {
  private static final int NAME_SHOWN_MAX = 128;

  private final List<Bytes> words;
  private final String name;

  Arguments(List<Bytes> words) {
    this.words = words;
    this.name = latin(words.get(0)).toLowerCase(Locale.ROOT);
  }

  /** The command's name in small letters. */
  String name() {
    return name;
  }

  /** How many words there are, the name included. */
  int count() {
    return words.size();
  }

  /** The word at that place; the name is at 0. */
  Bytes at(int place) {
    return words.get(place);
  }

  /** How many bytes they have. */
  long bytes() {
    return words.stream().mapToLong(Bytes::length).sum();
  }

  /** The words from that place on. */
  List<Bytes> from(int place) {
    return words.subList(place, words.size());
  }

  /** The word at that place as text, a character a byte. */
  String text(int place) {
    return latin(words.get(place));
  }

  /** The word at that place in small letters, as options are compared. */
  String option(int place) {
    return text(place).toLowerCase(Locale.ROOT);
  }

  boolean isOption(int place, String option) {
    return place < words.size() && option.equals(option(place));
  }

  /**
   * The decimal 64-bit integer at that place.
   *
   * @throws CommandException if it is none
   */
  long integer(int place) {
    return integer(text(place));
  }

  /**
   * The decimal 64-bit integer that the text is, without anything around it.
   *
   * @throws CommandException if it is none
   */
  static long integer(String text) {
    try {
      long number = Long.parseLong(text);
      if (Long.toString(number).equals(text)) {
        return number;
      }
    } catch (NumberFormatException malformed) {
      // Told below.
    }
    throw CommandException.notAnInteger();
  }

  /** Whether a text has neither spaces nor special characters, so that it can stand in a line. */
  static boolean isPlain(String text) {
    return text.chars().allMatch(character -> character >= '!' && character <= '~');
  }

  static String latin(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
  }

  /**
   * Checks how many words a command with a subcommand has.
   *
   * @throws CommandException if they are not so many
   */
  void requireCount(int count) {
    if (words.size() != count) {
      throw CommandException.wrongArity(name + "|" + option(1));
    }
  }

  /** The command, for a message that says that there is none like it. */
  String shown() {
    StringBuilder shown = new StringBuilder("ERR unknown command '");
    shown.append(text(0), 0, Math.min(NAME_SHOWN_MAX, text(0).length())).append("', with args");
    shown.append(" beginning with: ");
    int left = NAME_SHOWN_MAX;
    for (int i = 1; i < words.size() && left > 0; i++) {
      String word = text(i);
      String part = word.substring(0, Math.min(left, word.length()));
      shown.append('\'').append(part).append("' ");
      left -= part.length() + 3;
    }
    return shown.toString();
  }
}
