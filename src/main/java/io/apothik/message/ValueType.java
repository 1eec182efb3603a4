package io.apothik.message;

/** What kind of value a key has. */
public enum ValueType {
  /** Bytes. */
  STRING,
  /** Fields with values, as {@link Hash} writes them. */
  HASH;

  /** The name by which replies call it. */
  public String label() {
    return switch (this) {
      case STRING -> "string";
      case HASH -> "hash";
    };
  }
}
