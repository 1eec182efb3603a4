package io.apothik.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of a key but its value.
 *
 * @param typeOrNull null if the key is absent
 * @param length of the value: bytes of a string, fields of a hash
 * @param bytes of memory that it takes, about, with its key and what surrounds it
 * @param version {@link Version#NONE} if the key is absent
 * @param ttlMillis what is left of the time to live, or 0 for no limit
 */
public record Description(
    @Nullable ValueType typeOrNull, int length, int bytes, Version version, long ttlMillis)
    implements Reply {
  /** There is nothing. */
  public static final Description ABSENT = new Description(null, 0, 0, Version.NONE, 0);

  public Optional<ValueType> type() {
    return Optional.ofNullable(typeOrNull);
  }
}
