package io.apothik.node;

import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.Request.Fill;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One fill: many puts through the router, a bounded number of them at a time. */
final class Filler {
  private final Router router;
  private final Fill fill;
  private final Deadline deadline;
  private final Promise<Reply> done = Promise.promise();
  private final Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);
  private @Nullable String firstReason;
  private int stored;
  private int sent;
  private int answered;

  Filler(Router router, Fill fill, Deadline deadline) {
    this.router = router;
    this.fill = fill;
    this.deadline = deadline;
  }

  /** Puts all entries, on the given context; completes when the last is answered. */
  Future<Reply> run(Context context) {
    int first = Math.min(fill.count(), Limits.FILL_IN_FLIGHT_MAX);
    for (int i = 0; i < first; i++) {
      next(context);
    }
    return done.future();
  }

  private void next(Context context) {
    int counter = fill.from() + sent++;
    router
        .route(fill.put(counter), deadline)
        .onSuccess(reply -> context.runOnContext(ignored -> answered(context, reply)));
  }

  private void answered(Context context, Reply reply) {
    if (reply instanceof Reply.Failure failure) {
      refused.merge(failure.code(), 1, Integer::sum);
      if (firstReason == null) {
        firstReason = failure.reason();
      }
    } else {
      stored++;
    }
    answered++;
    if (answered == fill.count()) {
      done.complete(new Reply.Filled(stored, refused, firstReason));
    } else if (sent < fill.count()) {
      next(context);
    }
  }
}
