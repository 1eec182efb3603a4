package io.apothik.door.resp;

import io.apothik.message.Cursor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where scans go on, as the numbers that clients are told. A number says which slot it is; whoever
 * is in the middle of one is remembered besides. Where that is forgotten, or another node is asked,
 * the slot begins again: keys come twice then, which clients have to expect, and none is left out.
 */
final class ScanCursors {
  private static final int REMEMBERED_MAX = 10_000;
  private static final int SLOT_SHIFT = 40;
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<Long, Cursor> inside =
      new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Cursor> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  private long last;

  /** The number for a place that is not the beginning. */
  long number(Cursor cursor) {
    long slot = (long) cursor.slot() << SLOT_SHIFT;
    if (cursor.afterOrNull() == null && slot > 0) {
      return slot;
    }
    last = (last + 1) % (1L << SLOT_SHIFT);
    long number = slot + Math.max(1, last);
    inside.put(number, cursor);
    return number;
  }

  /** The place that a number stands for; 0 for the beginning. */
  Cursor cursor(long number) {
    Cursor known = inside.get(number);
    return known == null ? new Cursor((int) (number >>> SLOT_SHIFT), null) : known;
  }
}
