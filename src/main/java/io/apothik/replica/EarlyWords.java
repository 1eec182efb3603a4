package io.apothik.replica;

import io.apothik.message.PeerMessage.Unsettled;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What other nodes said for the terms of a table that this one does not have yet. Who is shown a
 * table first says at once what it has, to who may hear of the table later.
 */
final class EarlyWords {
  /**
   * What a node said.
   *
   * @param heardAtMillis when it came here
   */
  record Word(NodeName from, Unsettled slot, long heardAtMillis) {}

  private record About(NodeName from, int slot) {}

  private final Map<About, Word> words = new LinkedHashMap<>();

  /** Keeps a word, in the place of what the same node said of the slot before. */
  void keep(NodeName from, Unsettled slot, long nowMillis) {
    words.put(new About(from, slot.slot()), new Word(from, slot, nowMillis));
  }

  /** The words for the terms of that table, and forgets them and those for earlier ones. */
  List<Word> takeUpTo(long epoch) {
    List<Word> taken = new ArrayList<>();
    for (Iterator<Word> all = words.values().iterator(); all.hasNext(); ) {
      Word word = all.next();
      if (word.slot().term() <= epoch) {
        taken.add(word);
        all.remove();
      }
    }
    return taken;
  }

  void clear() {
    words.clear();
  }
}
