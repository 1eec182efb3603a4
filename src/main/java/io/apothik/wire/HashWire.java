package io.apothik.wire;

import io.apothik.message.Operation;
import io.apothik.message.Operation.HashDelete;
import io.apothik.message.Operation.HashGet;
import io.apothik.message.Operation.HashGetAll;
import io.apothik.message.Operation.HashIncrement;
import io.apothik.message.Operation.HashSet;
import io.apothik.slot.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is to be done with a hash, as bytes: tags 16 to 20. */
final class HashWire {
  static final List<Kind<? extends Operation>> KINDS =
      List.of(
          new Kind<>(
              16,
              HashGet.class,
              (out, get) -> out.list(get.fields(), WireWriter::bytes),
              in -> new HashGet(readFields(in))),
          Kind.empty(17, new HashGetAll()),
          new Kind<>(18, HashSet.class, HashWire::write, HashWire::readSet),
          new Kind<>(
              19,
              HashDelete.class,
              (out, delete) -> out.list(delete.fields(), WireWriter::bytes),
              in -> new HashDelete(readFields(in))),
          new Kind<>(
              20,
              HashIncrement.class,
              (out, increment) -> out.bytes(increment.field()).signed(increment.delta()),
              in -> new HashIncrement(in.nextBytes(), in.nextSigned())));

  /** A field and its value, each with its length. */
  private static final int FIELD_BYTES_MIN = 2;

  private HashWire() {}

  private static List<Bytes> readFields(WireReader in) {
    return in.nextList(1, WireReader::nextBytes);
  }

  private static void write(WireWriter out, HashSet set) {
    out.list(
        List.copyOf(set.fields().entrySet()),
        (to, field) -> to.bytes(field.getKey()).bytes(field.getValue()));
  }

  private static HashSet readSet(WireReader in) {
    Map<Bytes, Bytes> fields = new LinkedHashMap<>();
    in.nextList(FIELD_BYTES_MIN, each -> Map.entry(each.nextBytes(), each.nextBytes()))
        .forEach(field -> fields.put(field.getKey(), field.getValue()));
    return new HashSet(fields);
  }
}
