package io.apothik.replica;

import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.HashMap;
import java.util.Map;

/**
 * What a node of the original system holds: one copy of whatever it was given, owner or not. Used
 * by one thread.
 */
public final class ModuloStore {
  private final Map<Bytes, Entry> entries = new HashMap<>();
  private Version last = Version.NONE;
  private long bytes;

  /** Does what a caller asked. */
  public Reply on(SlotRequest message, long nowMillis) {
    Bytes key = message.request().key();
    Entry before = entries.get(key);
    Entry current = before == null || before.isExpired(nowMillis) ? null : before;
    Evaluation evaluation = Evaluation.of(message.request(), current, last.next(), nowMillis);
    Entry written = evaluation.writtenOrNull();
    if (written != null) {
      last = written.version();
      entries.remove(key);
      bytes -= before == null ? 0 : before.weight(key);
      if (!written.isTombstone()) {
        entries.put(key, written);
        bytes += written.weight(key);
      }
    }
    return evaluation.reply();
  }

  /** How many entries there are. */
  public long entries() {
    return entries.size();
  }

  /** How much memory they take. */
  public long bytes() {
    return bytes;
  }
}
