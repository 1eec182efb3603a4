package io.apothik.slot;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Who has too much and who too little, at one moment. */
final class Scales {
  private final int[] load;
  private final int[] low;
  private final int[] high;
  private final boolean anyOver;
  private final boolean anyUnder;

  Scales(int nodes, IntUnaryOperator load, IntUnaryOperator low, IntUnaryOperator high) {
    this.load = IntStream.range(0, nodes).map(load).toArray();
    this.low = IntStream.range(0, nodes).map(low).toArray();
    this.high = IntStream.range(0, nodes).map(high).toArray();
    this.anyOver = IntStream.range(0, nodes).anyMatch(this::isOver);
    this.anyUnder = IntStream.range(0, nodes).anyMatch(this::isUnder);
  }

  boolean areLevel() {
    return !anyOver && !anyUnder;
  }

  /** How much has to be passed on at least. */
  int unlevel() {
    int over = 0;
    int under = 0;
    for (int node = 0; node < load.length; node++) {
      over += Math.max(0, load[node] - high[node]);
      under += Math.max(0, low[node] - load[node]);
    }
    return Math.max(over, under);
  }

  /** Whether the node is to give: it has too much, or could spare one where nobody has. */
  boolean gives(int node) {
    return anyOver ? isOver(node) : load[node] > low[node];
  }

  /** Whether the node is to take: it has too little, or room for one where nobody lacks. */
  boolean takes(int node) {
    return anyUnder ? isUnder(node) : load[node] < high[node];
  }

  /** How much a node that gives has too much, or could spare where nobody has too much. */
  int surplus(int node) {
    return load[node] - (anyOver ? high[node] : low[node]);
  }

  /** How much a node that takes has too little, or has room for where nobody lacks. */
  int room(int node) {
    return (anyUnder ? low[node] : high[node]) - load[node];
  }

  /** Those that have more are to give, where all have the same share. */
  int giveAbove(Quotas.Share share) {
    return anyOver ? share.ceiling() : share.floor();
  }

  /** Those that have less are to take, where all have the same share. */
  int takeBelow(Quotas.Share share) {
    return anyUnder ? share.floor() : share.ceiling();
  }

  private boolean isOver(int node) {
    return load[node] > high[node];
  }

  private boolean isUnder(int node) {
    return load[node] < low[node];
  }
}
