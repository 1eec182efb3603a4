package io.apothik.wire;

import io.apothik.message.Activity;
import io.apothik.message.Limits;
import io.apothik.message.Reply.NodeView;
import io.apothik.message.Reply.Status;
import io.apothik.slot.Role;
import io.vertx.core.json.JsonObject;

/** What a node does at the moment as JSON, beside what else is said of the node. */
final class JsonActivity {
  private static final double PLACES = 10_000;

  private JsonActivity() {}

  /** Adds what the node said of that, if it said anything. */
  static void encode(JsonObject json, NodeView view) {
    Activity activity = view.status().map(Status::activityOrNull).orElse(null);
    if (activity == null) {
      return;
    }
    json.put("host", view.node().host());
    if (view.role() == Role.CACHE) {
      json.put("memoryBytes", activity.memoryBytes())
          .put("requestsPerSecond", activity.requestsPerSecond());
      activity
          .hitRatio()
          .ifPresent(ratio -> json.put("hitRatio", Math.round(ratio * PLACES) / PLACES));
      json.put("lease", activity.leased() ? "held" : "missing");
    }
    Activity.Calls calls = activity.calls();
    json.put("inFlight", activity.inFlight())
        .put("callsPerSecond", perSecond(calls.requests()))
        .put("errorsPerSecond", perSecond(calls.errors()));
    if (calls.requests() > 0) {
      json.put("p50Micros", calls.p50Micros()).put("p99Micros", calls.p99Micros());
    }
  }

  private static double perSecond(long count) {
    return count * 1_000.0 / Limits.SAMPLE_MILLIS;
  }
}
