package io.apothik.message;

import io.apothik.slot.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a write made of a key, as it travels between copies.
 *
 * @param version of the write
 * @param type of the value
 * @param valueOrNull null if the key is not there any more
 * @param ttlLeftMillis at least 1, or 0 for no limit
 * @param maxIdleMillis 0 for no limit
 * @param applied the request that did it, so that every copy knows it should it come again; and
 *     earlier ones for this key that not every copy may know
 */
public record Change(
    Bytes key,
    Version version,
    ValueType type,
    @Nullable Bytes valueOrNull,
    long ttlLeftMillis,
    long maxIdleMillis,
    List<Applied> applied) {
  /**
   * Checks that the requests are those of the key.
   *
   * @throws IllegalArgumentException if one is not
   */
  public Change {
    applied = List.copyOf(applied);
    for (Applied request : applied) {
      if (!request.key().equals(key)) {
        throw new IllegalArgumentException(
            "a request for %s comes with a write to %s".formatted(request.key(), key));
      }
    }
  }

  /** Of a string, or of a key that is gone. */
  public Change(
      Bytes key,
      Version version,
      @Nullable Bytes valueOrNull,
      long ttlLeftMillis,
      long maxIdleMillis,
      List<Applied> applied) {
    this(key, version, ValueType.STRING, valueOrNull, ttlLeftMillis, maxIdleMillis, applied);
  }

  /** The same, so much later. */
  public Change aged(long millis) {
    long left = ttlLeftMillis == 0 ? 0 : Math.max(1, ttlLeftMillis - millis);
    List<Applied> aged = applied.stream().map(request -> request.aged(millis)).toList();
    return new Change(key, version, type, valueOrNull, left, maxIdleMillis, aged);
  }

  /**
   * A request that was applied.
   *
   * @param key that it was for
   * @param answeredBelow what its master said with it, as in {@link NodeMessage.SlotRequest}
   * @param agoMillis how long ago
   * @param version that it wrote
   * @param reply what was answered
   */
  public record Applied(
      Bytes key, RequestId id, long answeredBelow, long agoMillis, Version version, Reply reply) {
    /** The same, so much later. */
    public Applied aged(long millis) {
      return new Applied(key, id, answeredBelow, agoMillis + millis, version, reply);
    }
  }
}
