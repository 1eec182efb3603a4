package io.apothik.core;

import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Several;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.Reply.CopyReport;
import io.apothik.replica.Tally;
import io.apothik.slot.SlotTable;
import java.util.List;

/**
 * What each event loop of a node can be asked, about the slots that are its own. Used by one
 * thread.
 */
public interface LoopCore {
  /** The table that it acts under. */
  SlotTable table();

  /** What it counts of what it does for callers. */
  Tally tally();

  /** These requests come next. */
  void foresee(List<SlotRequest> requests);

  /** Takes in what another node says all at once. */
  void on(Several several, long now);

  /** Takes in what another node says. */
  void on(NodeMessage message, long now);

  /** Does what a caller asks, and answers by an effect. */
  void onRequest(long call, SlotRequest request, long now);

  /** Tells which keys there are in some slots, and answers by an effect. */
  void onScan(long call, SlotScan scan, long now);

  /** Tells what there is of a key, and what is remembered of the key's slot. */
  CopyReport onInquiry(SlotInquiry inquiry, long now);

  /** Does what is due; to be called some dozens of times a second. */
  void tick(long now);
}
