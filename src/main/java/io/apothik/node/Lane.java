package io.apothik.node;

import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answer;
import io.apothik.slot.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests to one loop of a node: those that wait, in their order, and those that are on their
 * way.
 */
final class Lane {
  private static final int REQUEST_BYTES = 48;
  private static final int UNDIVIDED_MAX = 16;

  /** A request whose caller waits. */
  record Waiting(SlotRequest request, Deadline deadline, Consumer<Reply> caller, int bytes) {
    Waiting(SlotRequest request, Deadline deadline, Consumer<Reply> caller) {
      this(request, deadline, caller, bytesOf(request));
    }

    private static int valueBytes(Operation operation) {
      if (operation instanceof Operation.Put put) {
        return put.value().length();
      } else if (operation instanceof Operation.Append append) {
        return append.suffix().length();
      } else if (operation instanceof Operation.CompareAndSet cas) {
        return cas.expected().length() + cas.next().length();
      }
      return 0;
    }

    private static int bytesOf(SlotRequest request) {
      return REQUEST_BYTES
          + request.request().key().length()
          + valueBytes(request.request().operation());
    }
  }

  /** A batch that was sent and is not answered in full. */
  final class Sent {
    private final @Nullable Waiting[] requests;
    private int missing;
    private boolean acknowledged;

    private Sent(List<Waiting> requests) {
      this.requests = requests.toArray(Waiting[]::new);
      this.missing = requests.size();
    }

    Lane lane() {
      return Lane.this;
    }

    boolean isDone() {
      return missing == 0 && acknowledged;
    }

    List<SlotRequest> slotRequests() {
      List<SlotRequest> all = new ArrayList<>(requests.length);
      for (Waiting waiting : requests) {
        if (waiting != null) {
          all.add(waiting.request());
        }
      }
      return all;
    }

    /** For how long the last of its callers waits. */
    long leftMillis() {
      Deadline last = Deadline.after(1);
      for (Waiting waiting : requests) {
        last = waiting == null ? last : last.orLater(waiting.deadline());
      }
      return Math.max(1, last.leftMillis());
    }

    /**
     * The node has it, or never will: another may be sent in its place.
     *
     * @return whether that is new
     */
    boolean acknowledge() {
      boolean isNew = !acknowledged;
      unacknowledged -= isNew ? 1 : 0;
      acknowledged = true;
      return isNew;
    }

    void take(List<Answer> answers) {
      for (Answer answer : answers) {
        if (answer.place() < requests.length) {
          answer(answer.place(), answer.reply());
        }
      }
    }

    /** The same to all callers that still wait. */
    void answerAll(Reply reply) {
      for (int place = 0; place < requests.length; place++) {
        answer(place, reply);
      }
    }

    void failOverdue() {
      for (int place = 0; place < requests.length; place++) {
        Waiting waiting = requests[place];
        if (waiting != null && waiting.deadline().isOver()) {
          answer(place, new Reply.Failure(ErrorCode.TIMEOUT, node + " did not answer in time", 0));
        }
      }
    }

    private void answer(int place, Reply reply) {
      Waiting waiting = requests[place];
      if (waiting != null) {
        requests[place] = null;
        missing--;
        remove(waiting);
        waiting.caller().accept(reply);
      }
    }
  }

  private final NodeName node;
  private final String address;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int unacknowledged;
  private int requests;
  private long bytes;

  /**
   * @param address where the requests go
   */
  Lane(NodeName node, String address) {
    this.node = node;
    this.address = address;
  }

  NodeName node() {
    return node;
  }

  /** How much is on its way, and waits. */
  LaneMetrics.Load load() {
    return new LaneMetrics.Load(requests - queue.size(), queue.size());
  }

  String address() {
    return address;
  }

  /** Takes a request in; whether there is room. */
  boolean add(Waiting waiting) {
    boolean full =
        requests == Limits.LANE_REQUESTS_MAX
            || (requests > 0 && bytes + waiting.bytes() > Limits.LANE_BYTES_MAX);
    if (!full) {
      requests++;
      bytes += waiting.bytes();
      queue.add(waiting);
    }
    return !full;
  }

  private void remove(Waiting waiting) {
    requests--;
    bytes -= waiting.bytes();
  }

  boolean maySend() {
    return !queue.isEmpty() && unacknowledged < Limits.BATCHES_OUT_MAX;
  }

  /** The next batch, which is on its way from now on. */
  Sent next() {
    return next(queue.size());
  }

  /** As {@link #next}, but if much waits, half of it is left to another batch. */
  Sent firstHalf() {
    return next(Math.max(UNDIVIDED_MAX, (queue.size() + 1) / 2));
  }

  private Sent next(int most) {
    List<Waiting> batch = new ArrayList<>();
    long size = 0;
    while (batch.size() < Math.min(most, Limits.BATCH_REQUESTS_MAX)
        && !queue.isEmpty()
        && size < Limits.BATCH_BYTES_FULL) {
      Waiting waiting = queue.remove();
      size += waiting.bytes();
      batch.add(waiting);
    }
    unacknowledged++;
    return new Sent(batch);
  }

  /** Answers what waited until its deadline, and never went. */
  void failOverdue() {
    List<Waiting> overdue = new ArrayList<>();
    for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); ) {
      Waiting waiting = all.next();
      if (waiting.deadline().isOver()) {
        all.remove();
        overdue.add(waiting);
      }
    }
    for (Waiting waiting : overdue) {
      remove(waiting);
      waiting
          .caller()
          .accept(
              new Reply.Failure(
                  ErrorCode.BUSY,
                  "%s took no request for %d ms, and %d others wait"
                      .formatted(node, waiting.deadline().timeoutMillis(), queue.size()),
                  0));
    }
  }

  /** Answers what did not go. */
  void answerQueue(Reply reply) {
    List<Waiting> all = List.copyOf(queue);
    queue.clear();
    for (Waiting waiting : all) {
      remove(waiting);
      waiting.caller().accept(reply);
    }
  }
}
