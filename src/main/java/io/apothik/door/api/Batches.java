package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests about any number of keys, sent in batches, one after the other, until all are done or
 * one of them fails. Used once, on one context.
 */
final class Batches {
  private final Questions questions;
  private final long timeoutMillis;
  private final int count;
  private final Deque<KeyRequest> waiting;
  private final Map<Bytes, Reply> replies = new HashMap<>();
  private int keysMax = Limits.MANY_KEYS_MAX;

  /**
   * @param requests each about another key
   */
  Batches(Questions questions, long timeoutMillis, Collection<KeyRequest> requests) {
    this.questions = questions;
    this.timeoutMillis = timeoutMillis;
    this.count = requests.size();
    this.waiting = new ArrayDeque<>(requests);
  }

  /** The reply for each key. */
  Future<Map<Bytes, Reply>> run() {
    return Steps.until(Deque::isEmpty, waiting, left -> send()).map(done -> replies);
  }

  private Future<Deque<KeyRequest>> send() {
    List<KeyRequest> batch = next();
    return questions
        .askMany(batch, timeoutMillis)
        .map(
            results -> {
              take(batch, results);
              return waiting;
            });
  }

  /** As many as one request may have, in number and in bytes; at least one. */
  private List<KeyRequest> next() {
    List<KeyRequest> batch = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty() && batch.size() < keysMax) {
      bytes += bytes(waiting.element());
      if (bytes > Limits.MANY_BYTES_MAX && !batch.isEmpty()) {
        break;
      }
      batch.add(waiting.remove());
    }
    return batch;
  }

  private static int bytes(KeyRequest request) {
    int value = request.operation() instanceof Operation.Put put ? put.value().length() : 0;
    return request.key().length() + value;
  }

  private void take(List<KeyRequest> batch, List<Reply.Result> results) {
    Reply.Failure first = null;
    int failed = 0;
    int refused = 0;
    for (int i = 0; i < batch.size(); i++) {
      Reply reply = results.get(i).reply();
      if (!(reply instanceof Reply.Failure failure)) {
        replies.put(results.get(i).key(), reply);
      } else if (failure.code() == ErrorCode.TOO_MANY_BYTES) {
        refused++;
        waiting.addFirst(batch.get(i));
      } else {
        failed++;
        first = first == null ? failure : first;
      }
    }
    if (first != null) {
      throw failure(first, failed);
    }
    adapt(batch.size() - refused, refused);
  }

  /** As many values as had room in one answer are asked for in the next. */
  private void adapt(int answered, int refused) {
    keysMax = refused > 0 ? Math.max(1, answered) : Math.min(Limits.MANY_KEYS_MAX, 2 * keysMax);
  }

  private FailureException failure(Reply.Failure first, int failed) {
    return new FailureException(
        first.code(),
        "%d of %d keys failed, %d more were not begun; the first: %s"
            .formatted(failed, count, waiting.size(), first.reason()));
  }
}
