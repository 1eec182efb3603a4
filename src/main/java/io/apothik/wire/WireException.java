package io.apothik.wire;

/** A message between nodes that cannot be read. */
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WireException(String reason) {
    super(reason);
  }
}
