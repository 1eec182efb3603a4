package io.apothik.message;

import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.Map;

/**
 * Who holds each slot.
 *
 * @param table by which the asked node routes
 * @param web where each node that has a page has it: host and port
 * @param known whether the caller has that table already
 */
public record TableView(SlotTable table, Map<NodeName, String> web, boolean known)
    implements Reply {
  public TableView {
    web = Map.copyOf(web);
  }
}
