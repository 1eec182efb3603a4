package io.apothik.message;

import io.apothik.slot.Bytes;

/** What a primary tells of a slot to those who listen. */
public sealed interface SlotEvent {
  /** A slot whose changes nobody tells from here on. */
  long NOBODY = 0;

  int slot();

  /**
   * A write is committed.
   *
   * @param stored whether the key has a value now; if not, it was deleted, or its time was over, or
   *     there was no room for it
   */
  record Changed(int slot, Bytes key, Version version, boolean stored) implements SlotEvent {}

  /**
   * From here on, the teller tells the slot's changes.
   *
   * @param term of the teller as the primary
   * @param fromItsBeginning whether all that it committed in that term follows
   */
  record Opened(int slot, long term, boolean fromItsBeginning) implements SlotEvent {}

  /**
   * The teller has told all that it committed in the slot.
   *
   * @param nextTerm in which another primary goes on with exactly that; {@link #NOBODY} if the
   *     teller cannot know
   */
  record Closed(int slot, long nextTerm) implements SlotEvent {}
}
