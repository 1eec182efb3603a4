package io.apothik.replica;

import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.Hash;
import io.apothik.message.KeyTrace;
import io.apothik.message.ValueType;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a copy knows of a key.
 *
 * @param type of the value
 * @param valueOrNull null for a tombstone: the key was there, and older news of it do not count
 * @param expiresAtMillis by this node's clock, or 0 for never
 * @param maxIdleMillis 0 for any time
 */
record Entry(
    Version version,
    ValueType type,
    @Nullable Bytes valueOrNull,
    long expiresAtMillis,
    long maxIdleMillis) {
  /** A string, or a tombstone. */
  Entry(Version version, @Nullable Bytes valueOrNull, long expiresAtMillis, long maxIdleMillis) {
    this(version, ValueType.STRING, valueOrNull, expiresAtMillis, maxIdleMillis);
  }

  static Entry tombstone(Version version) {
    return new Entry(version, null, 0, 0);
  }

  static Entry of(Change change, long nowMillis) {
    long expiresAt = change.ttlLeftMillis() == 0 ? 0 : nowMillis + change.ttlLeftMillis();
    return new Entry(
        change.version(), change.type(), change.valueOrNull(), expiresAt, change.maxIdleMillis());
  }

  /** How many bytes a string has, or fields a hash; 0 for a tombstone. */
  int length() {
    if (valueOrNull == null) {
      return 0;
    }
    return type == ValueType.HASH ? Hash.size(valueOrNull) : valueOrNull.length();
  }

  boolean isTombstone() {
    return valueOrNull == null;
  }

  /** Whether its time can end, by itself or because nobody uses it. */
  boolean isMortal() {
    return expiresAtMillis != 0 || maxIdleMillis != 0;
  }

  boolean isExpired(long nowMillis) {
    return expiresAtMillis != 0 && expiresAtMillis <= nowMillis;
  }

  /** What is left of the time to live, at least 1, or 0 for no limit. */
  long ttlLeftMillis(long nowMillis) {
    return expiresAtMillis == 0 ? 0 : Math.max(1, expiresAtMillis - nowMillis);
  }

  Change toChange(Bytes key, List<Applied> applied, long nowMillis) {
    return new Change(
        key, version, type, valueOrNull, ttlLeftMillis(nowMillis), maxIdleMillis, applied);
  }

  /**
   * What is told of it.
   *
   * @param over whether its time is over in any case
   */
  KeyTrace toTrace(boolean over, long nowMillis) {
    if (valueOrNull == null) {
      return new KeyTrace(KeyTrace.Kind.DELETED, version, 0, 0);
    } else if (over || isExpired(nowMillis)) {
      return new KeyTrace(KeyTrace.Kind.EXPIRED, version, valueOrNull.length(), 0);
    }
    return new KeyTrace(
        KeyTrace.Kind.PRESENT, version, valueOrNull.length(), ttlLeftMillis(nowMillis));
  }

  /** How many bytes of memory it takes, its key and what surrounds it included. */
  int weight(Bytes key) {
    return Weight.of(key.length(), valueOrNull == null ? 0 : valueOrNull.length(), isMortal());
  }
}
