package io.apothik.sim;

/** Is told what happens in a simulated cluster, for whoever looks for the cause of something. */
@FunctionalInterface
public interface Trace {
  /** Nobody looks. */
  Trace NONE = (atMillis, what) -> {};

  /** This happens. */
  void note(long atMillis, String what);
}
