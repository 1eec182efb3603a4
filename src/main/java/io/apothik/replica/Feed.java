package io.apothik.replica;

import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.Effect;
import io.apothik.message.Limits;
import io.apothik.message.PeerMessage.Chunk;
import io.apothik.message.PeerMessage.Part;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills one learner's copies with what their primary holds: slot after slot, in chunks of bounded
 * size, each when the one before is accepted. Writes that come meanwhile reach the learner on their
 * own way, and versions tell which is the newer.
 */
final class Feed {
  private static final long RESEND_MILLIS = 300;

  /** One copy that is to be filled. */
  private record Task(Primacy primacy, Copy copy) {
    boolean isWanted() {
      return primacy.isServing() && primacy.replication().needsFeeding(copy);
    }
  }

  private final NodeName learner;
  private final Host host;
  private final Deque<Task> waiting = new ArrayDeque<>();
  private final List<Task> inChunk = new ArrayList<>();
  private final List<Task> endingInChunk = new ArrayList<>();

  private long number;
  private int sequence;
  private @Nullable Chunk inFlight;
  private long sentAtMillis;
  private @Nullable Task current;
  private Iterator<Cell> rest = Collections.emptyIterator();

  /**
   * @param number greater than that of any feed before
   */
  Feed(NodeName learner, long number, Host host) {
    this.learner = learner;
    this.number = number;
    this.host = host;
  }

  /** Fills this copy, too, in its turn. */
  void add(Primacy primacy, Copy copy) {
    waiting.add(new Task(primacy, copy));
  }

  boolean isIdle() {
    return inFlight == null && current == null && waiting.isEmpty();
  }

  /** How many slots are still to be filled. */
  int slotsLeft() {
    return waiting.size() + (current == null ? 0 : 1) + endingInChunk.size();
  }

  /** How many bytes are still to be sent, about. */
  long bytesLeft() {
    return waiting.stream().mapToLong(task -> task.primacy().shard().bytes()).sum()
        + (current == null ? 0 : current.primacy().shard().bytes());
  }

  /**
   * After another table: drops what is wanted no more.
   *
   * @param nextNumber the feed's number if it has to begin anew, as what is under way is stale
   * @return whether it did
   */
  boolean review(long nextNumber) {
    waiting.removeIf(task -> !task.isWanted());
    if (inChunk.stream().allMatch(Task::isWanted) && (current == null || current.isWanted())) {
      return false;
    }
    List<Task> again = new ArrayList<>(inChunk);
    if (current != null && !again.contains(current)) {
      again.add(current);
    }
    again.stream().filter(Task::isWanted).forEach(waiting::addFirst);
    number = nextNumber;
    sequence = 0;
    inFlight = null;
    current = null;
    rest = Collections.emptyIterator();
    inChunk.clear();
    endingInChunk.clear();
    return true;
  }

  /** The learner has a chunk. */
  void onAccepted(long feed, int acceptedSequence) {
    if (inFlight != null && feed == number && acceptedSequence == sequence) {
      inFlight = null;
      sequence++;
      endingInChunk.forEach(task -> task.primacy().replication().onFed(task.copy()));
      endingInChunk.clear();
      inChunk.clear();
    }
  }

  /**
   * Sends the next chunk if there is one and the last was accepted, or the last again if that takes
   * too long.
   *
   * @param budget how many bytes may be sent; a chunk goes out whole if there is any
   * @return how many bytes were sent
   */
  long send(long budget, long nowMillis) {
    Chunk chunk = inFlight;
    if (chunk != null) {
      if (nowMillis - sentAtMillis < RESEND_MILLIS) {
        return 0;
      }
      inFlight = chunk.aged(nowMillis - sentAtMillis);
      sentAtMillis = nowMillis;
      host.perform(new Effect.Send(learner, inFlight));
      return 0;
    }
    if (isIdle() || budget <= 0) {
      return 0;
    }
    long[] bytes = new long[1];
    Chunk next = new Chunk(host.self(), number, sequence, nextParts(bytes, nowMillis));
    inFlight = next;
    sentAtMillis = nowMillis;
    host.perform(new Effect.Send(learner, next));
    return bytes[0];
  }

  /**
   * What is to be told of a slot, without its requests.
   *
   * @param last whether it is all that is left
   */
  private record Piece(Task task, List<Change> changes, boolean last) {
    Shard shard() {
      return task.primacy().shard();
    }
  }

  private List<Part> nextParts(long[] bytes, long nowMillis) {
    List<Piece> pieces = new ArrayList<>();
    while (bytes[0] < Limits.CHUNK_BYTES_FULL && pieces.size() < Limits.CHUNK_SLOTS_MAX) {
      Task task = current != null ? current : nextTask();
      if (task == null) {
        break;
      }
      pieces.add(nextPiece(task, bytes, nowMillis));
    }
    Set<Shard> ending =
        pieces.stream().filter(Piece::last).map(Piece::shard).collect(Collectors.toSet());
    Map<Shard, List<Applied>> requests = host.requests().of(ending, nowMillis);
    return pieces.stream()
        .map(piece -> part(piece, requests.getOrDefault(piece.shard(), List.of()), nowMillis))
        .toList();
  }

  private @Nullable Task nextTask() {
    Task task = waiting.poll();
    current = task;
    rest = Collections.emptyIterator();
    if (task != null) {
      // Those that come while this goes on reach the learner on their own way.
      List<Cell> cells = new ArrayList<>();
      task.primacy().shard().cells().forEach(cells::add);
      rest = cells.iterator();
    }
    return task;
  }

  private Piece nextPiece(Task task, long[] bytes, long nowMillis) {
    List<Change> changes = new ArrayList<>();
    while (bytes[0] < Limits.CHUNK_BYTES_FULL && rest.hasNext()) {
      // Of a cell that went meanwhile, the last entry is a tombstone.
      Cell cell = rest.next();
      if (!cell.isTombstone()) {
        changes.add(cell.entry().toChange(cell.key(), List.of(), nowMillis));
        bytes[0] += cell.weight();
      }
    }
    boolean last = !rest.hasNext();
    inChunk.add(task);
    if (last) {
      endingInChunk.add(task);
      current = null;
    }
    return new Piece(task, changes, last);
  }

  private Part part(Piece piece, List<Applied> requests, long nowMillis) {
    Replication replication = piece.task().primacy().replication();
    return new Part(
        piece.shard().slot(),
        replication.term(),
        piece.task().copy().since(),
        replication.settledBelow(),
        piece.last(),
        piece.changes(),
        requests,
        piece.last() ? host.requests().forgottenAgoMillis(piece.shard(), nowMillis) : 0);
  }
}
