package io.apothik.message;

import io.apothik.slot.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A request about one key.
 *
 * @param op what to do
 * @param key 1 to {@link Limits#KEY_BYTES_MAX} bytes
 * @param valueOrNull for {@link Op#PUT} 0 to {@link Limits#VALUE_BYTES_MAX} bytes, else null
 */
public record KeyRequest(Op op, Bytes key, @Nullable Bytes valueOrNull) implements Request {
  /** What can be done with a key. */
  public enum Op {
    PUT(1, true),
    GET(2, false),
    DELETE(3, true),
    EXISTS(4, false);

    private final byte tag;
    private final boolean write;

    Op(int tag, boolean write) {
      this.tag = (byte) tag;
      this.write = write;
    }

    /** The number that stands for it between nodes. */
    public byte tag() {
      return tag;
    }

    /**
     * The operation with the given tag.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Op tagged(byte tag) {
      for (Op op : values()) {
        if (op.tag == tag) {
          return op;
        }
      }
      throw new IllegalArgumentException("no operation has tag " + tag);
    }

    /** Whether doing it twice can differ from doing it once, seen by others in between. */
    public boolean isWrite() {
      return write;
    }
  }

  /**
   * Checks the limits.
   *
   * @throws FailureException with KEY_EMPTY, KEY_TOO_LONG or VALUE_TOO_LONG
   */
  public KeyRequest {
    if ((op == Op.PUT) != (valueOrNull != null)) {
      throw new IllegalArgumentException(op + " with value " + valueOrNull);
    }
    if (key.length() == 0) {
      throw new FailureException(ErrorCode.KEY_EMPTY, "the key is empty");
    }
    if (key.length() > Limits.KEY_BYTES_MAX) {
      throw new FailureException(ErrorCode.KEY_TOO_LONG, tooLong("key", key, Limits.KEY_BYTES_MAX));
    }
    if (valueOrNull != null && valueOrNull.length() > Limits.VALUE_BYTES_MAX) {
      throw new FailureException(
          ErrorCode.VALUE_TOO_LONG, tooLong("value", valueOrNull, Limits.VALUE_BYTES_MAX));
    }
  }

  public static KeyRequest put(Bytes key, Bytes value) {
    return new KeyRequest(Op.PUT, key, value);
  }

  public static KeyRequest get(Bytes key) {
    return new KeyRequest(Op.GET, key, null);
  }

  public static KeyRequest delete(Bytes key) {
    return new KeyRequest(Op.DELETE, key, null);
  }

  public static KeyRequest exists(Bytes key) {
    return new KeyRequest(Op.EXISTS, key, null);
  }

  /**
   * What a put stores.
   *
   * @throws IllegalStateException if this is no put
   */
  public Bytes value() {
    if (valueOrNull == null) {
      throw new IllegalStateException(op + " has no value");
    }
    return valueOrNull;
  }

  private static String tooLong(String what, Bytes bytes, int limit) {
    return "the %s '%s' has %d bytes, the limit is %d"
        .formatted(what, bytes, bytes.length(), limit);
  }
}
