package io.apothik.door.resp;

import io.apothik.slot.Bytes;
import java.util.Locale;

/**
 * Patterns of keys as Redis has them: {@code *} for any bytes, {@code ?} for one, {@code [a-c]} and
 * {@code [^a-c]} for one of some or of all others, and a backslash before what is meant as it is.
 * Matching goes back to the last star alone, so its time is at most the product of the lengths.
 */
final class Glob {
  private final Bytes pattern;

  Glob(Bytes pattern) {
    this.pattern = pattern;
  }

  /** A pattern of names that are written in small letters. */
  static Glob ignoringCase(Bytes pattern) {
    return new Glob(Bytes.utf8(Arguments.latin(pattern).toLowerCase(Locale.ROOT)));
  }

  boolean matches(String text) {
    return matches(Bytes.utf8(text));
  }

  /** Whether it is there for all keys. */
  boolean isAny() {
    return pattern.length() == 1 && pattern.unsignedAt(0) == '*';
  }

  /** The bytes with which all that match begin. */
  Bytes prefix() {
    int length = 0;
    while (length < pattern.length() && "*?[\\".indexOf(pattern.unsignedAt(length)) < 0) {
      length++;
    }
    return Bytes.copyOf(pattern.toArray(), 0, length);
  }

  boolean matches(Bytes text) {
    int at = 0;
    int in = 0;
    int star = -1;
    int retry = 0;
    while (in < text.length()) {
      int next =
          at < pattern.length() && pattern.unsignedAt(at) != '*'
              ? step(at, text.unsignedAt(in))
              : -1;
      if (at < pattern.length() && pattern.unsignedAt(at) == '*') {
        star = ++at;
        retry = in;
      } else if (next >= 0) {
        at = next;
        in++;
      } else if (star >= 0) {
        at = star;
        in = ++retry;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.unsignedAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  /** Where the pattern goes on if what is there, no star, takes the byte; else -1. */
  private int step(int at, int octet) {
    int wanted = pattern.unsignedAt(at);
    if (wanted == '?') {
      return at + 1;
    } else if (wanted == '[') {
      return set(at + 1, octet);
    } else if (wanted == '\\' && at + 1 < pattern.length()) {
      return pattern.unsignedAt(at + 1) == octet ? at + 2 : -1;
    }
    return wanted == octet ? at + 1 : -1;
  }

  private int set(int from, int octet) {
    int at = from;
    boolean not = at < pattern.length() && pattern.unsignedAt(at) == '^';
    at += not ? 1 : 0;
    boolean in = false;
    while (at < pattern.length() && pattern.unsignedAt(at) != ']') {
      if (pattern.unsignedAt(at) == '\\' && at + 1 < pattern.length()) {
        in |= pattern.unsignedAt(at + 1) == octet;
        at += 2;
      } else if (at + 2 < pattern.length() && pattern.unsignedAt(at + 1) == '-') {
        int low = Math.min(pattern.unsignedAt(at), pattern.unsignedAt(at + 2));
        int high = Math.max(pattern.unsignedAt(at), pattern.unsignedAt(at + 2));
        in |= low <= octet && octet <= high;
        at += 3;
      } else {
        in |= pattern.unsignedAt(at) == octet;
        at++;
      }
    }
    return in != not ? Math.min(at + 1, pattern.length()) : -1;
  }
}
