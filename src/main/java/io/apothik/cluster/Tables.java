package io.apothik.cluster;

import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The slot table by which this node routes. Safe for use by several threads. */
public final class Tables {
  private final List<Consumer<SlotTable>> listeners = new ArrayList<>();
  private volatile SlotTable current = SlotTable.NONE;

  public SlotTable current() {
    return current;
  }

  /** Puts a table in force if it is newer; says whether it was. */
  public synchronized boolean install(SlotTable table) {
    if (!table.isNewerThan(current)) {
      return false;
    }
    current = table;
    listeners.forEach(listener -> listener.accept(table));
    return true;
  }

  /** Calls back with the table in force, if there is one, and with every later one, in order. */
  public synchronized void onInstall(Consumer<SlotTable> listener) {
    listeners.add(listener);
    if (!current.isEmpty()) {
      listener.accept(current);
    }
  }
}
