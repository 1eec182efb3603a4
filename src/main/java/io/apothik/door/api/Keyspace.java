package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.slot.Bytes;
import java.util.regex.Pattern;

/**
 * The keys of one cache: {@code name:key}. No name has a colon, so no key of one cache begins like
 * those of another; none has a brace, so only a key itself can have a hash tag.
 *
 * @param prefix what all keys begin with
 */
record Keyspace<K>(String name, Bytes prefix, Codec<K> codec) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * Checks the name.
   *
   * @throws FailureException with BAD_REQUEST
   */
  Keyspace {
    if (!NAME.matcher(name).matches()) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST,
          "the cache name '%s' is not made of 1 to 64 letters, digits, dots, dashes and underlines"
              .formatted(name));
    }
  }

  Keyspace(String name, Codec<K> codec) {
    this(name, Bytes.utf8(name + ":"), codec);
  }

  /**
   * The key among all keys of the cluster.
   *
   * @throws FailureException with BAD_REQUEST if it cannot be written
   */
  Bytes full(K key) {
    Bytes encoded;
    try {
      encoded = codec.encode(key);
    } catch (RuntimeException unwritable) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST,
          "cache '%s': the key '%s' cannot be written as %s: %s"
              .formatted(name, key, codec.type(), unwritable.getMessage()));
    }
    return joined(prefix, encoded);
  }

  /**
   * The key that is among all keys of the cluster so.
   *
   * @throws FailureException with UNREADABLE
   */
  K key(Bytes full) {
    Bytes encoded = Bytes.copyOf(full.toArray(), prefix.length(), full.length());
    try {
      return codec.decode(encoded);
    } catch (RuntimeException unreadable) {
      throw new FailureException(
          ErrorCode.UNREADABLE,
          "cache '%s': the key '%s' is no %s: %s"
              .formatted(name, encoded, codec.type(), unreadable.getMessage()));
    }
  }

  static Bytes joined(Bytes first, Bytes second) {
    byte[] both = new byte[first.length() + second.length()];
    first.copyTo(both, 0);
    second.copyTo(both, first.length());
    return Bytes.within(both, 0, both.length);
  }
}
