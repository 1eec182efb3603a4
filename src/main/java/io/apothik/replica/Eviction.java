package io.apothik.replica;

import io.apothik.slot.Bytes;
import java.util.List;

/**
 * Decides which entries go, because there is no room or because their time is over. It is told of
 * the entries of which this node is primary, and only of those: the primary alone decides, and what
 * goes is written to all copies like a delete, so that they stay equal.
 */
public interface Eviction {
  /**
   * An entry that is to go.
   *
   * @param expired whether its time is over; else there was no room
   */
  record Victim(int slot, Bytes key, boolean expired) {}

  /**
   * An entry was written.
   *
   * @param shard in which it is
   * @param leftMillis until it may expire, or 0 for never
   */
  void stored(Shard shard, Cell cell, long leftMillis);

  /** An entry was read. */
  void used(Cell cell);

  /** An entry is gone, or this node is not its primary any more. */
  void removed(Cell cell);

  /**
   * From now on all entries may weigh so much together. If they weigh more, what is too much goes
   * little by little.
   *
   * @param weightMax in bytes
   */
  void resize(long weightMax);

  /** The entries that are to go; each is named once. */
  List<Victim> takeVictims();

  /** Looks for entries whose time is over, and for some of those that have no room. */
  void tick();

  /** Lets every entry stay until somebody meets it after its time. */
  Eviction NONE =
      new Eviction() {
        @Override
        public void stored(Shard shard, Cell cell, long leftMillis) {}

        @Override
        public void used(Cell cell) {}

        @Override
        public void removed(Cell cell) {}

        @Override
        public void resize(long weightMax) {}

        @Override
        public List<Victim> takeVictims() {
          return List.of();
        }

        @Override
        public void tick() {}
      };
}
