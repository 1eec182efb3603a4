package io.apothik.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Clients of an {@link AtomicCache} whose calls overlap at random: each begins, takes effect some
 * time later, and ends some time after that. Some replies are lost, and of those some calls take
 * effect much later or never.
 */
final class RandomClients {
  static final String KEY = "k";

  private static final class Pending {
    final Call call;
    final Operation operation;
    @Nullable Outcome outcome;

    Pending(Call call, Operation operation) {
      this.call = call;
      this.operation = operation;
    }
  }

  private final Random random;
  private final AtomicCache cache;
  private final History history = new History();
  private final Supplier<Operation> operations;
  private final @Nullable Pending[] clients;
  private final List<Operation> late = new ArrayList<>();
  private final double lostRatio;
  private long now;

  RandomClients(
      int clients,
      double lostRatio,
      Random random,
      AtomicCache cache,
      Supplier<Operation> operations) {
    this.clients = new Pending[clients];
    this.lostRatio = lostRatio;
    this.random = random;
    this.cache = cache;
    this.operations = operations;
  }

  /** A history of this many calls that ended, and some whose reply was lost. */
  History run(int calls) {
    for (int ended = 0; ended < calls; ) {
      now += random.nextInt(3);
      ended += act(random.nextInt(clients.length)) ? 1 : 0;
      if (!late.isEmpty() && random.nextInt(20) == 0) {
        cache.apply(late.remove(random.nextInt(late.size())));
      }
    }
    return history;
  }

  /** Lets a client take its next step, and says whether that ended a call. */
  private boolean act(int client) {
    Pending pending = clients[client];
    if (pending == null) {
      Operation operation = operations.get();
      clients[client] = new Pending(history.begin(client, KEY, operation, now), operation);
    } else if (random.nextDouble() < lostRatio) {
      lose(client, pending);
    } else if (pending.outcome == null) {
      pending.outcome = cache.apply(pending.operation);
    } else {
      pending.call.end(pending.outcome, now);
      clients[client] = null;
      return true;
    }
    return false;
  }

  private void lose(int client, Pending pending) {
    pending.call.maybe();
    clients[client] = null;
    if (pending.outcome == null && random.nextBoolean()) {
      late.add(pending.operation);
    }
  }

  long now() {
    return now;
  }

  /** Lets the entry vanish within a time that the history permits. */
  void vanish() {
    history.vanishAt(KEY, now, now);
    cache.vanish();
  }
}
