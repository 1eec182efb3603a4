package io.apothik.history;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a key holds.
 *
 * @param value null if the key is absent
 * @param version null if the key is absent, or if nobody saw the version yet
 */
public record State(@Nullable String value, @Nullable String version) {
  /** Nothing: where every history begins. */
  public static final State ABSENT = new State(null, null);

  public State {
    if (value == null && version != null) {
      throw new IllegalArgumentException("absent, but at version " + version);
    }
  }

  /** A value whose version nobody saw yet. */
  static State holding(String value) {
    return new State(value, null);
  }

  boolean isAbsent() {
    return value == null;
  }

  boolean isAt(String other) {
    return other.equals(version);
  }

  /** Whether the version is this one or unknown. */
  boolean mayBeAt(String other) {
    return value != null && (version == null || version.equals(other));
  }

  State at(@Nullable String known) {
    return Objects.equals(version, known) ? this : new State(value, known);
  }

  /** This state, its version known if the reader saw one; null if it is not what the reader saw. */
  @Nullable State readAs(Outcome.Found found) {
    if (!found.value().equals(value)) {
      return null;
    }
    if (found.version() == null) {
      return this;
    }
    return mayBeAt(found.version()) ? at(found.version()) : null;
  }

  /** The length of a value as the cache counts it, in bytes of UTF-8. */
  static int length(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public String toString() {
    if (value == null) {
      return "absent";
    }
    return "'" + value + "' at " + (version == null ? "an unknown version" : "version " + version);
  }
}
