package io.apothik.message;

import java.util.OptionalDouble;

/**
 * What a node does at the moment, and with what.
 *
 * @param memoryBytes what its entries may take; 0 if it stores nothing
 * @param leased whether as many members grant it a lease as it needs to answer
 * @param requestsPerSecond how many requests it did as the owner of their slots, or with a copy
 * @param gets how many gets of the last minute were among them
 * @param hits how many of those found a value
 * @param inFlight how many requests about keys its own callers wait for
 * @param calls what became of its own callers' requests lately
 */
public record Activity(
    long memoryBytes,
    boolean leased,
    long requestsPerSecond,
    long gets,
    long hits,
    int inFlight,
    Calls calls) {

  /**
   * What became of the requests that a node's master took in, as its callers see it, in {@link
   * Limits#SAMPLE_MILLIS}.
   *
   * @param errors how many failed
   * @param p50Micros half of them took no longer; 0 if there were none
   * @param p99Micros 99 of 100 took no longer; 0 if there were none
   */
  public record Calls(long requests, long errors, long p50Micros, long p99Micros) {
    /** There were none. */
    public static final Calls NONE = new Calls(0, 0, 0, 0);
  }

  /** The part of the gets that found something, or nothing if there were none. */
  public OptionalDouble hitRatio() {
    return gets == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / gets);
  }
}
