package io.apothik.slot;

import org.jspecify.annotations.Nullable;

/**
 * Some other values of a {@link Tuning}, within its limits.
 *
 * @param backups null to leave them as they are
 * @param memoryBytes null to leave it as it is
 * @param migrationBytesPerSecond null to leave it as it is
 */
public record TuningChange(
    @Nullable Integer backups, @Nullable Long memoryBytes, @Nullable Long migrationBytesPerSecond) {
  /** All stays as it is. */
  public static final TuningChange NONE = new TuningChange(null, null, null);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a value is beyond them
   */
  public TuningChange {
    if (backups != null) {
      Tuning.requireBackups(backups);
    }
    if (memoryBytes != null) {
      Tuning.requireMemory(memoryBytes);
    }
    if (migrationBytesPerSecond != null) {
      Tuning.requireMigrationRate(migrationBytesPerSecond);
    }
  }

  /** Whether all stays as it is. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** That tuning with these values. */
  public Tuning of(Tuning tuning) {
    return new Tuning(
        backups == null ? tuning.backups() : backups,
        memoryBytes == null ? tuning.memoryBytes() : memoryBytes,
        migrationBytesPerSecond == null
            ? tuning.migrationBytesPerSecond()
            : migrationBytesPerSecond);
  }

  /** Whether that table says so already. */
  public boolean isIn(SlotTable table) {
    return table.tuning().filter(tuning -> of(tuning).equals(tuning)).isPresent();
  }

  /** This change, and then that one. */
  public TuningChange and(TuningChange later) {
    return new TuningChange(
        later.backups == null ? backups : later.backups,
        later.memoryBytes == null ? memoryBytes : later.memoryBytes,
        later.migrationBytesPerSecond == null
            ? migrationBytesPerSecond
            : later.migrationBytesPerSecond);
  }
}
