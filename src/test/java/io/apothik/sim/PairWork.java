package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.history.Operation;
import io.apothik.history.Outcome;
import io.apothik.message.KeyRequest;
import io.apothik.message.Operation.Transaction;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Transactions on pairs of counters, both of which always get the same: so whoever reads them
 * together finds them equal, whatever happened. The history is that of the left one.
 */
final class PairWork implements Client.Workload {
  private static final int PAIRS = 3;

  private final Random random;

  PairWork(Random random) {
    this.random = random;
  }

  /** The left keys. */
  static List<String> keys() {
    return IntStream.range(0, PAIRS).mapToObj(pair -> "{pair" + pair + "}left").toList();
  }

  /** A read of each pair. */
  static List<Client.Work> reads() {
    return keys().stream().map(key -> (Client.Work) new Look(key)).toList();
  }

  @Override
  public Client.Work next(int client) {
    String key = keys().get(random.nextInt(PAIRS));
    int dice = random.nextInt(100);
    if (dice < 45) {
      return new Look(key);
    }
    return dice < 53 ? new Delete(key) : new Increment(key, 1 + random.nextInt(5));
  }

  private static KeyRequest both(String left, io.apothik.message.Operation operation) {
    Bytes key = Bytes.utf8(left);
    Bytes right = Bytes.utf8(left.replace("left", "right"));
    List<KeyRequest> steps =
        List.of(new KeyRequest(key, operation), new KeyRequest(right, operation));
    return new KeyRequest(key, new Transaction(Map.of(), steps, false));
  }

  /** What was said of both, if that is the same. */
  private static Reply ofBoth(Reply reply) {
    List<Reply.Result> results = ((Reply.Results) reply).results();
    Reply left = results.get(0).reply();
    Reply right = results.get(1).reply();
    assertThat(told(left)).as("%s", results).isEqualTo(told(right));
    return left;
  }

  private static Object told(Reply reply) {
    return reply instanceof Reply.Value value ? value.value() : reply;
  }

  private record Look(String key) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.Get();
    }

    @Override
    public KeyRequest request() {
      return both(key, new io.apothik.message.Operation.Get());
    }

    @Override
    public Outcome outcome(Reply reply) {
      Reply.Value value = (Reply.Value) ofBoth(reply);
      return value.valueOrNull() == null
          ? new Outcome.Absent()
          : new Outcome.Found(
              value.valueOrNull().asText().orElseThrow(), value.version().toString());
    }
  }

  private record Increment(String key, long delta) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.Increment(delta);
    }

    @Override
    public KeyRequest request() {
      return both(key, new io.apothik.message.Operation.Increment(delta));
    }

    @Override
    public Outcome outcome(Reply reply) {
      return new Outcome.Sum(((Reply.Number) ofBoth(reply)).value());
    }
  }

  private record Delete(String key) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.Delete();
    }

    @Override
    public KeyRequest request() {
      return both(key, new io.apothik.message.Operation.Delete());
    }

    @Override
    public Outcome outcome(Reply reply) {
      return new Outcome.Presence(((Reply.Presence) ofBoth(reply)).found());
    }
  }
}
