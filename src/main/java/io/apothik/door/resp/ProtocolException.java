package io.apothik.door.resp;

/** What a client sent is no command: it is told so, and the connection ends. */
final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProtocolException(String what) {
    super("Protocol error: " + what, null, false, false);
  }
}
