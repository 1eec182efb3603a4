package io.apothik.door.cli;

/** What standard output and standard input are connected to. */
final class Terminal {
  /** Blanks the screen and goes to its top left corner. */
  static final String CLEAR = "\u001b[H\u001b[2J";

  private Terminal() {}

  /** Whether a person looks at a terminal; run.sh knows, as Java 17 cannot tell. */
  static boolean isPresent() {
    return Boolean.getBoolean("apothik.terminal");
  }

  /** Whether a person types what comes from standard input; run.sh knows this, too. */
  static boolean hasKeyboard() {
    return Boolean.getBoolean("apothik.keyboard");
  }

  /** A horizontal bar of at most the given width. */
  static String bar(long value, long max, int chars) {
    int full = max == 0 ? 0 : (int) Math.round((double) chars * value / max);
    return "█".repeat(full);
  }
}
