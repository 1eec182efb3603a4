package io.apothik.lab;

import java.util.Locale;

/**
 * Something that happened, in words.
 *
 * @param atMillis since the cluster was ready
 */
public record Happening(long atMillis, Kind kind, String words) {
  /** What kind of thing it was. */
  public enum Kind {
    /** What the scenario says. */
    FAULT,
    /** What the cluster did. */
    CLUSTER,
    /** What callers had of it. */
    CALLERS;

    /** Its name in reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
