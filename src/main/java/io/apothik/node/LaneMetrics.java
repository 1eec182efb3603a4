package io.apothik.node;

import io.apothik.slot.NodeName;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** How many requests are on their way to each other node, and wait for their turn. */
final class LaneMetrics {
  /**
   * What a node was sent, and is not.
   *
   * @param sent requests that were sent, and are not answered
   * @param waiting requests that wait until another batch may go
   */
  record Load(int sent, int waiting) {
    static final Load NONE = new Load(0, 0);

    Load and(Load other) {
      return new Load(sent + other.sent, waiting + other.waiting);
    }
  }

  private final Meters meters;
  private final MultiGauge sent;
  private final MultiGauge waiting;
  private volatile Map<NodeName, Load> latest = Map.of();

  LaneMetrics(Meters meters) {
    this.meters = meters;
    this.sent = meters.group("apothik.lane.sent", "requests");
    this.waiting = meters.group("apothik.lane.waiting", "requests");
  }

  /** That is how it is now. */
  void renew(Map<NodeName, Load> loads) {
    boolean others = !loads.keySet().equals(latest.keySet());
    latest = Map.copyOf(loads);
    if (others && !meters.isClosed()) {
      sent.register(rows(Load::sent), true);
      waiting.register(rows(Load::waiting), true);
    }
  }

  private List<Row<?>> rows(ToIntFunction<Load> number) {
    return latest.keySet().stream().<Row<?>>map(node -> row(node, number)).toList();
  }

  private Row<?> row(NodeName node, ToIntFunction<Load> number) {
    return Row.of(
        Tags.of("target", node.value()),
        this,
        metrics -> number.applyAsInt(metrics.latest.getOrDefault(node, Load.NONE)));
  }
}
