package io.apothik.node;

import java.util.concurrent.TimeUnit;

/** The moment until which a caller waits. */
record Deadline(long nanoTime, long timeoutMillis) {

  static Deadline after(long millis) {
    return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), millis);
  }

  /** The time left, at least 0. */
  long leftMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime()));
  }

  /** This one, or the other if that is later. */
  Deadline orLater(Deadline other) {
    return other.nanoTime - nanoTime > 0 ? other : this;
  }

  boolean isHalfOver() {
    return leftMillis() < timeoutMillis / 2;
  }

  boolean isOver() {
    return leftMillis() == 0;
  }
}
