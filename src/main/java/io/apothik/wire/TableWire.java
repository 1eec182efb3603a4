package io.apothik.wire;

import io.apothik.slot.Branch;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.Loss;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.apothik.slot.TableDifference;
import io.apothik.slot.Tuning;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Slot tables as bytes: epoch, branches, members, losses, the owners of all slots as {@link
 * OwnersWriter} says, and the tuning. A table is the last thing in its message, so what is at its
 * end may be missing from one that an older node wrote. Of {@link SlotTable#NONE} there is only the
 * epoch, which is 0.
 *
 * <p>Differences of tables likewise: the epochs and lineages of both, members that are gone,
 * members that are added, losses, which slots change, the owners of these, and the tuning if it is
 * another.
 */
public final class TableWire {
  /** The most slots that a table can have here. */
  static final int SLOTS_MAX = Placement.Slots.COUNT;

  /** From this format on, tables say what their tuning is. */
  private static final int TUNING_FORMAT = 6;

  private static final int MEMBER_BYTES_MIN = 2;
  private static final int BRANCH_BYTES_MIN = 2;
  private static final int LOSS_BYTES_MIN = 2;

  /**
   * What was written last, as bytes. A table, or what makes it of the one before, is mostly told to
   * all nodes one after the other.
   */
  private record Written(Object what, Bytes bytes) {}

  private static volatile @Nullable Written last;

  private TableWire() {}

  /** Appends the bytes of what is immutable, and remembers them for the next time. */
  private static <T> void writeOnce(WireWriter out, T what, BiConsumer<WireWriter, T> writing) {
    Written written = last;
    if (written == null || written.what() != what) {
      Buffer buffer = Buffer.buffer();
      WireWriter inner = new WireWriter(buffer);
      writing.accept(inner, what);
      inner.finish();
      written = new Written(what, Bytes.copyOf(buffer.getBytes()));
      last = written;
    }
    out.raw(written.bytes());
  }

  /**
   * The table as bytes.
   *
   * @throws IllegalArgumentException if it has more slots than there are in any placement
   */
  public static Buffer encode(SlotTable table) {
    Buffer buffer = Buffer.buffer();
    WireWriter out = new WireWriter(buffer);
    write(out, table);
    out.finish();
    return buffer;
  }

  /**
   * The table that was encoded.
   *
   * @throws WireException if the bytes are no table
   */
  public static SlotTable decode(Buffer bytes) {
    try {
      WireReader in = new WireReader(bytes, 0, bytes.length());
      in.writtenIn(MessageWire.FORMAT);
      return read(in);
    } catch (IllegalArgumentException malformed) {
      throw new WireException(String.valueOf(malformed.getMessage()));
    }
  }

  static void write(WireWriter out, SlotTable table) {
    writeOnce(out, table, TableWire::writeAnew);
  }

  private static void writeAnew(WireWriter out, SlotTable table) {
    out.number(table.epoch());
    if (table.isEmpty()) {
      return;
    }
    out.list(table.branches(), TableWire::write);
    out.list(table.members(), WireWriter::process);
    out.list(table.losses(), TableWire::write);
    out.number(table.waiting());
    new OwnersWriter(out, table.nodes()).write(table.allOwners());
    out.nullable(table.tuning().orElse(null), TableWire::write);
  }

  static SlotTable read(WireReader in) {
    long epoch = in.nextNumber();
    if (epoch == 0) {
      return SlotTable.NONE;
    }
    List<Branch> branches = in.nextList(BRANCH_BYTES_MIN, TableWire::readBranch);
    List<Incarnation> members = in.nextList(MEMBER_BYTES_MIN, WireReader::nextProcess);
    List<Loss> losses = in.nextList(LOSS_BYTES_MIN, TableWire::readLoss);
    int waiting = in.nextInt();
    List<SlotOwners> owners =
        new OwnersReader(in, members.stream().map(Incarnation::node).toList()).read();
    return SlotTable.of(epoch, branches, members, owners, losses)
        .withWaiting(waiting)
        .withTuning(readTuning(in));
  }

  static void write(WireWriter out, TableDifference difference) {
    writeOnce(out, difference, TableWire::writeAnew);
  }

  private static void writeAnew(WireWriter out, TableDifference difference) {
    out.number(difference.baseEpoch()).number(difference.baseLineage());
    out.number(difference.epoch()).list(difference.branches(), TableWire::write);
    out.list(difference.gone(), WireWriter::process);
    out.list(difference.added(), WireWriter::process);
    out.list(difference.losses(), TableWire::write);
    out.number(difference.waiting());
    SlotSetWire.write(out, difference.slots());
    new OwnersWriter(out, List.of()).write(difference.owners());
    out.nullable(difference.tuningOrNull(), TableWire::write);
  }

  static TableDifference readDifference(WireReader in) {
    return new TableDifference(
        in.nextNumber(),
        in.nextNumber(),
        in.nextNumber(),
        in.nextList(BRANCH_BYTES_MIN, TableWire::readBranch),
        in.nextList(MEMBER_BYTES_MIN, WireReader::nextProcess),
        in.nextList(MEMBER_BYTES_MIN, WireReader::nextProcess),
        in.nextList(LOSS_BYTES_MIN, TableWire::readLoss),
        in.nextInt(),
        SlotSetWire.read(in),
        new OwnersReader(in, List.of()).read(),
        readTuning(in));
  }

  private static void write(WireWriter out, Tuning tuning) {
    out.number(tuning.backups())
        .number(tuning.memoryBytes())
        .number(tuning.migrationBytesPerSecond());
  }

  private static @Nullable Tuning readTuning(WireReader in) {
    return in.hasFieldsOf(TUNING_FORMAT)
        ? in.nextNullable(rest -> new Tuning(rest.nextInt(), rest.nextNumber(), rest.nextNumber()))
        : null;
  }

  private static void write(WireWriter out, Branch branch) {
    out.number(branch.epoch()).number(branch.lineage());
  }

  private static Branch readBranch(WireReader in) {
    return new Branch(in.nextNumber(), in.nextNumber());
  }

  private static void write(WireWriter out, Loss loss) {
    out.number(loss.epoch()).number(loss.slots());
  }

  private static Loss readLoss(WireReader in) {
    return new Loss(in.nextNumber(), in.nextInt());
  }
}
