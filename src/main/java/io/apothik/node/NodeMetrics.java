package io.apothik.node;

import io.apothik.message.Duties;
import io.apothik.message.Holdings;
import io.apothik.message.Reply.Status;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * What a cache node shows of itself, under the names that the README lists.
 *
 * <p>Meters are read by any thread. So they read the node's latest account of itself, which the
 * node renews on its own context.
 */
final class NodeMetrics {
  private final Meters meters;
  private final AtomicLong slotsLost = new AtomicLong();
  private volatile long budgetBytes;
  private volatile Status latest = new Status(false, 0, 0, Holdings.NONE, null);
  private volatile Duties duties = Duties.NONE;

  /**
   * @param budgetBytes how much memory the node's entries may take at first
   */
  NodeMetrics(Meters meters, long budgetBytes) {
    this.meters = meters;
    this.budgetBytes = budgetBytes;
  }

  /** Shows the meters; to be called once, on the node's context like all that follow. */
  void register() {
    registerHoldings();
    registerDuties();
    gauge("apothik.fill.slots", "slots", holdings -> holdings.filling().slots());
    gauge("apothik.fill.bytes", "bytes", holdings -> holdings.filling().bytes());
    gauge("apothik.fill.rate", "bytes", holdings -> holdings.filling().bytesPerSecond());
    meters.count("apothik.moves", "slots", () -> latest.holdings().pauses().moves());
    meters.millis("apothik.pause.longest", () -> latest.holdings().pauses().longestMillis());
  }

  private void registerHoldings() {
    gauge("apothik.entries", "entries", Holdings::entries);
    gauge("apothik.backup.entries", "entries", Holdings::backupEntries);
    meters.count("apothik.entries.evicted", "entries", () -> latest.holdings().evicted());
    gauge("apothik.memory.used", "bytes", Holdings::bytes);
    meters.gauge("apothik.memory.budget", "bytes", () -> budgetBytes);
    gauge("apothik.slots", "slots", Holdings::slots);
    meters.count("apothik.slots.lost", "slots", slotsLost::get);
  }

  private void registerDuties() {
    copies("primary", Duties::primary);
    copies("backup", Duties::backup);
    copies("learner", Duties::learner);
    meters.gauge("apothik.slots.answering", null, () -> duties.answering());
    meters.gauge("apothik.lease.held", null, () -> duties.leased() ? 1 : 0);
    meters.gauge("apothik.leaving", null, () -> latest.leaving() ? 1 : 0);
  }

  private void gauge(String name, String unit, ToDoubleFunction<Holdings> value) {
    meters.gauge(name, unit, () -> value.applyAsDouble(latest.holdings()));
  }

  private void copies(String role, ToDoubleFunction<Duties> value) {
    meters.gauge(
        "apothik.copies", "copies", Tags.of("role", role), () -> value.applyAsDouble(duties));
  }

  /** The node gives a newer account of itself. */
  void renew(Status status, Duties otherDuties) {
    latest = status;
    duties = otherDuties;
  }

  /** The node's entries may take another amount of memory. */
  void budget(long bytes) {
    budgetBytes = bytes;
  }

  /** Slots lost all their copies. */
  void lost(int slots) {
    slotsLost.addAndGet(slots);
  }
}
