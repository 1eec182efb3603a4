package io.apothik.wire;

import io.apothik.message.FillProgress;
import io.apothik.message.Holdings;
import io.apothik.message.Pauses;
import io.apothik.message.Reply.Status;

/** A node's account of itself as bytes. */
final class StatusWire {
  private StatusWire() {}

  static void write(WireWriter out, Status status) {
    out.flag(status.leaving()).number(status.epoch()).number(status.ring());
    Holdings holdings = status.holdings();
    out.number(holdings.slots()).number(holdings.entries()).number(holdings.backupEntries());
    out.number(holdings.bytes()).number(holdings.evicted());
    FillProgress filling = holdings.filling();
    out.number(filling.slots()).number(filling.bytes()).number(filling.bytesPerSecond());
    Pauses pauses = holdings.pauses();
    out.number(pauses.moves()).number(pauses.longestMillis()).number(pauses.sumMillis());
  }

  static Status read(WireReader in) {
    return new Status(in.nextFlag(), in.nextNumber(), in.nextInt(), readHoldings(in));
  }

  private static Holdings readHoldings(WireReader in) {
    return new Holdings(
        in.nextInt(),
        in.nextNumber(),
        in.nextNumber(),
        in.nextNumber(),
        in.nextNumber(),
        new FillProgress(in.nextInt(), in.nextNumber(), in.nextNumber()),
        new Pauses(in.nextNumber(), in.nextNumber(), in.nextNumber()));
  }
}
