package io.apothik.wire;

import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Amendment;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.HistoryRequest;
import io.apothik.message.NodeMessage.HotKeysRequest;
import io.apothik.message.NodeMessage.Leave;
import io.apothik.message.NodeMessage.Leaving;
import io.apothik.message.NodeMessage.Recover;
import io.apothik.message.NodeMessage.Several;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.NodeMessage.StatusRequest;
import io.apothik.message.NodeMessage.Suspected;
import io.apothik.message.NodeMessage.Synced;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.message.NodeMessage.Tune;
import io.apothik.message.NodeMessage.Voted;
import io.apothik.message.Operation;
import io.apothik.message.PeerMessage;
import io.apothik.message.RequestId;
import io.apothik.slot.NodeName;
import io.apothik.slot.Suspicion;
import io.apothik.slot.SyncReport;
import io.apothik.slot.TuningChange;
import java.util.ArrayList;
import java.util.List;

/**
 * What masters, nodes and the coordinator ask and tell each other, as bytes: tags 1 to 15, and 48
 * to 50.
 */
final class NodeWire {
  /** From this format on, a message says which gets may be stale. */
  private static final int STALE_FORMAT = 5;

  /** From this format on, who leaves says when it goes. */
  private static final int GOING_FORMAT = 7;

  /** Epoch, slot, number, age, key and operation. */
  private static final int SLOT_REQUEST_BYTES_MIN = 6;

  /** What a message of several can hold; none that holds others, so reading is not nested. */
  private static final Family<PeerMessage> PEERS =
      new Family<>("message between copies", PeerWire.KINDS);

  static final List<Kind<? extends NodeMessage>> KINDS =
      List.of(
          new Kind<>(1, SlotRequest.class, NodeWire::writeAlone, NodeWire::readAlone),
          Kind.empty(2, new StatusRequest()),
          Kind.empty(3, new Leave()),
          new Kind<>(4, Leaving.class, NodeWire::write, NodeWire::readLeaving),
          new Kind<>(5, Synced.class, NodeWire::write, NodeWire::readSynced),
          new Kind<>(6, Suspected.class, NodeWire::write, NodeWire::readSuspected),
          Kind.empty(7, new Recover()),
          new Kind<>(8, TableRequest.class, NodeWire::write, NodeWire::readTableRequest),
          new Kind<>(9, Announcement.class, NodeWire::write, NodeWire::readAnnouncement),
          new Kind<>(10, Batch.class, NodeWire::write, NodeWire::readBatch),
          new Kind<>(11, SlotScan.class, NodeWire::write, NodeWire::readSlotScan),
          new Kind<>(
              12,
              SlotInquiry.class,
              (out, inquiry) -> out.number(inquiry.slot()).bytes(inquiry.key()),
              in -> new SlotInquiry(in.nextSlot(), in.nextBytes())),
          new Kind<>(13, Several.class, NodeWire::write, NodeWire::readSeveral),
          new Kind<>(14, Amendment.class, NodeWire::write, NodeWire::readAmendment),
          new Kind<>(15, Tune.class, NodeWire::write, NodeWire::readTune),
          new Kind<>(
              48,
              Voted.class,
              (out, voted) -> out.name(voted.from()).number(voted.epoch()),
              in -> new Voted(in.nextName(), in.nextNumber())),
          new Kind<>(
              49,
              HistoryRequest.class,
              (out, request) -> out.number(request.samples()),
              in -> new HistoryRequest(in.nextInt())),
          new Kind<>(
              50,
              HotKeysRequest.class,
              (out, request) ->
                  out.number(request.count()).list(request.prefixes(), WireWriter::bytes),
              in -> new HotKeysRequest(in.nextInt(), in.nextList(1, WireReader::nextBytes))));

  private NodeWire() {}

  private static void writeAlone(WireWriter out, SlotRequest message) {
    write(out, message);
    out.flag(mayBeStale(message));
  }

  private static SlotRequest readAlone(WireReader in) {
    SlotRequest message = readSlotRequest(in);
    return in.hasFieldsOf(STALE_FORMAT) && in.nextFlag() ? stale(message) : message;
  }

  private static boolean mayBeStale(SlotRequest message) {
    return message.request().operation().mayBeStale();
  }

  /** The same, but that it may be stale. */
  private static SlotRequest stale(SlotRequest message) {
    KeyRequest request = message.request();
    if (!(request.operation() instanceof Operation.Get)) {
      throw new WireException(request.operation() + " is said to be stale, which only a get can");
    }
    return new SlotRequest(
        message.epoch(),
        message.slot(),
        message.id(),
        message.answeredBelow(),
        message.ageMillis(),
        KeyRequest.staleGet(request.key()));
  }

  private static void write(WireWriter out, SlotRequest message) {
    out.number(message.epoch()).number(message.slot());
    write(out, message.id(), message.answeredBelow());
    out.number(message.ageMillis()).bytes(message.request().key());
    OperationWire.FAMILY.write(out, message.request().operation());
  }

  private static SlotRequest readSlotRequest(WireReader in) {
    long epoch = in.nextNumber();
    int slot = in.nextSlot();
    RequestId id = readRequestId(in);
    return new SlotRequest(
        epoch,
        slot,
        id,
        readAnsweredBelow(in, id),
        in.nextNumber(),
        new KeyRequest(in.nextBytes(), OperationWire.FAMILY.read(in)));
  }

  private static void write(WireWriter out, Batch batch) {
    out.name(batch.from()).number(batch.number()).list(batch.requests(), NodeWire::write);
    out.list(stalePlaces(batch.requests()), (to, place) -> to.number(place));
  }

  private static Batch readBatch(WireReader in) {
    NodeName from = in.nextName();
    long number = in.nextNumber();
    List<SlotRequest> requests = in.nextList(SLOT_REQUEST_BYTES_MIN, NodeWire::readSlotRequest);
    List<Integer> places =
        in.hasFieldsOf(STALE_FORMAT)
            ? in.nextList(1, rest -> rest.nextIndex(requests.size()))
            : List.of();
    return new Batch(from, number, places.isEmpty() ? requests : stale(requests, places));
  }

  /** Where in a batch the gets are that may be stale. */
  private static List<Integer> stalePlaces(List<SlotRequest> requests) {
    List<Integer> places = List.of();
    for (int i = 0; i < requests.size(); i++) {
      if (mayBeStale(requests.get(i))) {
        places = places.isEmpty() ? new ArrayList<>() : places;
        places.add(i);
      }
    }
    return places;
  }

  private static List<SlotRequest> stale(List<SlotRequest> requests, List<Integer> places) {
    List<SlotRequest> all = new ArrayList<>(requests);
    places.forEach(place -> all.set(place, stale(all.get(place))));
    return all;
  }

  private static void write(WireWriter out, Several several) {
    out.list(several.messages(), PEERS::write);
  }

  private static Several readSeveral(WireReader in) {
    return new Several(in.nextList(1, PEERS::read));
  }

  private static void write(WireWriter out, SlotScan scan) {
    out.number(scan.epoch());
    SlotSetWire.write(out, scan.slots());
    out.nullable(scan.afterOrNull(), WireWriter::bytes);
    out.bytes(scan.prefix()).number(scan.count());
  }

  private static SlotScan readSlotScan(WireReader in) {
    return new SlotScan(
        in.nextNumber(),
        SlotSetWire.read(in),
        in.nextNullable(WireReader::nextBytes),
        in.nextBytes(),
        in.nextInt());
  }

  /** What is not numbered takes one byte. */
  static void write(WireWriter out, RequestId id, long answeredBelow) {
    out.number(id.number());
    if (id.isNumbered()) {
      out.random(id.series()).number(id.number() - answeredBelow);
    }
  }

  static RequestId readRequestId(WireReader in) {
    long number = in.nextNumber();
    return number == 0 ? RequestId.NONE : new RequestId(in.nextRandom(), number);
  }

  /** To be read after the id. */
  static long readAnsweredBelow(WireReader in, RequestId id) {
    long answeredBelow = id.isNumbered() ? id.number() - in.nextNumber() : 0;
    if (answeredBelow < 0 || answeredBelow > id.number()) {
      throw new WireException(
          "below %d all is said to be answered, by %s".formatted(answeredBelow, id));
    }
    return answeredBelow;
  }

  private static void write(WireWriter out, Leaving message) {
    out.process(message.process()).flag(message.going());
  }

  private static Leaving readLeaving(WireReader in) {
    return new Leaving(in.nextProcess(), in.hasFieldsOf(GOING_FORMAT) && in.nextFlag());
  }

  private static void write(WireWriter out, Synced message) {
    SyncReport report = message.report();
    out.number(report.epoch()).name(report.from()).name(report.learner());
    SlotSetWire.write(out, report.slots());
  }

  private static Synced readSynced(WireReader in) {
    return new Synced(
        new SyncReport(in.nextNumber(), in.nextName(), in.nextName(), SlotSetWire.read(in)));
  }

  private static void write(WireWriter out, Suspected message) {
    Suspicion suspicion = message.suspicion();
    out.number(suspicion.epoch()).name(suspicion.from()).name(suspicion.silent());
  }

  private static Suspected readSuspected(WireReader in) {
    return new Suspected(new Suspicion(in.nextNumber(), in.nextName(), in.nextName()));
  }

  private static void write(WireWriter out, TableRequest message) {
    out.name(message.from()).number(message.epoch()).number(message.lineage());
  }

  private static TableRequest readTableRequest(WireReader in) {
    return new TableRequest(in.nextName(), in.nextNumber(), in.nextNumber());
  }

  private static void write(WireWriter out, Announcement message) {
    TableWire.write(out.name(message.from()), message.table());
  }

  private static Announcement readAnnouncement(WireReader in) {
    return new Announcement(in.nextName(), TableWire.read(in));
  }

  private static void write(WireWriter out, Amendment message) {
    TableWire.write(out.name(message.from()), message.difference());
  }

  private static Amendment readAmendment(WireReader in) {
    return new Amendment(in.nextName(), TableWire.readDifference(in));
  }

  private static void write(WireWriter out, Tune message) {
    TuningChange change = message.change();
    out.nullable(change.backups(), (to, backups) -> to.number(backups));
    out.nullable(change.memoryBytes(), (to, bytes) -> to.number(bytes));
    out.nullable(change.migrationBytesPerSecond(), (to, bytes) -> to.number(bytes));
  }

  private static Tune readTune(WireReader in) {
    return new Tune(
        new TuningChange(
            in.nextNullable(WireReader::nextInt),
            in.nextNullable(WireReader::nextNumber),
            in.nextNullable(WireReader::nextNumber)));
  }
}
