package io.apothik.wire;

import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.RequestId;
import io.apothik.message.ValueType;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes that travel between copies, and the requests that they remember, as bytes. */
final class ChangeWire {
  private static final int CHANGE_BYTES_MIN = 7;
  private static final int APPLIED_BYTES_MIN = 14;

  /** What there is: a node that knows no hashes refuses them, and takes them for nothing else. */
  private static final byte NOTHING = 0;

  private static final byte STRING = 1;
  private static final byte HASH = 2;

  private ChangeWire() {}

  static void write(WireWriter out, List<Change> changes) {
    out.list(changes, ChangeWire::write);
  }

  static List<Change> readList(WireReader in) {
    return in.nextList(CHANGE_BYTES_MIN, ChangeWire::readChange);
  }

  private static void write(WireWriter out, Change change) {
    out.bytes(change.key()).version(change.version());
    writeValue(out, change.type(), change.valueOrNull());
    out.number(change.ttlLeftMillis()).number(change.maxIdleMillis());
    out.list(change.applied(), ChangeWire::write);
  }

  private static Change readChange(WireReader in) {
    Bytes key = in.nextBytes();
    Version version = in.nextVersion();
    byte kind = in.nextOctet();
    return new Change(
        key,
        version,
        kind == HASH ? ValueType.HASH : ValueType.STRING,
        readValue(kind, in),
        in.nextNumber(),
        in.nextNumber(),
        in.nextList(APPLIED_BYTES_MIN, each -> readApplied(key, each)));
  }

  private static void writeValue(WireWriter out, ValueType type, @Nullable Bytes valueOrNull) {
    if (valueOrNull == null) {
      out.octet(NOTHING);
    } else {
      out.octet(type == ValueType.HASH ? HASH : STRING).bytes(valueOrNull);
    }
  }

  private static @Nullable Bytes readValue(byte kind, WireReader in) {
    return switch (kind) {
      case NOTHING -> null;
      case STRING, HASH -> in.nextBytes();
      default -> throw new WireException("no kind of value " + kind);
    };
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
