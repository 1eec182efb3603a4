package io.apothik.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured of each system, in which order.
 *
 * @param valueBytes lengths of values, the usual one first
 * @param zipf distributions of keys: whether some are asked more than others; the usual one first
 * @param readPercents how many of a hundred requests are reads, the usual ones first
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
   * The usual work, and what differs from it in one way, in closed loops; and the usual work in
   * open loops, after its closed ones.
   */
  List<Cell> cells() {
    int bytes = valueBytes.get(0);
    boolean unequal = zipf.get(0);
    int reads = readPercents.get(0);
    List<Cell> cells = new ArrayList<>(closed(bytes, unequal, reads));
    rates.forEach(rate -> cells.add(new Cell(bytes, unequal, reads, 0, rate, 0)));
    shares.forEach(share -> cells.add(new Cell(bytes, unequal, reads, 0, 0, share)));
    rest(readPercents).forEach(other -> cells.addAll(closed(bytes, unequal, other)));
    rest(zipf).forEach(other -> cells.addAll(closed(bytes, other, reads)));
    rest(valueBytes).forEach(other -> cells.addAll(closed(other, unequal, reads)));
    return cells;
  }

  private List<Cell> closed(int bytes, boolean unequal, int reads) {
    return depths.stream().map(depth -> new Cell(bytes, unequal, reads, depth, 0, 0)).toList();
  }

  private static <T> List<T> rest(List<T> all) {
    return all.subList(1, all.size());
  }
}
