package io.apothik.node;

import io.apothik.message.JournalEvent.Kind;
import io.apothik.slot.NodeName;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Notes in words that a node lost the majority that lets it answer, and that it found it again. Who
 * is new, and never had one, has lost none. Used by one thread.
 */
final class QuorumChronicle {
  private final NodeName self;
  private final Journal journal;
  private final LongSupplier nanos;
  private boolean found;
  private boolean lost;
  private long lostNanos;

  /**
   * @param nanos the time, by {@link System#nanoTime}
   */
  QuorumChronicle(NodeName self, Journal journal, LongSupplier nanos) {
    this.self = self;
    this.journal = journal;
    this.nanos = nanos;
  }

  /**
   * Looks at how it is now.
   *
   * @param holds whether there is a majority
   * @param words in which it is told that there is none
   */
  void onLook(boolean holds, Supplier<String> words) {
    if (found && !lost && !holds) {
      lost = true;
      lostNanos = nanos.getAsLong();
      journal.note(Kind.QUORUM_LOST, self, words.get());
    } else if (lost && holds) {
      lost = false;
      double seconds = (nanos.getAsLong() - lostNanos) / (double) TimeUnit.SECONDS.toNanos(1);
      journal.note(
          Kind.QUORUM_FOUND,
          self,
          String.format(Locale.ROOT, "there is a majority again, after %.1f s", seconds));
    }
    found |= holds;
  }
}
