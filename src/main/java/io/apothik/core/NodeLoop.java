package io.apothik.core;

import io.apothik.message.EventMessage.Listen;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Several;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Yielded;
import io.apothik.message.Reply.CopyReport;
import io.apothik.replica.Replica;
import io.apothik.replica.Tally;
import io.apothik.slot.SlotTable;
import java.util.List;
import java.util.function.Consumer;

/**
 * The copies that a node has on one of its event loops, and what it remembers of their slots. Which
 * table it acts under, the node's first loop says.
 */
public final class NodeLoop implements LoopCore {
  private final Replica replica;
  private final SlotHistory history;
  private final Consumer<Yielded> onYielded;
  private SlotTable table = SlotTable.NONE;

  /**
   * @param onYielded hears who obeys new primaries here
   */
  NodeLoop(Replica replica, int slotCount, Consumer<Yielded> onYielded) {
    this.replica = replica;
    this.history = new SlotHistory(slotCount);
    this.onYielded = onYielded;
  }

  /** The copies. */
  Replica replica() {
    return replica;
  }

  @Override
  public SlotTable table() {
    return table;
  }

  @Override
  public Tally tally() {
    return replica.tally();
  }

  void install(SlotTable next, long now) {
    table = next;
    replica.install(next, now);
  }

  /** Remembers what was installed; last, as slots that move are not served meanwhile. */
  void note(SlotTable previous, SlotTable next, long now) {
    history.note(previous, next, now);
  }

  /** What it holds, and is to its slots. */
  Account account(long now) {
    return new Account(replica.holdings(now), replica.duties(now), replica.tally().traffic());
  }

  @Override
  public void foresee(List<SlotRequest> requests) {
    replica.foresee(requests);
  }

  @Override
  public void on(Several several, long now) {
    replica.foreseeMessages(several.messages());
    several.messages().forEach(message -> on(message, now));
  }

  @Override
  public void on(NodeMessage message, long now) {
    if (message instanceof PeerMessage peer) {
      replica.on(peer, now);
      if (peer instanceof Yielded yielded) {
        onYielded.accept(yielded);
      }
    } else if (message instanceof Listen listen) {
      replica.on(listen, now);
    }
  }

  @Override
  public void onRequest(long call, SlotRequest request, long now) {
    replica.on(call, request, now);
  }

  @Override
  public void onScan(long call, SlotScan scan, long now) {
    replica.on(call, scan, now);
  }

  @Override
  public CopyReport onInquiry(SlotInquiry inquiry, long now) {
    return replica.report(inquiry, history.moves(inquiry.slot(), now), now);
  }

  @Override
  public void tick(long now) {
    replica.tick(now);
  }
}
