package io.apothik.wire;

import io.apothik.message.Activity;
import io.apothik.message.Activity.Calls;
import io.apothik.message.FillProgress;
import io.apothik.message.Holdings;
import io.apothik.message.Pauses;
import io.apothik.message.Reply.Status;

/** A node's account of itself as bytes. */
final class StatusWire {
  /** From this format on, a node says what it does at the moment. */
  private static final int ACTIVITY_FORMAT = 7;

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
    out.nullable(status.activityOrNull(), StatusWire::write);
  }

  private static void write(WireWriter out, Activity activity) {
    out.number(activity.memoryBytes()).flag(activity.leased());
    out.number(activity.requestsPerSecond()).number(activity.gets()).number(activity.hits());
    out.number(activity.inFlight());
    Calls calls = activity.calls();
    out.number(calls.requests()).number(calls.errors());
    out.number(calls.p50Micros()).number(calls.p99Micros());
  }

  static Status read(WireReader in) {
    return new Status(
        in.nextFlag(),
        in.nextNumber(),
        in.nextInt(),
        readHoldings(in),
        in.hasFieldsOf(ACTIVITY_FORMAT) ? in.nextNullable(StatusWire::readActivity) : null);
  }

  private static Activity readActivity(WireReader in) {
    return new Activity(
        in.nextNumber(),
        in.nextFlag(),
        in.nextNumber(),
        in.nextNumber(),
        in.nextNumber(),
        in.nextInt(),
        new Calls(in.nextNumber(), in.nextNumber(), in.nextNumber(), in.nextNumber()));
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
