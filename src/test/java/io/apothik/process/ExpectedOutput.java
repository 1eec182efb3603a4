package io.apothik.process;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a document says that a command prints. A line of {@code …} stands for any number of lines, a
 * {@code …} inside a line for any text, and {@code ~1000} for a number that is at most 15 % away
 * from 1000, with any blanks before it.
 *
 * @param lines in their order, each without its line break
 */
record ExpectedOutput(List<String> lines) {
  private static final double TOLERANCE = 0.15;
  private static final Pattern WILD = Pattern.compile("…|~(\\d+)");

  /** Which node has what, and how many tables there were before, is chance. */
  private static final Pattern CHANCE = Pattern.compile("(?<=apothik_|epoch )\\d+");

  ExpectedOutput {
    lines = List.copyOf(lines);
  }

  /** The same where a document shows one run: the numbers of nodes and epochs are others. */
  ExpectedOutput asOneRun() {
    return new ExpectedOutput(
        lines.stream().map(line -> CHANCE.matcher(line).replaceAll("…")).toList());
  }

  boolean matches(String output) {
    List<Integer> numbers = new ArrayList<>();
    StringBuilder pattern = new StringBuilder();
    for (String line : lines) {
      pattern.append(line.equals("…") ? "(?:.*\n)*?" : pattern(line, numbers) + "\n");
    }
    Matcher whole = Pattern.compile(pattern.toString()).matcher(output);
    if (!whole.matches()) {
      return false;
    }
    for (int i = 0; i < numbers.size(); i++) {
      if (!isNear(Integer.parseInt(whole.group(i + 1)), numbers.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static String pattern(String line, List<Integer> numbers) {
    StringBuilder pattern = new StringBuilder();
    Matcher wild = WILD.matcher(line);
    int end = 0;
    while (wild.find()) {
      pattern.append(Pattern.quote(line.substring(end, wild.start())));
      if (wild.group(1) == null) {
        pattern.append(".*?");
      } else {
        pattern.append(" *(\\d{1,9})");
        numbers.add(Integer.valueOf(wild.group(1)));
      }
      end = wild.end();
    }
    return pattern + Pattern.quote(line.substring(end));
  }

  private static boolean isNear(int actual, int expected) {
    return Math.abs(actual - expected) <= TOLERANCE * expected;
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
