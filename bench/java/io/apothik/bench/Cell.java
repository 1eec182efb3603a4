package io.apothik.bench;

import io.vertx.core.json.JsonObject;

/**
 * One kind of measurement. With a depth it is a closed loop, without one an open loop at a rate.
 *
 * @param valueBytes the length of each value
 * @param zipf whether some keys are asked more than others
 * @param readPercent how many of a hundred requests are reads
 * @param depth requests in flight, or 0
 * @param rate requests a second, or 0
 * @param share instead of a rate: of what the same system reached in this repetition, or 0
 */
record Cell(int valueBytes, boolean zipf, int readPercent, int depth, double rate, double share) {

  boolean isClosed() {
    return depth > 0;
  }

  /** The same at a rate that is known. */
  Cell at(double known) {
    return new Cell(valueBytes, zipf, readPercent, 0, known, share);
  }

  /** What distinguishes it from others, without what varies between repetitions. */
  JsonObject toJson() {
    return new JsonObject()
        .put("valueBytes", valueBytes)
        .put("keys", zipf ? "zipf" : "uniform")
        .put("readPercent", readPercent)
        .put("depth", depth)
        .put("rate", share > 0 ? 0 : rate)
        .put("share", share);
  }

  /** What a client is told to measure, for so many seconds. */
  JsonObject toOrder(double seconds) {
    return toJson().put("do", "measure").put("rate", rate).put("seconds", seconds);
  }

  static Cell of(JsonObject json) {
    return new Cell(
        json.getInteger("valueBytes"),
        json.getString("keys").equals("zipf"),
        json.getInteger("readPercent"),
        json.getInteger("depth"),
        json.getDouble("rate"),
        json.getDouble("share"));
  }

  /** What is asked, whatever how much at once: {@code 100 B, uniform, 95 % reads}. */
  String work() {
    return "%d B, %s, %d %% reads".formatted(valueBytes, zipf ? "zipf" : "uniform", readPercent);
  }

  /** How much at once. */
  String pace() {
    if (isClosed()) {
      return depth + " in flight";
    }
    return share > 0
        ? "open, %.0f %% of own capacity".formatted(100 * share)
        : "open, %.0f/s".formatted(rate);
  }
}
