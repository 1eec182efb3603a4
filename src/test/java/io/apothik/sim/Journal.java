package io.apothik.sim;

import io.apothik.history.Call;
import io.apothik.history.History;
import io.apothik.history.Operation;
import io.apothik.history.Outcome;
import io.apothik.message.Reply;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the clients asked and were told, in the order in which it happened. */
final class Journal {
  /** A reply, when it was given, and the table of the node that gave it. */
  record Told(Reply reply, SlotTable under, long atMillis) {}

  private record Event(long atMillis, Asked asked, boolean begins) {}

  private final Timeline timeline;
  private final List<Event> events = new ArrayList<>();

  Journal(Timeline timeline) {
    this.timeline = timeline;
  }

  /** A client asks. */
  Asked begin(int client, String key, Operation operation) {
    Asked asked = new Asked(client, key, operation);
    events.add(new Event(timeline.nowMillis(), asked, true));
    return asked;
  }

  /** What it looks like to whom only that line of tables ever existed. */
  History along(Line line) {
    History history = new History();
    line.permitLosses(history);
    Map<Asked, Call> calls = new HashMap<>();
    for (Event event : events) {
      Asked asked = event.asked();
      if (event.begins()) {
        long at = event.atMillis();
        calls.put(asked, history.begin(asked.client, asked.key, asked.operation, at));
        if (asked.countsAlong(line) && line.mayRepeat(asked.key, at, asked.overAtMillis)) {
          history.begin(asked.client, asked.key, asked.operation, at).maybe();
        }
      } else {
        asked.settle(calls.remove(asked), event.atMillis(), line);
      }
    }
    return history;
  }

  /** A call: which nodes it got to, and how it ended. */
  final class Asked {
    private final int client;
    private final String key;
    private final Operation operation;
    private final List<SlotTable> reached = new ArrayList<>();
    private boolean refused;
    private @Nullable Outcome outcome;
    private @Nullable Told told;
    private long overAtMillis;

    private Asked(int client, String key, Operation operation) {
      this.client = client;
      this.key = key;
      this.operation = operation;
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

    /** It may have taken effect, or may yet. */
    void maybe() {
      over();
    }

    /** It took no effect and never will. */
    void refused() {
      refused = true;
      over();
    }

    private void over() {
      overAtMillis = timeline.nowMillis();
      events.add(new Event(overAtMillis, this, false));
    }

    private boolean countsAlong(Line line) {
      return !refused && reached.stream().anyMatch(line::has);
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
