package io.apothik.door.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.TerminalBuilder;

/** Where passwords come from: never from arguments, which others on the machine can read. */
final class Password {
  static final String VARIABLE = "APOTHIK_PASSWORD";

  /** So that a shell asks once. */
  private static final Map<String, String> TYPED = new ConcurrentHashMap<>();

  private Password() {}

  /**
   * A password that is there already: that of the environment, or who is at the keyboard knows it.
   *
   * @throws IOException if there is neither
   */
  static String known(String user) throws IOException {
    String given = System.getenv(VARIABLE);
    if (given != null) {
      return given;
    }
    String typedBefore = TYPED.get(user);
    if (typedBefore != null) {
      return typedBefore;
    }
    if (!Terminal.hasKeyboard()) {
      throw new IOException(
          "there is no password for the user '%s': %s is not set, and nobody to be asked"
              .formatted(user, VARIABLE));
    }
    String typed = typed("password of " + user + ": ");
    TYPED.put(user, typed);
    return typed;
  }

  /** Asks anew the next time: what was typed was wrong, maybe. */
  static void forget() {
    TYPED.clear();
  }

  /**
   * A password that is to be: typed twice, or a line of standard input.
   *
   * @throws IllegalArgumentException if the two differ
   */
  static String chosen(String user) throws IOException {
    if (!Terminal.hasKeyboard()) {
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = input.readLine();
      return line == null ? "" : line;
    }
    String first = typed("password of " + user + ": ");
    if (!first.equals(typed("again: "))) {
      throw new IllegalArgumentException("the two passwords differ");
    }
    return first;
  }

  /** Asks on standard error, so that standard output can go to a file, and shows nothing. */
  private static String typed(String question) throws IOException {
    try (org.jline.terminal.Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .systemOutput(TerminalBuilder.SystemOutput.ForcedSysErr)
            .dumb(true)
            .build()) {
      return LineReaderBuilder.builder().terminal(terminal).build().readLine(question, '\0');
    } catch (UserInterruptException | EndOfFileException none) {
      throw new IOException("no password was given", none);
    }
  }
}
