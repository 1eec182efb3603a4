package io.apothik.message;

import io.apothik.slot.NodeName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as a node noticed it.
 *
 * @param sequence counts the events of that process, from 1
 * @param atMillis when, in milliseconds since 1970
 * @param nodeOrNull whom it happened to, or null if to no single node
 * @param text what, and why, in words
 */
public record JournalEvent(
    long sequence, long atMillis, Kind kind, @Nullable NodeName nodeOrNull, String text) {

  /** What kinds of things are noted. */
  public enum Kind {
    /** Another table is in force, not one by which slots only move. */
    NEW_EPOCH,
    NODE_JOINED,
    /** It handed over what it held, and said so before it ended. */
    NODE_LEFT,
    /** It is gone without a word. */
    NODE_DIED,
    MIGRATION_BEGAN,
    MIGRATION_ENDED,
    /** The node may answer nobody: it has no majority. */
    QUORUM_LOST,
    QUORUM_FOUND,
    /** Slots lost all their copies. */
    SLOTS_LOST,
    /** A door cut a client off that did not read its replies. */
    SLOW_CLIENT_DROPPED,
    /** Entries are taken away for want of room. */
    EVICTION_BEGAN,
    /** Something that can be changed while the cluster runs was. */
    CONFIG_CHANGED;

    /** The name by which replies call this kind. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
