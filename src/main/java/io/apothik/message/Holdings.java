package io.apothik.message;

/**
 * What a cache node holds, in numbers.
 *
 * @param slots how many slots it is primary of
 * @param entries how many entries it holds in those slots
 * @param backupEntries how many entries it holds for other primaries
 * @param bytes how much memory all that it holds takes
 * @param evicted how many entries it took away for want of room, as their primary, so far
 * @param filling how far it is with filling copies on other nodes
 * @param pauses of the slots that it took over from primaries that were there
 */
public record Holdings(
    int slots,
    long entries,
    long backupEntries,
    long bytes,
    long evicted,
    FillProgress filling,
    Pauses pauses) {
  /** What a node holds that stores nothing. */
  public static final Holdings NONE = new Holdings(0, 0, 0, 0, 0, FillProgress.NONE, Pauses.NONE);

  /** What two parts of a node hold together. */
  public Holdings and(Holdings other) {
    return new Holdings(
        slots + other.slots,
        entries + other.entries,
        backupEntries + other.backupEntries,
        bytes + other.bytes,
        evicted + other.evicted,
        filling.and(other.filling),
        pauses.and(other.pauses));
  }

  /** How many entries it holds in all its copies. */
  public long allEntries() {
    return entries + backupEntries;
  }
}
