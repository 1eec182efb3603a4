package io.apothik.bench.load;

import io.vertx.core.json.JsonObject;

/**
 * What came of a measurement.
 *
 * @param done requests that were answered
 * @param seconds from the first request to the last answer
 * @param absent reads among them that found nothing; there should be none
 * @param failed requests that were refused or lost
 * @param unfinished requests that had no answer when the patience was over
 * @param failure what one that failed said, or nothing
 */
public record Outcome(
    long done,
    double seconds,
    double p50Micros,
    double p99Micros,
    double p999Micros,
    double maxMicros,
    long absent,
    long failed,
    long unfinished,
    String failure) {

  public JsonObject toJson() {
    return new JsonObject()
        .put("requests", done)
        .put("seconds", seconds)
        .put("throughput", done / seconds)
        .put("p50Micros", p50Micros)
        .put("p99Micros", p99Micros)
        .put("p999Micros", p999Micros)
        .put("maxMicros", maxMicros)
        .put("absent", absent)
        .put("failed", failed)
        .put("unfinished", unfinished)
        .put("failure", failure);
  }
}
