package io.apothik.door.resp;

/** A command cannot be done: its client is told so, by the text, which begins with a code. */
final class CommandException extends RuntimeException {
  static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";

  private static final long serialVersionUID = 1;

  private final boolean unknown;

  CommandException(String text) {
    this(text, false);
  }

  private CommandException(String text, boolean unknown) {
    super(text, null, false, false);
    this.unknown = unknown;
  }

  /** There is no such command, or none of so many words. */
  static CommandException unknown(String text) {
    return new CommandException(text, true);
  }

  /** Whether there is no such command, so that a transaction cannot collect it. */
  boolean isUnknown() {
    return unknown;
  }

  static CommandException syntax() {
    return new CommandException("ERR syntax error");
  }

  static CommandException wrongArity(String command) {
    return new CommandException("ERR wrong number of arguments for '" + command + "' command");
  }

  static CommandException crossSlot() {
    return new CommandException("CROSSSLOT Keys in request don't hash to the same slot");
  }

  /** Its text as it goes to the client. */
  String text() {
    return String.valueOf(getMessage());
  }
}
