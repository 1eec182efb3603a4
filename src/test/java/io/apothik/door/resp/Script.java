package io.apothik.door.resp;

import io.apothik.slot.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The commands that every kind of client gives to a Redis and to Apothik.
 *
 * @param parts each begins with no keys
 */
public record Script(List<List<Line>> parts) {
  private static final Path FILE = Path.of("src/test/resources/redis/commands.txt");

  public Script {
    parts = List.copyOf(parts);
  }

  /**
   * A command.
   *
   * @param text as it is written, in which it is known
   * @param words its name first
   */
  public record Line(String text, List<Bytes> words) {
    public Line {
      words = List.copyOf(words);
    }

    static Line of(String text) {
      return new Line(text, InlineWords.split(text));
    }

    /** In small letters. */
    public String name() {
      return new Arguments(words).name();
    }

    /** What follows the name. */
    public List<Bytes> arguments() {
      return words.subList(1, words.size());
    }

    /** Where its first key is among its words, if it has one. */
    Optional<Integer> keyPlace() {
      Command command = CommandTable.find(name());
      return command == null || command.keys().of(new Arguments(words)).isEmpty()
          ? Optional.empty()
          : Optional.of(command.keys().first());
    }

    /** Whether its first key says where it goes. */
    public boolean hasKey() {
      return keyPlace().isPresent();
    }

    /** Whether it belongs to a transaction, which takes a connection of its own. */
    public boolean isOfTransaction() {
      return switch (name()) {
        case "multi", "exec", "discard", "watch", "unwatch" -> true;
        default -> false;
      };
    }
  }

  /** The whole of it. */
  public static Script read() {
    List<List<Line>> parts = new ArrayList<>();
    List<Line> part = new ArrayList<>();
    for (String text : lines(FILE)) {
      if (text.isEmpty()) {
        parts.add(List.copyOf(part));
        part.clear();
      } else if (!text.startsWith("#")) {
        part.add(Line.of(text));
      }
    }
    parts.add(List.copyOf(part));
    return new Script(parts);
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The parts of which no line belongs to a transaction. */
  public Script withoutTransactions() {
    return new Script(
        parts.stream().filter(part -> part.stream().noneMatch(Line::isOfTransaction)).toList());
  }

  /** The lines that fit. */
  public Script only(Predicate<Line> fits) {
    return new Script(parts.stream().map(part -> part.stream().filter(fits).toList()).toList());
  }

  int size() {
    return parts.stream().mapToInt(List::size).sum();
  }
}
