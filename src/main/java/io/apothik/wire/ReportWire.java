package io.apothik.wire;

import io.apothik.message.KeyTrace;
import io.apothik.message.Reply.CopyReport;
import io.apothik.slot.Copy;
import io.apothik.slot.CopyRole;
import io.apothik.slot.Move;
import io.apothik.slot.SlotOwners;
import java.util.List;

/** What a node has of a key, and remembers of its slot, as bytes. */
final class ReportWire {
  private static final List<CopyRole> ROLES = List.of(CopyRole.values());
  private static final List<KeyTrace.Kind> TRACES = List.of(KeyTrace.Kind.values());

  /** A name's length, and an epoch. */
  private static final int COPY_BYTES_MIN = 2;

  /** Epoch, age, the primary, two lengths, and the term. */
  private static final int MOVE_BYTES_MIN = 7;

  private ReportWire() {}

  static void write(WireWriter out, CopyReport report) {
    out.number(report.epoch()).octet(ROLES.indexOf(report.role()));
    KeyTrace trace = report.trace();
    out.octet(TRACES.indexOf(trace.kind())).version(trace.version());
    out.number(trace.valueBytes()).number(trace.ttlMillis());
    out.flag(report.writing()).list(report.moves(), ReportWire::write);
  }

  static CopyReport read(WireReader in) {
    return new CopyReport(
        in.nextNumber(),
        ROLES.get(in.nextIndex(ROLES.size())),
        readTrace(in),
        in.nextFlag(),
        in.nextList(MOVE_BYTES_MIN, ReportWire::readMove));
  }

  private static KeyTrace readTrace(WireReader in) {
    return new KeyTrace(
        TRACES.get(in.nextIndex(TRACES.size())), in.nextVersion(), in.nextInt(), in.nextNumber());
  }

  private static void write(WireWriter out, Move move) {
    SlotOwners owners = move.owners();
    out.number(move.epoch()).number(move.agoMillis());
    write(out, owners.primary());
    out.list(owners.backups(), ReportWire::write).list(owners.learners(), ReportWire::write);
    out.number(owners.term());
  }

  private static Move readMove(WireReader in) {
    return new Move(in.nextNumber(), in.nextNumber(), readOwners(in));
  }

  private static SlotOwners readOwners(WireReader in) {
    return new SlotOwners(
        readCopy(in),
        in.nextList(COPY_BYTES_MIN, ReportWire::readCopy),
        in.nextList(COPY_BYTES_MIN, ReportWire::readCopy),
        in.nextNumber());
  }

  private static void write(WireWriter out, Copy copy) {
    out.name(copy.node()).number(copy.since());
  }

  private static Copy readCopy(WireReader in) {
    return new Copy(in.nextName(), in.nextNumber());
  }
}
