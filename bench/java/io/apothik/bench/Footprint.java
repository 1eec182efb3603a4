package io.apothik.bench;

/**
 * The memory that processes have.
 *
 * @param heapBytes in use on their Java heaps; 0 where they have none
 * @param residentBytes of theirs that are in memory
 */
record Footprint(long heapBytes, long residentBytes) {
  Footprint plus(Footprint other) {
    return new Footprint(heapBytes + other.heapBytes, residentBytes + other.residentBytes);
  }

  Footprint minus(Footprint other) {
    return new Footprint(heapBytes - other.heapBytes, residentBytes - other.residentBytes);
  }
}
