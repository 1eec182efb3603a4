package io.apothik.sim;

import io.apothik.history.Call;
import io.apothik.history.History;
import io.apothik.history.Operation;
import io.apothik.history.Outcome;
import io.apothik.message.ErrorCode;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the clients asked and were told, in the order in which it happened. */
public final class Journal {
  /** A reply, when it was given, and the table of the node that gave it. */
  public record Told(Reply reply, SlotTable under, long atMillis) {}

  private record Event(long atMillis, Asked asked, boolean begins) {}

  private final Timeline timeline;
  private final List<Event> events = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Map<String, List<Asked>> byKey = new HashMap<>();

  Journal(Timeline timeline) {
    this.timeline = timeline;
  }

  /** A client asks. */
  Asked begin(int client, Client.Work work) {
    Asked one = new Asked(client, work);
    events.add(new Event(timeline.nowMillis(), one, true));
    asked.add(one);
    byKey.computeIfAbsent(one.key(), absent -> new ArrayList<>()).add(one);
    return one;
  }

  /** What it looks like to whom only that line of tables ever existed. */
  History along(Line line) {
    History history = new History();
    line.permitLosses(history, keys());
    Map<Asked, Call> calls = new HashMap<>();
    for (Event event : events) {
      Asked one = event.asked();
      if (event.begins()) {
        long at = event.atMillis();
        calls.put(one, history.begin(one.client, one.key(), one.operation(), one.from()));
        if (one.countsAlong(line) && line.mayRepeat(one.key(), at, one.overMillis)) {
          history.begin(one.client, one.key(), one.operation(), at).maybe();
        }
      } else {
        one.settle(Objects.requireNonNull(calls.remove(one)), event.atMillis(), line);
      }
    }
    return history;
  }

  /** Every key that was asked about. */
  Set<String> keys() {
    return Collections.unmodifiableSet(byKey.keySet());
  }

  /** All that was asked, in the order in which it was. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** What was asked about a key, in that order. */
  public List<Asked> about(String key) {
    return List.copyOf(byKey.getOrDefault(key, List.of()));
  }

  /** A call: which nodes it got to, and how it ended. */
  public final class Asked {
    private final int client;
    private final Client.Work work;
    private final long beginMillis = timeline.nowMillis();
    private final List<SlotTable> reached = new ArrayList<>();
    private boolean refused;
    private @Nullable ErrorCode failure;
    private @Nullable Outcome outcome;
    private @Nullable Told told;
    private long overMillis;

    private Asked(int client, Client.Work work) {
      this.client = client;
      this.work = work;
    }

    /** Which key it is about. */
    public String key() {
      return work.key();
    }

    /** What was asked. */
    public Operation operation() {
      return work.operation();
    }

    /** How it ended, or null if that is not known, or it was refused. */
    public @Nullable Outcome outcome() {
      return outcome;
    }

    /** Who asked, counted from 0. */
    public int client() {
      return client;
    }

    /** With what it was given up, or null. */
    public @Nullable ErrorCode failure() {
      return failure;
    }

    /** When it was asked. */
    public long beginMillis() {
      return beginMillis;
    }

    /** From when on it may have taken effect; a get that may be stale, before it was asked. */
    private long from() {
      return work.mayBeStale() ? Math.max(0, beginMillis - Limits.STALE_MILLIS_MAX) : beginMillis;
    }

    /** When it had certainly taken effect. */
    long endMillis() {
      return outcome == null ? Long.MAX_VALUE : overMillis;
    }

    /** When nobody waited for it any more. */
    public long overMillis() {
      return overMillis;
    }

    /** Whether it may have changed what is there. */
    boolean mayHaveTakenEffect() {
      boolean none =
          outcome instanceof Outcome.NotStored
              || (outcome instanceof Outcome.Presence presence && !presence.found());
      return !refused && !none;
    }

    /** The lifetime that it set, or may have set; or null. */
    @Nullable Lifetime lifetimeSet() {
      return mayHaveTakenEffect() ? work.lifetimeOrNull() : null;
    }

    /** A node with that table takes it in. */
    void reached(SlotTable table) {
      if (!reached.contains(table)) {
        reached.add(table);
      }
    }

    /** It took effect, and this is what the client was told. */
    void end(Outcome seen, Told reply) {
      outcome = seen;
      told = reply;
      over();
    }

    /** It was given up: it took no effect and never will, or the code says that it may. */
    void fail(ErrorCode code) {
      failure = code;
      refused = code.applied() == ErrorCode.Applied.NO;
      over();
    }

    private void over() {
      overMillis = timeline.nowMillis();
      events.add(new Event(overMillis, this, false));
    }

    private boolean countsAlong(Line line) {
      return !refused && reached.stream().anyMatch(line::has);
    }

    @Override
    public String toString() {
      return "client %d [%d, %d] %s -> %s"
          .formatted(client, beginMillis, overMillis, work, outcome);
    }

    private void settle(Call call, long atMillis, Line line) {
      if (!countsAlong(line)) {
        call.refused();
      } else if (outcome != null && told != null && line.holds(told)) {
        call.end(outcome, atMillis);
      } else {
        call.maybe();
      }
    }
  }
}
