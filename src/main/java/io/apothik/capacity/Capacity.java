package io.apothik.capacity;

import io.apothik.slot.Placement;
import io.apothik.slot.Tuning;

/**
 * What a cluster needs, and does, that holds a workload. Formulas; {@code docs/operations.md}
 * states and explains them.
 *
 * @param nodes cache nodes, 1 to {@link #NODES_MAX}
 * @param backups copies of each entry besides the first, as a cluster is told
 * @param migrationBytesPerSecond with how much each node fills copies on others
 */
public record Capacity(Workload workload, int nodes, int backups, long migrationBytesPerSecond) {
  /** As many as were tried. */
  public static final int NODES_MAX = 1_000;

  /** What a node has in its heap without entries: see BENCHMARKS.md, "Memory". */
  public static final long EMPTY_HEAP_BYTES = 25L << 20;

  /** What a process takes besides its heap: see BENCHMARKS.md, "Memory". */
  static final long BESIDE_HEAP_BYTES = 140L << 20;

  /** Messages that are on their way, and what waits to be read or written. */
  static final long TRAFFIC_BYTES = 128L << 20;

  /** Of the heap, at most, what lives; the rest is for garbage until it is collected. */
  static final double LIVE_SHARE = 0.6;

  /** What the collector notes down about the heap, as a part of it. */
  static final double COLLECTOR_SHARE = 0.1;

  /** Keys fall into slots as dice do: so many standard deviations are allowed for. */
  private static final int DEVIATIONS = 3;

  private static final long GIBIBYTE = 1L << 30;
  private static final long STEP_BYTES = 64L << 20;
  private static final long SMALL_STEP_BYTES = 1L << 20;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException which names the value and the limits
   */
  public Capacity {
    Workload.require("nodes", nodes, 1, NODES_MAX);
    // It knows the limits of both.
    new Tuning(backups, 0, migrationBytesPerSecond).primaryBytes();
  }

  /**
   * What the fullest node has when so many are there, and all copies are made.
   *
   * @param alive at least 1
   */
  public Share share(int alive) {
    int slots = ceilDiv(Placement.Slots.COUNT, alive);
    double mean = (double) workload.entries() * slots / Placement.Slots.COUNT;
    long entries = Math.min(workload.entries(), (long) Math.ceil(mean + unevenness(mean)));
    int copies = Math.min(backups, alive - 1);
    long backupEntries =
        Math.min(workload.entries(), (long) Math.ceil(copies * mean + unevenness(copies * mean)));
    return new Share(
        alive,
        slots,
        entries,
        backupEntries,
        (1 + backups) * entries * workload.weight(),
        EMPTY_HEAP_BYTES
            + entries * workload.primaryHeapBytes()
            + backupEntries * workload.backupHeapBytes());
  }

  private static double unevenness(double mean) {
    return DEVIATIONS * Math.sqrt(mean);
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** What the fullest of the others has after a death; of a single node, what that one has. */
  public Share shareAfterDeath() {
    return share(Math.max(1, nodes - 1));
  }

  /** What {@code --memory} should be: enough after a death. */
  public long memoryBytes() {
    long needed = Math.max(Tuning.MEMORY_BYTES_MIN, shareAfterDeath().memoryBytes());
    return roundedUp(needed, needed < GIBIBYTE ? SMALL_STEP_BYTES : STEP_BYTES);
  }

  /**
   * What {@code -Xmx} should be, so that what is in the heap leaves room for garbage.
   *
   * @param liveBytes what lives there
   */
  public static long heapMaxBytes(long liveBytes) {
    return roundedUp((long) ((liveBytes + TRAFFIC_BYTES) / LIVE_SHARE), STEP_BYTES);
  }

  /** What a process takes at most whose heap is so large. */
  public static long processBytes(long heapMaxBytes) {
    return (long) (heapMaxBytes * (1 + COLLECTOR_SHARE)) + BESIDE_HEAP_BYTES;
  }

  private static long roundedUp(long bytes, long step) {
    return (bytes + step - 1) / step * step;
  }

  /** What all copies weigh of which one node of so many has its share. */
  private double bytesPerNode(int of) {
    double copies = 1.0 + Math.min(backups, of - 1);
    return copies * workload.entries() * workload.weight() / of;
  }

  /** What the others copy after a death, until each entry has all its copies again. */
  public long rebuildBytes() {
    return backups == 0 || nodes <= 1 + backups ? 0 : (long) bytesPerNode(nodes);
  }

  /** How long that takes, in seconds: each of the others sends its part. */
  public double rebuildSeconds() {
    return rebuildBytes() == 0
        ? 0
        : (double) rebuildBytes() / (nodes - 1) / migrationBytesPerSecond;
  }

  /** What is copied to a node that joins. */
  public long joinBytes() {
    return (long) bytesPerNode(nodes + 1);
  }

  /** How long that takes, in seconds: each of the nodes sends its part. */
  public double joinSeconds() {
    return (double) joinBytes() / nodes / migrationBytesPerSecond;
  }

  /** How long a node takes, in seconds, to hand over what it serves; 0 for the only one. */
  public double leaveSeconds() {
    return nodes == 1
        ? 0
        : (double) workload.entries() * workload.weight() / nodes / migrationBytesPerSecond;
  }

  /** The part of all slots of which every copy is gone when so many nodes die at once. */
  public double lostShare(int deaths) {
    int copies = 1 + Math.min(backups, nodes - 1);
    double share = 1;
    for (int i = 0; i < copies; i++) {
      share *= Math.max(0.0, deaths - i) / (nodes - i);
    }
    return share;
  }

  /** Whether those that are left after so many deaths at once can choose a table. */
  public boolean keepsQuorum(int deaths) {
    return nodes < 3 ? deaths < nodes : 2 * (nodes - deaths) > nodes;
  }

  /** How many entries the cluster keeps when so many nodes are there with that memory each. */
  public long entriesKept(int alive, long memory) {
    long needed = share(alive).memoryBytes();
    return needed <= memory
        ? workload.entries()
        : (long) (workload.entries() * ((double) memory / needed));
  }

  /** How many nodes may die one after the other, each after the last is made good. */
  public int deathsInTurn(long memory) {
    int deaths = 0;
    while (backups > 0
        && nodes - deaths > 1
        && entriesKept(nodes - deaths - 1, memory) == workload.entries()) {
      deaths++;
    }
    return deaths;
  }
}
