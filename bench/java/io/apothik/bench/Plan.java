package io.apothik.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured of each system, in which order.
 *
 * @param valueBytes lengths of values
 * @param zipf distributions of keys: whether some are asked more than others
 * @param readPercents how many of a hundred requests are reads
 * @param depths requests in flight, of closed loops
 * @param rates requests a second, of open loops
 * @param shares rates of open loops as parts of what the system reached itself
 */
record Plan(
    List<Integer> valueBytes,
    List<Boolean> zipf,
    List<Integer> readPercents,
    List<Integer> depths,
    List<Double> rates,
    List<Double> shares) {

  /**
   * Checks that something is measured, and that a part of the capacity is a part of something.
   *
   * @throws IllegalArgumentException if not
   */
  Plan {
    if (depths.isEmpty() && (rates.isEmpty() || !shares.isEmpty())) {
      throw new IllegalArgumentException("shares need depths, and without depths rates are needed");
    }
  }

  /**
   * Every combination in a closed loop; open loops with the first length and the first distribution
   * alone. For each kind of work the closed loops come first.
   */
  List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (int bytes : valueBytes) {
      for (boolean unequal : zipf) {
        for (int reads : readPercents) {
          depths.forEach(depth -> cells.add(new Cell(bytes, unequal, reads, depth, 0, 0)));
          if (bytes == valueBytes.get(0) && unequal == zipf.get(0)) {
            rates.forEach(rate -> cells.add(new Cell(bytes, unequal, reads, 0, rate, 0)));
            shares.forEach(share -> cells.add(new Cell(bytes, unequal, reads, 0, 0, share)));
          }
        }
      }
    }
    return cells;
  }
}
