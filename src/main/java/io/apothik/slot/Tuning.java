package io.apothik.slot;

/**
 * What may be changed while the cluster runs. A table says it, so it is agreed upon like all that
 * is in a table, and whoever joins comes to know it with its first one.
 *
 * @param backups how many copies each slot is to have besides its primary, 0 to {@link
 *     Planner#BACKUPS_MAX}
 * @param memoryBytes what entries may take on each node, {@link #MEMORY_BYTES_MIN} to {@link
 *     #MEMORY_BYTES_MAX}; or 0, for what each node was started with
 * @param migrationBytesPerSecond with how much each node fills copies on others, 1 to {@link
 *     #MIGRATION_BYTES_PER_SECOND_MAX}
 */
public record Tuning(int backups, long memoryBytes, long migrationBytesPerSecond) {
  /** The least that a node works with: a handful of the largest values. */
  public static final long MEMORY_BYTES_MIN = 4L << 20;

  /** 16 TiB. */
  public static final long MEMORY_BYTES_MAX = 16L << 40;

  /** 1 TiB. */
  public static final long MIGRATION_BYTES_PER_SECOND_MAX = 1L << 40;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if something is beyond them
   */
  public Tuning {
    requireBackups(backups);
    if (memoryBytes != 0) {
      requireMemory(memoryBytes);
    }
    requireMigrationRate(migrationBytesPerSecond);
  }

  static void requireBackups(int backups) {
    require("backups", backups, 0, Planner.BACKUPS_MAX);
  }

  /**
   * Checks what entries may take on a node.
   *
   * @throws IllegalArgumentException if it is beyond the limits
   */
  public static void requireMemory(long bytes) {
    require("bytes of memory", bytes, MEMORY_BYTES_MIN, MEMORY_BYTES_MAX);
  }

  /**
   * Checks with how much a node may fill copies on others.
   *
   * @throws IllegalArgumentException if it is beyond the limits
   */
  public static void requireMigrationRate(long bytesPerSecond) {
    require("bytes/s of migration", bytesPerSecond, 1, MIGRATION_BYTES_PER_SECOND_MAX);
  }

  private static void require(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%d %s are not between %d and %d".formatted(value, what, min, max));
    }
  }

  /** The same with other memory. */
  public Tuning withMemoryBytes(long other) {
    return new Tuning(backups, other, migrationBytesPerSecond);
  }

  /**
   * What those entries of a node may take of which it is the primary: so backups, which are as
   * many, have room for what their primaries may hold.
   */
  public long primaryBytes() {
    return memoryBytes / (1 + backups);
  }

  @Override
  public String toString() {
    return "%d backups, %s, %d bytes/s of migration"
        .formatted(
            backups,
            memoryBytes == 0 ? "each node's own memory" : memoryBytes + " bytes of memory",
            migrationBytesPerSecond);
  }
}
