package io.apothik.message;

import io.apothik.slot.Bytes;

/**
 * A request about one key.
 *
 * @param key 1 to {@link Limits#KEY_BYTES_MAX} bytes
 * @param operation what to do with it
 */
public record KeyRequest(Bytes key, Operation operation) implements Request {
  /**
   * Checks the limits.
   *
   * @throws FailureException with KEY_EMPTY or KEY_TOO_LONG
   */
  public KeyRequest {
    if (key.length() == 0) {
      throw new FailureException(ErrorCode.KEY_EMPTY, "the key is empty");
    }
    if (key.length() > Limits.KEY_BYTES_MAX) {
      throw new FailureException(
          ErrorCode.KEY_TOO_LONG,
          "the key '%s' has %d bytes, the limit is %d"
              .formatted(key, key.length(), Limits.KEY_BYTES_MAX));
    }
  }

  /** Stores a value, whatever is there, for as long as there is room. */
  public static KeyRequest put(Bytes key, Bytes value) {
    return new KeyRequest(
        key, new Operation.Put(value, Lifetime.UNLIMITED, false, Operation.Condition.NONE));
  }

  public static KeyRequest get(Bytes key) {
    return new KeyRequest(key, new Operation.Get());
  }

  /** Reads a value, which may be what was there {@link Limits#STALE_MILLIS_MAX} ago. */
  public static KeyRequest staleGet(Bytes key) {
    return new KeyRequest(key, new Operation.Get(true));
  }

  public static KeyRequest delete(Bytes key) {
    return new KeyRequest(key, new Operation.Delete());
  }

  public static KeyRequest exists(Bytes key) {
    return new KeyRequest(key, new Operation.Exists());
  }
}
