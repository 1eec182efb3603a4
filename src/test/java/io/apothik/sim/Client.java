package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.core.Unanswered;
import io.apothik.core.Unanswered.Numbered;
import io.apothik.history.Outcome;
import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.sim.Journal.Asked;
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
 * A caller, whose master routes by a table that may be old and tries again under the same id; one
 * call at a time.
 */
final class Client {
  private final class Attempts {
    private final Work work;
    private final Asked asked;
    private final long begunAt = world.timeline.nowMillis();
    private int attempt;
    private boolean maybe;
    private boolean stale;
    private @Nullable Numbered numbered;

    private Attempts(Work work, Asked asked) {
      this.work = work;
      this.asked = asked;
      this.stale = work.mayBeStale();
    }

    private void begin(NodeName node) {
      if (numbered == null && request().operation().isWrite()) {
        numbered = unanswered.add(node);
      }
    }

    private KeyRequest request() {
      KeyRequest request = work.request();
      return stale || !work.mayBeStale() ? request : KeyRequest.get(request.key());
    }

    /** The primary; first, for what may be stale, any copy in sync. */
    private NodeName whomToAsk(SlotOwners owners) {
      List<Copy> all = owners.inSync();
      return all.get(stale ? world.random.nextInt(all.size()) : 0).node();
    }

    private long age() {
      return world.timeline.nowMillis() - begunAt;
    }
  }

  private final World world;
  private final int number;
  private final Unanswered unanswered;
  private final Workload workload;
  private final Pace pace;
  private SlotTable table = SlotTable.NONE;
  private boolean busy;

  /**
   * @param unanswered at its master, which others may share
   */
  Client(World world, int number, Unanswered unanswered, Workload workload, Pace pace) {
    this.world = world;
    this.number = number;
    this.unanswered = unanswered;
    this.workload = workload;
    this.pace = pace;
  }

  /** Its name on the network. */
  String name() {
    return "client" + number;
  }

  boolean isIdle() {
    return !busy;
  }

  /** Begins a call if none is under way. */
  void act() {
    if (busy) {
      return;
    }
    if (pace.refreshPercent() > 0 && world.random.nextInt(100) < pace.refreshPercent()) {
      refresh();
    }
    begin(workload.next(number));
  }

  /** Asks for this, and then again and again until there is an answer or no time is left. */
  void begin(Work work) {
    busy = true;
    Asked asked = world.journal.begin(number, work);
    attempt(new Attempts(work, asked));
  }

  private void attempt(Attempts attempts) {
    int attempt = ++attempts.attempt;
    if (table.isEmpty()) {
      retry(attempts);
      return;
    }
    Bytes key = attempts.request().key();
    int slot = Placement.SLOTS.slotOf(key, table.slotCount());
    NodeName owner = attempts.whomToAsk(table.owners(slot));
    attempts.begin(owner);
    Numbered numbered = attempts.numbered;
    SlotRequest message =
        new SlotRequest(
            table.epoch(),
            slot,
            numbered == null ? RequestId.NONE : numbered.id(),
            numbered == null ? 0 : numbered.answeredBelow(),
            attempts.age(),
            attempts.request());
    Consumer<Told> onReply = world.network.once(told -> onReply(attempts, attempt, told));
    world.network.send(
        name(),
        owner.value(),
        () ->
            world
                .at(owner)
                .ifPresent(
                    process ->
                        process.onRequest(
                            message,
                            attempts.asked::reached,
                            told ->
                                world.network.send(
                                    owner.value(), name(), () -> onReply.accept(told)))));
    world.timeline.in(pace.patienceMillis(), () -> onSilence(attempts, attempt));
  }

  private void onSilence(Attempts attempts, int attempt) {
    if (attempt == attempts.attempt) {
      attempts.maybe = true;
      retry(attempts);
    }
  }

  private void onReply(Attempts attempts, int attempt, Told told) {
    if (attempt != attempts.attempt) {
      return;
    }
    attempts.attempt++;
    if (!(told.reply() instanceof Reply.Failure failure)) {
      finish(attempts);
      if (!attempts.work.mayBeStale()) {
        world.told(attempts.request().key(), told, attempts.begunAt);
      }
      attempts.asked.end(attempts.work.outcome(told.reply()), told);
      return;
    }
    assertThat(failure.code()).as("of what has no answer yet").isNotEqualTo(ErrorCode.ANSWERED);
    attempts.maybe |= failure.code().applied() == ErrorCode.Applied.MAYBE;
    if (failure.code().isRetryable()) {
      retry(attempts);
    } else {
      giveUp(attempts);
    }
  }

  private void retry(Attempts attempts) {
    attempts.attempt++;
    attempts.stale = false;
    if (attempts.age() > pace.deadlineMillis()) {
      giveUp(attempts);
    } else {
      refresh();
      world.timeline.in(5 + world.random.nextInt(60), () -> attempt(attempts));
    }
  }

  private void giveUp(Attempts attempts) {
    finish(attempts);
    if (attempts.maybe) {
      attempts.asked.maybe();
    } else {
      attempts.asked.refused();
    }
  }

  private void finish(Attempts attempts) {
    busy = false;
    if (attempts.numbered != null) {
      attempts.numbered.answered();
    }
  }

  /** Takes the table of some node in reach if it is newer. */
  private void refresh() {
    table = world.tableInReach(name(), table);
  }

  /** What a caller was told, as the checker understands it. */
  interface Work {
    String key();

    io.apothik.history.Operation operation();

    KeyRequest request();

    /** Whether it asks for what was there once, not long ago. */
    default boolean mayBeStale() {
      return request().operation().mayBeStale();
    }

    /** The lifetime that it sets if it takes effect, or null if it leaves that as it is. */
    default @Nullable Lifetime lifetimeOrNull() {
      return null;
    }

    Outcome outcome(Reply reply);
  }

  /** Where calls come from. */
  interface Workload {
    Work next(int client);
  }
}
