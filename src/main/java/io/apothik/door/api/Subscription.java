package io.apothik.door.api;

/** That somebody is told of changes. Safe for use by several threads. */
public interface Subscription {
  /** Ends it; what is on its way may still come. */
  void end();
}
