package io.apothik.node;

import io.apothik.message.Holdings;
import io.apothik.message.Reply.Status;
import io.apothik.slot.NodeName;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * What a cache node shows of itself in a meter registry, under the names that the README lists.
 *
 * <p>Meters are read by any thread. So they read the node's latest account of itself, which the
 * node renews on its own context. Counters are functions of it, too: in a composite registry they
 * keep their counts for registries that are added later.
 */
final class NodeMetrics {
  private final MeterRegistry registry;
  private final Tags tags;
  private final long budgetBytes;
  private final AtomicLong slotsLost = new AtomicLong();
  private final List<Meter> meters = new ArrayList<>();
  private volatile Status latest = new Status(false, 0, 0, Holdings.NONE);

  /**
   * @param budgetBytes how much memory the node's entries may take
   */
  NodeMetrics(MeterRegistry registry, String cluster, NodeName node, long budgetBytes) {
    this.registry = registry;
    this.tags = Tags.of("cluster", cluster, "node", node.value());
    this.budgetBytes = budgetBytes;
  }

  /** Shows the meters; to be called once, on the node's context like all that follow. */
  void register() {
    gauge("apothik.entries", "entries", holdings -> holdings.entries());
    gauge("apothik.backup.entries", "entries", holdings -> holdings.backupEntries());
    count("apothik.entries.evicted", "entries", metrics -> metrics.holdings().evicted());
    gauge("apothik.memory.used", "bytes", holdings -> holdings.bytes());
    gauge("apothik.memory.budget", "bytes", holdings -> budgetBytes);
    gauge("apothik.slots", "slots", holdings -> holdings.slots());
    count("apothik.slots.lost", "slots", metrics -> metrics.slotsLost.get());
    gauge("apothik.fill.slots", "slots", holdings -> holdings.filling().slots());
    gauge("apothik.fill.bytes", "bytes", holdings -> holdings.filling().bytes());
    meters.add(
        Gauge.builder("apothik.epoch", this, metrics -> metrics.latest.epoch())
            .tags(tags)
            .register(registry));
    count("apothik.moves", "slots", metrics -> metrics.holdings().pauses().moves());
    meters.add(
        TimeGauge.builder(
                "apothik.pause.longest",
                this,
                TimeUnit.MILLISECONDS,
                metrics -> metrics.holdings().pauses().longestMillis())
            .tags(tags)
            .register(registry));
  }

  private void gauge(String name, String unit, ToDoubleFunction<Holdings> value) {
    meters.add(
        Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.holdings()))
            .baseUnit(unit)
            .tags(tags)
            .register(registry));
  }

  private void count(String name, String unit, ToDoubleFunction<NodeMetrics> value) {
    meters.add(
        FunctionCounter.builder(name, this, value).baseUnit(unit).tags(tags).register(registry));
  }

  private Holdings holdings() {
    return latest.holdings();
  }

  /** The node gives a newer account of itself. */
  void renew(Status status) {
    latest = status;
  }

  /** Slots lost all their copies. */
  void lost(int slots) {
    slotsLost.addAndGet(slots);
  }

  /** Takes the meters away. */
  void close() {
    meters.forEach(registry::remove);
    meters.clear();
  }
}
