package io.apothik.sim;

import io.apothik.history.Operation;
import io.apothik.history.Outcome;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random operations on a few keys: some are texts, others counters, others texts for a time. */
final class RandomWork implements Client.Workload {
  static final int TEXTS = 6;
  private static final int TTL_MILLIS_MAX = 2_500;
  private static final int IDLE_MILLIS_MAX = 250;
  private static final int COUNTERS = 3;

  /** The first of the texts that live for a limited time. */
  static final int BRIEF = TEXTS + COUNTERS;

  static final int BRIEFS = 5;
  private static final int KEYS = BRIEF + BRIEFS;

  private final Random random;
  private final int firstKey;
  private final int keys;
  private final int readers;
  private final boolean stale;
  private int values;

  /**
   * @param firstKey from which key on: first come the texts, then the counters
   * @param keys for how many keys
   * @param readers the first so many clients read, and nothing else
   * @param stale whether half of the gets may be stale
   */
  RandomWork(Random random, int firstKey, int keys, int readers, boolean stale) {
    this.random = random;
    this.readers = readers;
    this.stale = stale;
    this.firstKey = firstKey;
    this.keys = keys;
  }

  /** All keys of all workloads. */
  static List<String> keys() {
    return Stream.concat(own(), PairWork.keys().stream()).toList();
  }

  private static Stream<String> own() {
    return IntStream.range(0, KEYS).mapToObj(RandomWork::key);
  }

  private static String key(int number) {
    if (number >= BRIEF) {
      return "brief" + (number - BRIEF);
    }
    return number < TEXTS ? "text" + number : "count" + (number - TEXTS);
  }

  /** A read of each key. */
  static List<Client.Work> reads() {
    return own().map(key -> (Client.Work) new Get(key, false)).toList();
  }

  @Override
  public Client.Work next(int client) {
    int number = firstKey + random.nextInt(keys);
    String key = key(number);
    if (client < readers) {
      return get(key);
    }
    int dice = random.nextInt(100);
    if (number >= BRIEF) {
      return brief(key, dice);
    }
    if (dice < 40) {
      return get(key);
    } else if (dice < 48) {
      return new Delete(key);
    } else if (number >= TEXTS) {
      return new Increment(key, 1 + random.nextInt(5));
    } else if (dice < 75) {
      return new Put(key, nextValue(), false, Lifetime.UNLIMITED);
    } else if (dice < 82) {
      return new Put(key, nextValue(), true, Lifetime.UNLIMITED);
    } else if (dice < 92) {
      return new Append(key, "+" + ++values);
    }
    return new CompareAndSet(key, "v" + Math.max(1, values - random.nextInt(4)), nextValue());
  }

  private Client.Work brief(String key, int dice) {
    if (dice < 64) {
      return get(key);
    } else if (dice < 68) {
      return new Delete(key);
    } else if (dice < 72) {
      return new Append(key, "+" + ++values);
    } else if (dice < 84) {
      return new Put(key, nextValue(), false, new Lifetime(1 + random.nextInt(TTL_MILLIS_MAX), 0));
    } else if (dice < 90) {
      return new Put(key, nextValue(), false, new Lifetime(0, 1 + random.nextInt(IDLE_MILLIS_MAX)));
    } else if (dice < 96) {
      return new Expire(key, new Lifetime(1 + random.nextInt(TTL_MILLIS_MAX), 0));
    }
    return new Expire(key, Lifetime.UNLIMITED);
  }

  private Get get(String key) {
    return new Get(key, stale && random.nextBoolean());
  }

  private String nextValue() {
    return "v" + ++values;
  }

  private record Get(String key, boolean stale) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.Get();
    }

    @Override
    public KeyRequest request() {
      return stale ? KeyRequest.staleGet(Bytes.utf8(key)) : KeyRequest.get(Bytes.utf8(key));
    }

    @Override
    public Outcome outcome(Reply reply) {
      Reply.Value value = (Reply.Value) reply;
      return value
          .value()
          .map(
              bytes ->
                  (Outcome)
                      new Outcome.Found(bytes.asText().orElseThrow(), value.version().toString()))
          .orElseGet(Outcome.Absent::new);
    }
  }

  private record Delete(String key) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.Delete();
    }

    @Override
    public KeyRequest request() {
      return KeyRequest.delete(Bytes.utf8(key));
    }

    @Override
    public Outcome outcome(Reply reply) {
      return new Outcome.Presence(((Reply.Presence) reply).found());
    }
  }

  private record Put(String key, String value, boolean ifAbsent, Lifetime lifetime)
      implements Client.Work {
    @Override
    public Operation operation() {
      return ifAbsent ? new Operation.PutIfAbsent(value) : new Operation.Put(value);
    }

    @Override
    public KeyRequest request() {
      return new KeyRequest(
          Bytes.utf8(key),
          new io.apothik.message.Operation.Put(
              Bytes.utf8(value), lifetime, false, ifAbsent ? Condition.ABSENT : Condition.NONE));
    }

    @Override
    public Lifetime lifetimeOrNull() {
      return lifetime;
    }

    @Override
    public Outcome outcome(Reply reply) {
      return stored(reply);
    }
  }

  private record Expire(String key, Lifetime lifetime) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.Expire();
    }

    @Override
    public KeyRequest request() {
      return new KeyRequest(Bytes.utf8(key), new io.apothik.message.Operation.Expire(lifetime));
    }

    @Override
    public Lifetime lifetimeOrNull() {
      return lifetime;
    }

    @Override
    public Outcome outcome(Reply reply) {
      return stored(reply);
    }
  }

  private record CompareAndSet(String key, String expected, String next) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.CompareAndSet(expected, next);
    }

    @Override
    public KeyRequest request() {
      return new KeyRequest(
          Bytes.utf8(key),
          new io.apothik.message.Operation.CompareAndSet(Bytes.utf8(expected), Bytes.utf8(next)));
    }

    @Override
    public Outcome outcome(Reply reply) {
      return stored(reply);
    }
  }

  private record Increment(String key, long delta) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.Increment(delta);
    }

    @Override
    public KeyRequest request() {
      return new KeyRequest(Bytes.utf8(key), new io.apothik.message.Operation.Increment(delta));
    }

    @Override
    public Outcome outcome(Reply reply) {
      return new Outcome.Sum(((Reply.Number) reply).value());
    }
  }

  private record Append(String key, String suffix) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.Append(suffix);
    }

    @Override
    public KeyRequest request() {
      return new KeyRequest(
          Bytes.utf8(key), new io.apothik.message.Operation.Append(Bytes.utf8(suffix)));
    }

    @Override
    public Outcome outcome(Reply reply) {
      return new Outcome.Length((int) ((Reply.Number) reply).value());
    }
  }

  private static Outcome stored(Reply reply) {
    Reply.Changed changed = (Reply.Changed) reply;
    return changed.changed()
        ? new Outcome.Stored(changed.version().toString())
        : new Outcome.NotStored();
  }
}
