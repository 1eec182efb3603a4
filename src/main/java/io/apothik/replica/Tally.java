package io.apothik.replica;

import io.apothik.message.KeyRequest;
import io.apothik.message.Operation.Get;
import io.apothik.message.Operation.Transaction;
import io.apothik.message.Reply;
import io.apothik.message.Traffic;
import io.apothik.slot.Bytes;
import java.util.List;
import java.util.function.Consumer;

/**
 * Counts what is done for callers, when it is done: what is refused is not counted, nor is a
 * further try of what was done before. It is on the way of every request, so it does next to
 * nothing.
 */
public final class Tally {
  private Consumer<Bytes> keys = key -> {};
  private long requests;
  private long gets;
  private long hits;

  /** Who hears of each request's key from now on, on the loop that did it, and may keep it. */
  public void tell(Consumer<Bytes> hearer) {
    keys = hearer;
  }

  /** A request was done, with that outcome. */
  public void done(KeyRequest request, Reply reply) {
    if (request.operation() instanceof Transaction transaction) {
      steps(transaction, reply);
      return;
    }
    requests++;
    keys.accept(request.key());
    if (request.operation() instanceof Get && reply instanceof Reply.Value value) {
      gets++;
      hits += value.valueOrNull() == null ? 0 : 1;
    }
  }

  /** As far as they were done: a transaction that is given up has fewer results than steps. */
  private void steps(Transaction transaction, Reply reply) {
    if (reply instanceof Reply.Results results) {
      List<KeyRequest> steps = transaction.steps();
      for (int i = 0; i < results.results().size(); i++) {
        done(steps.get(i), results.results().get(i).reply());
      }
    }
  }

  /** What was done so far. */
  public Traffic traffic() {
    return new Traffic(requests, gets, hits);
  }
}
