package io.apothik.history;

/**
 * What a check of a history came to.
 *
 * @param report in words, many lines for a violation
 */
public record Verdict(Kind kind, String report) {
  public enum Kind {
    /** One atomic cache could have shown all this. */
    LINEARIZABLE,
    /** None could. */
    VIOLATION,
    /** The search took more steps than allowed: it may be either. */
    UNKNOWN
  }

  static final Verdict LINEARIZABLE =
      new Verdict(Kind.LINEARIZABLE, "one order explains every key");

  static Verdict violation(String key, Impasse impasse) {
    return new Verdict(Kind.VIOLATION, impasse.report(key));
  }

  static Verdict unknown(String key, long steps) {
    return new Verdict(Kind.UNKNOWN, "key %s: no verdict after %d steps".formatted(key, steps));
  }

  public boolean isLinearizable() {
    return kind == Kind.LINEARIZABLE;
  }

  @Override
  public String toString() {
    return kind + ": " + report;
  }
}
