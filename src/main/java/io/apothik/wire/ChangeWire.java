package io.apothik.wire;

import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.RequestId;
import io.apothik.slot.Bytes;
import java.util.List;

/** Writes that travel between copies, and the requests that they remember, as bytes. */
final class ChangeWire {
  private static final int CHANGE_BYTES_MIN = 7;
  private static final int APPLIED_BYTES_MIN = 14;

  private ChangeWire() {}

  static void write(WireWriter out, List<Change> changes) {
    out.list(changes, ChangeWire::write);
  }

  static List<Change> readList(WireReader in) {
    return in.nextList(CHANGE_BYTES_MIN, ChangeWire::readChange);
  }

  private static void write(WireWriter out, Change change) {
    out.bytes(change.key()).version(change.version());
    out.nullable(change.valueOrNull(), WireWriter::bytes);
    out.number(change.ttlLeftMillis()).number(change.maxIdleMillis());
    out.list(change.applied(), ChangeWire::write);
  }

  private static Change readChange(WireReader in) {
    Bytes key = in.nextBytes();
    return new Change(
        key,
        in.nextVersion(),
        in.nextNullable(WireReader::nextBytes),
        in.nextNumber(),
        in.nextNumber(),
        in.nextList(APPLIED_BYTES_MIN, each -> readApplied(key, each)));
  }

  static void writeRequests(WireWriter out, List<Applied> requests) {
    out.list(
        requests,
        (each, request) -> {
          each.bytes(request.key());
          write(each, request);
        });
  }

  static List<Applied> readRequests(WireReader in) {
    return in.nextList(1 + APPLIED_BYTES_MIN, each -> readApplied(each.nextBytes(), each));
  }

  private static void write(WireWriter out, Applied applied) {
    NodeWire.write(out, applied.id(), applied.answeredBelow());
    out.number(applied.agoMillis()).version(applied.version());
    ReplyWire.FAMILY.write(out, applied.reply());
  }

  private static Applied readApplied(Bytes key, WireReader in) {
    RequestId id = NodeWire.readRequestId(in);
    return new Applied(
        key,
        id,
        NodeWire.readAnsweredBelow(in, id),
        in.nextNumber(),
        in.nextVersion(),
        ReplyWire.FAMILY.read(in));
  }
}
