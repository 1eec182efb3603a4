package io.apothik.wire;

import io.apothik.message.Activity;
import io.apothik.message.Ballot;
import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.Cursor;
import io.apothik.message.Decimals;
import io.apothik.message.Description;
import io.apothik.message.ErrorCode;
import io.apothik.message.FillProgress;
import io.apothik.message.Holdings;
import io.apothik.message.KeyRequest;
import io.apothik.message.KeyTrace;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Amendment;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.Batch;
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
import io.apothik.message.Operation.Condition;
import io.apothik.message.Pauses;
import io.apothik.message.PeerMessage.Chunk;
import io.apothik.message.PeerMessage.ChunkAccepted;
import io.apothik.message.PeerMessage.Granted;
import io.apothik.message.PeerMessage.Mark;
import io.apothik.message.PeerMessage.Part;
import io.apothik.message.PeerMessage.Renew;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.PeerMessage.Settled;
import io.apothik.message.PeerMessage.Takeover;
import io.apothik.message.PeerMessage.Term;
import io.apothik.message.PeerMessage.Unsettled;
import io.apothik.message.PeerMessage.Yielded;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.message.ValueType;
import io.apothik.message.Version;
import io.apothik.message.VoteMessage.Accepted;
import io.apothik.message.VoteMessage.Prepare;
import io.apothik.message.VoteMessage.Promised;
import io.apothik.message.VoteMessage.Propose;
import io.apothik.message.VoteMessage.Refused;
import io.apothik.slot.Branch;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.CopyRole;
import io.apothik.slot.Incarnation;
import io.apothik.slot.Loss;
import io.apothik.slot.Move;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Suspicion;
import io.apothik.slot.SyncReport;
import io.apothik.slot.TableDifference;
import io.apothik.slot.Tuning;
import io.apothik.slot.TuningChange;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** At least one message of every kind that travels between nodes, with the extremes of each. */
final class Messages {
  static final NodeName A = NodeName.numbered(1, "127.0.0.1");
  static final NodeName B = NodeName.numbered(2, "127.0.0.1");
  static final Incarnation PROCESS = new Incarnation(A, "5b1f0a52-12f7-4c1f-9c1e-0d7a9e6f3a10");
  private static final Incarnation OTHER = new Incarnation(B, "");
  static final Bytes KEY = Bytes.utf8("clé");
  private static final Bytes EMPTY = Bytes.utf8("");
  private static final Bytes BINARY = Bytes.copyOf(new byte[] {0, -1, 127, -128});
  private static final RequestId ID = new RequestId(Long.MIN_VALUE, 7);
  private static final Version V = new Version(3, 128);
  private static final Version GREATEST = new Version(Long.MAX_VALUE, Long.MAX_VALUE);
  private static final FillProgress FILLING = new FillProgress(16_384, Long.MAX_VALUE, 1);
  private static final Pauses PAUSES = new Pauses(Long.MAX_VALUE, 1, Long.MAX_VALUE);
  private static final Tuning TUNING =
      new Tuning(3, Tuning.MEMORY_BYTES_MAX, Tuning.MIGRATION_BYTES_PER_SECOND_MAX);
  private static final KeyTrace TRACE =
      new KeyTrace(KeyTrace.Kind.PRESENT, V, Integer.MAX_VALUE, Long.MAX_VALUE);

  private Messages() {}

  /** Messages of at most some hundred bytes. */
  static Stream<Message> small() {
    return Stream.of(
            requests(),
            reports(),
            EventSamples.all(),
            ObservationSamples.all(),
            writes(),
            takeovers(),
            chunks(),
            leases(),
            votes(),
            replies(),
            collections())
        .flatMap(messages -> messages);
  }

  static Stream<Message> all() {
    return Stream.concat(small(), Stream.of(bigPut(), bigChunk()));
  }

  /** The message that all of the buffer is. */
  static Message decoded(Buffer buffer) {
    return MessageWire.decode(buffer, 0, buffer.length());
  }

  static Buffer encoded(Message message) {
    Buffer buffer = Buffer.buffer();
    MessageWire.encode(buffer, message);
    return buffer;
  }

  /** At least one operation of every kind. */
  static Stream<Operation> operations() {
    Lifetime longest = new Lifetime(Limits.LIFETIME_MILLIS_MAX, 1);
    return Stream.of(
        new Operation.Get(),
        new Operation.Exists(),
        new Operation.Put(BINARY, Lifetime.UNLIMITED, false, Condition.NONE),
        new Operation.Put(EMPTY, longest, true, Condition.ABSENT),
        new Operation.Put(KEY, longest, false, Condition.version(GREATEST)),
        new Operation.Delete(),
        new Operation.DeleteVersion(GREATEST),
        new Operation.Increment(Long.MIN_VALUE),
        new Operation.Increment(-1),
        new Operation.Increment(Long.MAX_VALUE),
        new Operation.Append(KEY),
        new Operation.CompareAndSet(EMPTY, KEY),
        new Operation.Expire(longest),
        new Operation.Touch(),
        new Operation.Put(KEY, longest, false, Condition.PRESENT),
        new Operation.Describe(),
        new Operation.ExpireIf(longest, Operation.Allowed.LATER_TTL),
        new Operation.Overwrite(Limits.VALUE_BYTES_MAX, BINARY),
        new Operation.IncrementDecimal(Decimals.parse("-1.00000000000000001").orElseThrow()),
        new Operation.End(Operation.Allowed.ALWAYS),
        new Operation.Copy(KEY, true),
        new Operation.HashGet(List.of(KEY, EMPTY)),
        new Operation.HashGetAll(),
        new Operation.HashSet(Map.of(EMPTY, BINARY)),
        new Operation.HashDelete(List.of(BINARY)),
        new Operation.HashIncrement(KEY, Long.MIN_VALUE),
        transaction(transaction()));
  }

  private static Operation.Transaction transaction(Operation... steps) {
    return new Operation.Transaction(
        Map.of(KEY, GREATEST),
        Stream.concat(
                Stream.of(Operation.Allowed.values())
                    .map(allowed -> new Operation.ExpireIf(Lifetime.UNLIMITED, allowed)),
                Stream.of(steps))
            .map(step -> new KeyRequest(KEY, step))
            .toList(),
        true);
  }

  /** At least one reply of every kind that travels. */
  static Stream<Reply> replies() {
    return Stream.of(
        new Reply.Done(),
        Reply.Value.ABSENT,
        new Reply.Value(EMPTY, V, 0),
        new Reply.Value(KEY, GREATEST, Long.MAX_VALUE),
        new Reply.Presence(true),
        new Reply.Presence(false),
        new Reply.Changed(true, V),
        new Reply.Changed(false, Version.NONE),
        new Reply.Number(0),
        new Reply.Number(Long.MIN_VALUE),
        new Reply.Number(Long.MAX_VALUE),
        new Reply.Status(
            true,
            Long.MAX_VALUE,
            300,
            new Holdings(16_384, Long.MAX_VALUE, 1, Long.MAX_VALUE, 2, FILLING, PAUSES),
            new Activity(
                Long.MAX_VALUE, false, 1, 3, 2, 5, new Activity.Calls(4, 3, 2, Long.MAX_VALUE))),
        new Reply.Status(false, 0, 0, Holdings.NONE, null),
        new Reply.Failure(ErrorCode.NOT_OWNER, "a ne possède pas ‹5›", 12),
        new Reply.Failure(ErrorCode.INTERNAL, "", 0),
        Description.ABSENT,
        new Description(ValueType.STRING, 1, 200, V, 0),
        new Description(ValueType.HASH, Integer.MAX_VALUE, 200, GREATEST, Long.MAX_VALUE),
        new Reply.Values(List.of(Optional.of(EMPTY), Optional.empty())),
        results(results(new Reply.Number(1))));
  }

  private static Reply results(Reply reply) {
    return new Reply.Results(List.of(new Reply.Result(KEY, reply)));
  }

  /** What holds several replies or keys. */
  private static Stream<Message> collections() {
    return Stream.of(
        new Reply.Answers(0, List.of()),
        new Reply.Answers(
            Long.MAX_VALUE, replies().map(reply -> new Reply.Answer(999, reply)).toList()),
        new Reply.Page(List.of(), null),
        new Reply.Page(
            List.of(new Reply.Key(0, KEY), new Reply.Key(16_383, BINARY)),
            new Cursor(16_384, null)),
        new Reply.Page(List.of(), new Cursor(7, KEY)),
        new Several(List.of(new Renew(PROCESS, 3, 1, 5), new Granted(OTHER, 5))),
        new Batch(
            A,
            Long.MAX_VALUE,
            List.of(
                new SlotRequest(1, 5, ID, 3, 250, KeyRequest.get(KEY)),
                new SlotRequest(1, 6, ID, 7, 0, KeyRequest.delete(BINARY)))),
        new Batch(
            B,
            0,
            List.of(
                new SlotRequest(1, 5, ID, 3, 250, KeyRequest.staleGet(KEY)),
                new SlotRequest(1, 5, ID, 3, 250, KeyRequest.get(BINARY)),
                new SlotRequest(1, 5, ID, 3, 250, KeyRequest.staleGet(BINARY)))),
        new SlotInquiry(16_383, KEY),
        new Reply.CopyReport(0, CopyRole.NONE, KeyTrace.ABSENT, false, List.of()),
        new Reply.CopyReport(Long.MAX_VALUE, CopyRole.PRIMARY, TRACE, true, moves()),
        new SlotScan(7, SlotSet.of(3, 5, 1_000), null, Bytes.EMPTY, 1),
        new SlotScan(7, SlotSet.of(16_383), KEY, KEY, 1_000));
  }

  private static Stream<Message> requests() {
    return Stream.concat(
        operations()
            .map(operation -> new SlotRequest(1, 5, ID, 0, 250, new KeyRequest(KEY, operation))),
        Stream.of(
            new SlotRequest(
                Long.MAX_VALUE,
                16_383,
                new RequestId(Long.MAX_VALUE, Long.MAX_VALUE),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                KeyRequest.get(BINARY)),
            new SlotRequest(0, 0, RequestId.NONE, 0, 0, KeyRequest.get(KEY)),
            new SlotRequest(0, 0, RequestId.NONE, 0, 0, KeyRequest.staleGet(KEY)),
            new StatusRequest(),
            new Leave(),
            new Recover(),
            new Tune(TuningChange.NONE),
            new Tune(new TuningChange(0, Tuning.MEMORY_BYTES_MIN, 1L)),
            new Tune(new TuningChange(3, null, null))));
  }

  private static Stream<Message> reports() {
    return Stream.of(
        new Leaving(PROCESS, false),
        new Leaving(PROCESS, true),
        new Synced(new SyncReport(9, A, B, SlotSet.of())),
        new Synced(new SyncReport(9, A, B, SlotSet.of(0, 5, 300))),
        new Synced(new SyncReport(9, A, B, SlotSet.of(16_376, 16_383))),
        new Suspected(new Suspicion(Long.MAX_VALUE, A, B)),
        new Voted(A, Long.MAX_VALUE),
        new TableRequest(A, 0, 0),
        new TableRequest(A, 12, Long.MIN_VALUE),
        new Announcement(A, SlotTable.NONE),
        new Announcement(A, table(Long.MAX_VALUE)),
        new Amendment(A, difference()));
  }

  private static Stream<Message> writes() {
    return Stream.of(
        new Replicate(A, 0, 1, 1, Version.NONE, Version.NONE, changes().subList(0, 1)),
        new Replicate(A, 16_383, 3, 2, V, V.next(), changes()),
        new Replicated(A, 16_383, 3, 2, List.of()),
        new Replicated(A, 5, 3, 2, List.of(V, V.next(), GREATEST)),
        new Settled(A, List.of()),
        new Settled(A, List.of(new Mark(5, 3, V), new Mark(16_383, 1, GREATEST))));
  }

  private static Stream<Message> takeovers() {
    return Stream.of(
        new Takeover(A, List.of()),
        new Takeover(A, List.of(new Term(0, 1), new Term(16_383, Long.MAX_VALUE))),
        new Yielded(A, List.of()),
        new Yielded(
            A,
            List.of(
                new Unsettled(0, 1, Unsettled.NOT_SERVED, List.of()),
                new Unsettled(5, 3, Long.MAX_VALUE, changes()))));
  }

  private static Stream<Message> chunks() {
    Part empty = new Part(3, 1, 1, Version.NONE, true, List.of(), List.of(), Long.MAX_VALUE);
    Part full = new Part(16_383, 3, 2, V, false, changes(), applied(KEY), 0);
    return Stream.of(
        new Chunk(A, Long.MIN_VALUE, 0, List.of()),
        new Chunk(A, 7, 1, List.of(empty)),
        new Chunk(A, Long.MAX_VALUE, Integer.MAX_VALUE, List.of(full, empty)),
        new ChunkAccepted(A, 7, Integer.MAX_VALUE));
  }

  private static Stream<Message> leases() {
    return Stream.of(
        new Renew(PROCESS, 3, 0, 1_700_000_000_000L),
        new Renew(OTHER, 3, Long.MIN_VALUE, Long.MIN_VALUE),
        new Granted(PROCESS, 1_700_000_000_000L));
  }

  private static Stream<Message> votes() {
    Ballot ballot = new Ballot(4, PROCESS);
    Ballot greatest = new Ballot(Long.MAX_VALUE, OTHER);
    return Stream.of(
        new Prepare(PROCESS, 3, Long.MIN_VALUE, ballot),
        new Promised(PROCESS, 3, ballot, null, null),
        new Promised(PROCESS, 3, greatest, ballot, difference()),
        new Propose(PROCESS, ballot, difference()),
        new Accepted(PROCESS, 3, greatest),
        new Refused(PROCESS, Long.MAX_VALUE, greatest));
  }

  private static List<Change> changes() {
    return List.of(
        new Change(KEY, V, EMPTY, 0, 0, List.of()),
        new Change(KEY, V, ValueType.HASH, BINARY, 0, 0, List.of()),
        new Change(BINARY, GREATEST, null, Long.MAX_VALUE, 1, applied(BINARY)));
  }

  /** One with each reply. */
  private static List<Applied> applied(Bytes key) {
    return replies().map(reply -> new Applied(key, ID, 5, 30_000, V, reply)).toList();
  }

  private static List<Move> moves() {
    List<SlotOwners> owners = table(1).allOwners();
    return List.of(
        new Move(1, Long.MAX_VALUE, owners.get(0)),
        new Move(2, 7, owners.get(2)),
        new Move(Long.MAX_VALUE, 0, owners.get(3)));
  }

  private static TableDifference difference() {
    List<SlotOwners> owners = table(1).allOwners();
    return new TableDifference(
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        List.of(new Branch(1, Long.MIN_VALUE), new Branch(Long.MAX_VALUE, Long.MAX_VALUE)),
        List.of(PROCESS),
        List.of(OTHER),
        List.of(new Loss(2, 16_384)),
        16_384,
        SlotSet.of(0, 7, 16_383),
        List.of(owners.get(0), owners.get(3), owners.get(0)),
        TUNING);
  }

  private static SlotTable table(long epoch) {
    Copy a = new Copy(A, 1);
    Copy later = new Copy(A, Long.MAX_VALUE);
    Copy b = new Copy(B, 2);
    SlotOwners settled = SlotOwners.founded(a);
    SlotOwners copied = new SlotOwners(a, List.of(b), List.of(), 1);
    SlotOwners filling = new SlotOwners(b, List.of(), List.of(later), Long.MAX_VALUE);
    return SlotTable.of(
            epoch,
            List.of(new Branch(1, 2), new Branch(epoch, Long.MIN_VALUE)),
            List.of(PROCESS),
            List.of(settled, settled, copied, filling, settled, copied, copied, copied),
            List.of(new Loss(2, 16_384), new Loss(Long.MAX_VALUE, 1)))
        .withTuning(TUNING);
  }

  private static Message bigPut() {
    KeyRequest put = KeyRequest.put(bytes(Limits.KEY_BYTES_MAX), bytes(Limits.VALUE_BYTES_MAX));
    return new SlotRequest(1, 5, ID, 7, 0, put);
  }

  private static Message bigChunk() {
    Change change = new Change(KEY, V, bytes(Limits.VALUE_BYTES_MAX), 0, 0, List.of());
    return new Chunk(A, 1, 1, List.of(new Part(1, 1, 1, V, true, List.of(change), List.of(), 1)));
  }

  private static Bytes bytes(int length) {
    return Bytes.copyOf(new byte[length]);
  }
}
