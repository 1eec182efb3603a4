package io.apothik.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters that one node shows in a registry, all with its name and its cluster's, until it
 * closes. Safe for use by several threads.
 *
 * <p>Gauges and counters are read by any thread, whenever somebody looks. Counters are functions of
 * what the node counts, too: in a composite registry they keep their counts for registries that are
 * added later.
 */
final class Meters {
  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Meter> meters = new CopyOnWriteArrayList<>();
  private final List<MultiGauge> groups = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  Meters(NodeConfig config) {
    this.registry = config.meters();
    this.tags = Tags.of("cluster", config.place().clusterName(), "node", config.name().value());
  }

  /** Shows a number. */
  void gauge(String name, @Nullable String unit, DoubleSupplier value) {
    gauge(name, unit, Tags.empty(), value);
  }

  /** Shows a number under further tags. */
  void gauge(String name, @Nullable String unit, Tags further, DoubleSupplier value) {
    add(
        Gauge.builder(name, this, meters -> value.getAsDouble())
            .baseUnit(unit)
            .tags(tags.and(further))
            .register(registry));
  }

  /** Shows a time in milliseconds. */
  void millis(String name, DoubleSupplier value) {
    add(
        TimeGauge.builder(name, this, TimeUnit.MILLISECONDS, meters -> value.getAsDouble())
            .tags(tags)
            .register(registry));
  }

  /** Shows a number that only grows. */
  void count(String name, @Nullable String unit, DoubleSupplier value) {
    count(name, unit, Tags.empty(), value);
  }

  /** Shows a number that only grows under further tags. */
  void count(String name, @Nullable String unit, Tags further, DoubleSupplier value) {
    add(
        FunctionCounter.builder(name, this, meters -> value.getAsDouble())
            .baseUnit(unit)
            .tags(tags.and(further))
            .register(registry));
  }

  /** Shows a histogram of times, with these upper bounds, under further tags. */
  Timer timer(String name, Tags further, Duration... bounds) {
    Timer timer =
        Timer.builder(name)
            .serviceLevelObjectives(bounds)
            .tags(tags.and(further))
            .register(registry);
    add(timer);
    return timer;
  }

  /** Shows a number for each of those that it is given from time to time. */
  MultiGauge group(String name, @Nullable String unit) {
    MultiGauge group = MultiGauge.builder(name).baseUnit(unit).tags(tags).register(registry);
    groups.add(group);
    return group;
  }

  private void add(Meter meter) {
    meters.add(meter);
    if (closed) {
      registry.remove(meter);
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Takes the meters away. */
  void close() {
    closed = true;
    groups.forEach(group -> group.register(List.of(), true));
    meters.forEach(registry::remove);
    meters.clear();
  }
}
