package io.apothik.door.resp;

/** A command cannot be done: its client is told so, by the text, which begins with a code. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CommandException(String text) {
    super(text, null, false, false);
  }

  static CommandException syntax() {
    return new CommandException("ERR syntax error");
  }

  static CommandException notAnInteger() {
    return new CommandException("ERR value is not an integer or out of range");
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
