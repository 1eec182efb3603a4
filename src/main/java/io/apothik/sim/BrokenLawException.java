package io.apothik.sim;

/** What must hold in every simulated cluster, whatever happens, does not. */
public final class BrokenLawException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenLawException(String law) {
    super(law);
  }
}
