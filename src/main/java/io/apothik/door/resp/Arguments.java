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
    return integer(text, CommandException.NOT_AN_INTEGER);
  }

  /**
   * The same, with an error of its own.
   *
   * @throws CommandException with that text if it is none
   */
  static long integer(String text, String error) {
    try {
      long number = Long.parseLong(text);
      if (Long.toString(number).equals(text)) {
        return number;
      }
    } catch (NumberFormatException malformed) {
      // Told below.
    }
    throw new CommandException(error);
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
      throw wrongCount();
    }
  }

  /**
   * The same, if there may be more.
   *
   * @throws CommandException if they are fewer
   */
  void requireAtLeast(int count) {
    if (words.size() < count) {
      throw wrongCount();
    }
  }

  private CommandException wrongCount() {
    return CommandException.unknown(CommandException.wrongArity(name + "|" + option(1)).text());
  }

  /** The command, for a message that says that there is none like it. */
  String shown() {
    StringBuilder shown = new StringBuilder("ERR unknown command '");
    shown.append(shown(0, NAME_SHOWN_MAX)).append("', with args beginning with: ");
    int left = NAME_SHOWN_MAX;
    for (int i = 1; i < words.size() && left > 0; i++) {
      shown.append('\'').append(shown(i, left)).append("' ");
      left -= Math.min(left, words.get(i).length()) + 3;
    }
    return shown.toString();
  }

  /** The word at that place for a message. */
  String shown(int place) {
    return shown(place, NAME_SHOWN_MAX);
  }

  private String shown(int place, int bytesMax) {
    byte[] word = words.get(place).toArray();
    return new String(word, 0, Math.min(bytesMax, word.length), StandardCharsets.UTF_8);
  }
}
