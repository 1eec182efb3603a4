package io.apothik.history;

import io.apothik.history.Step.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What several clients did to several keys and what they were told. Every key is absent at first.
 *
 * <p>Times are of one clock for all clients, in any unit. A call must begin here before it is sent,
 * and end here after its reply came. Safe for use by any thread.
 */
public final class History {
  private final Map<String, List<Call>> calls = new TreeMap<>();
  private final Map<String, List<Step>> losses = new TreeMap<>();
  private long recorded;

  public synchronized Call begin(int client, String key, Operation operation, long now) {
    Call call = new Call(this, client, operation, moment(now));
    calls.computeIfAbsent(key, any -> new ArrayList<>()).add(call);
    return call;
  }

  /** Permits the key's entry to vanish once, at some time between these two. */
  public synchronized void vanishAt(String key, long from, long to) {
    if (to < from) {
      throw new IllegalArgumentException("from " + from + " to " + to);
    }
    lose(key, Step.loss(Kind.LOSS, Moment.startOf(from), Moment.endOf(to)));
  }

  /** Permits the key's entry to vanish at any time from this one on, as often as it is stored. */
  public synchronized void mayVanish(String key, long from) {
    lose(key, Step.loss(Kind.LOSSES, Moment.startOf(from), Moment.NEVER));
  }

  private void lose(String key, Step loss) {
    losses.computeIfAbsent(key, any -> new ArrayList<>()).add(loss);
  }

  /** The present moment, later than all that were recorded at the same time; under the lock. */
  Moment moment(long now) {
    return new Moment(now, recorded++);
  }

  /** What is known by now, by key, as a copy. */
  synchronized Map<String, List<Step>> steps() {
    Map<String, List<Step>> steps = new TreeMap<>();
    calls.forEach((key, ofKey) -> steps.put(key, steps(key, ofKey)));
    return steps;
  }

  private List<Step> steps(String key, List<Call> ofKey) {
    List<Step> steps = new ArrayList<>(losses.getOrDefault(key, List.of()));
    ofKey.stream().filter(Call::counts).map(Call::step).forEach(steps::add);
    return steps;
  }
}
