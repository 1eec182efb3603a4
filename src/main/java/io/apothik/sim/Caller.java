package io.apothik.sim;

import io.apothik.core.Unanswered;
import io.apothik.core.Unanswered.Numbered;
import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.sim.Journal.Told;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A master as its callers know it: it routes by a table that may be old, and tries again under the
 * same id until there is an answer or no time is left.
 */
final class Caller {
  /**
   * How long it takes to give up.
   *
   * @param attemptMillis after how long a node that does not answer is asked again
   * @param deadlineMillis after how long nobody is asked again
   * @param looks whether it sees who is there: it asks nobody who is gone, and gives up at once
   *     where a majority is
   */
  record Patience(int attemptMillis, int deadlineMillis, boolean looks) {}

  private final class Attempts {
    private final KeyRequest request;
    private final Consumer<SlotTable> reached;
    private final Consumer<Told> end;
    private final long begunAt = world.timeline.nowMillis();
    private int attempt;
    private boolean maybe;
    private boolean stale;
    private @Nullable Numbered numbered;

    private Attempts(KeyRequest request, Consumer<SlotTable> reached, Consumer<Told> end) {
      this.request = request;
      this.reached = reached;
      this.end = end;
      this.stale = request.operation().mayBeStale();
    }

    private void begin(NodeName node) {
      if (numbered == null && request.operation().isWrite()) {
        numbered = unanswered.add(node);
      }
    }

    private KeyRequest request() {
      boolean asItIs = stale || !request.operation().mayBeStale();
      return asItIs ? request : KeyRequest.get(request.key());
    }

    /** The primary; first, for what may be stale, any copy in sync. */
    private NodeName whomToAsk(SlotOwners owners) {
      List<Copy> all = owners.inSync();
      return all.get(stale ? world.random.nextInt(all.size()) : 0).node();
    }

    /** The node may have done it, or may yet. */
    private void doubt() {
      maybe |= request.operation().isWrite();
    }

    private long age() {
      return world.timeline.nowMillis() - begunAt;
    }

    private void end(Told told) {
      if (numbered != null) {
        numbered.answered();
      }
      end.accept(told);
    }
  }

  private final World world;
  private final String name;
  private final Unanswered unanswered;
  private final Patience patience;
  private SlotTable table = SlotTable.NONE;

  /**
   * @param name on the network
   * @param unanswered at its master, which others may share
   */
  Caller(World world, String name, Unanswered unanswered, Patience patience) {
    this.world = world;
    this.name = name;
    this.unanswered = unanswered;
    this.patience = patience;
  }

  /**
   * Asks for this, and then again and again.
   *
   * @param reached takes the table of each node that takes the request in
   * @param end takes the answer, once, or the failure with which it gives up: its code says whether
   *     the request may have been applied
   */
  void ask(KeyRequest request, Consumer<SlotTable> reached, Consumer<Told> end) {
    attempt(new Attempts(request, reached, end));
  }

  /** Takes the table of some node in reach if it is newer. */
  void refresh() {
    table = world.tableInReach(name, table);
  }

  private void attempt(Attempts attempts) {
    int attempt = ++attempts.attempt;
    if (table.isEmpty()) {
      retry(attempts);
      return;
    }
    Bytes key = attempts.request.key();
    int slot = Placement.SLOTS.slotOf(key, table.slotCount());
    NodeName owner = attempts.whomToAsk(table.owners(slot));
    if (patience.looks() && !world.liveOf(name).names().contains(owner)) {
      retry(attempts);
      return;
    }
    attempts.begin(owner);
    SlotRequest message = message(attempts, slot);
    Consumer<Told> onReply = world.network.once(told -> onReply(attempts, attempt, told));
    Consumer<Told> reply =
        told -> world.network.send(owner.value(), name, () -> onReply.accept(told));
    world.network.send(
        name,
        owner.value(),
        () ->
            world
                .at(owner)
                .ifPresent(process -> process.onRequest(message, attempts.reached, reply)));
    world.timeline.in(patience.attemptMillis(), () -> onSilence(attempts, attempt));
  }

  private SlotRequest message(Attempts attempts, int slot) {
    Numbered numbered = attempts.numbered;
    return new SlotRequest(
        table.epoch(),
        slot,
        numbered == null ? RequestId.NONE : numbered.id(),
        numbered == null ? 0 : numbered.answeredBelow(),
        attempts.age(),
        attempts.request());
  }

  private void onSilence(Attempts attempts, int attempt) {
    if (attempt == attempts.attempt) {
      attempts.doubt();
      retry(attempts);
    }
  }

  private void onReply(Attempts attempts, int attempt, Told told) {
    if (attempt != attempts.attempt) {
      return;
    }
    attempts.attempt++;
    if (!(told.reply() instanceof Reply.Failure failure)) {
      attempts.end(told);
      return;
    }
    if (failure.code() == ErrorCode.ANSWERED) {
      throw new BrokenLawException(attempts.request + " is ANSWERED, but nobody has an answer");
    }
    if (failure.code().applied() == ErrorCode.Applied.MAYBE) {
      attempts.doubt();
    }
    if (failure.code().isRetryable()) {
      retry(attempts);
    } else {
      giveUp(attempts, attempts.maybe ? ErrorCode.UNDECIDED : failure.code(), failure.reason());
    }
  }

  private void retry(Attempts attempts) {
    attempts.attempt++;
    attempts.stale = false;
    if (attempts.age() > patience.deadlineMillis()) {
      ErrorCode code = attempts.maybe ? ErrorCode.TIMEOUT : ErrorCode.UNAVAILABLE;
      giveUp(attempts, code, "no owner answered in time");
    } else if (patience.looks() && isCutOff()) {
      ErrorCode code = attempts.maybe ? ErrorCode.UNDECIDED : ErrorCode.NO_QUORUM;
      giveUp(attempts, code, "a majority of the cache nodes is out of reach");
    } else {
      refresh();
      world.timeline.in(5 + world.random.nextInt(60), () -> attempt(attempts));
    }
  }

  private boolean isCutOff() {
    int members = table.members().size();
    return world.settings().needsMajority(members)
        && world.liveOf(name).membersOf(table) <= members / 2;
  }

  private void giveUp(Attempts attempts, ErrorCode code, String reason) {
    Reply failure = new Reply.Failure(code, reason, table.epoch());
    attempts.end(new Told(failure, table, world.timeline.nowMillis()));
  }
}
