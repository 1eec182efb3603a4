package io.apothik.lab;

import io.apothik.history.Operation;
import io.apothik.history.Outcome;
import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import io.apothik.sim.Client;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the clients do: half of the time they append a mark, never the same one, to a key's value,
 * and else they read one. So each single write can be found again, or missed, in what is read
 * later.
 */
final class Marks implements Client.Workload {
  /** How long a client rests between two calls, on average. */
  static final int REST_MILLIS = 100;

  static final char END = ';';

  private final Random random;
  private final int keys;
  private int marks;

  Marks(Random random, int keys) {
    this.random = random;
    this.keys = keys;
  }

  static String key(int number) {
    return "key" + number;
  }

  /** How long a client rests now. */
  int restMillis() {
    return 1 + random.nextInt(2 * REST_MILLIS);
  }

  @Override
  public Client.Work next(int client) {
    String key = key(random.nextInt(keys));
    return random.nextBoolean() ? new Look(key) : new Append(key, Integer.toString(++marks, 36));
  }

  /** The marks in a value, in their order. */
  static List<String> in(String value) {
    List<String> marks = new ArrayList<>();
    int start = 0;
    for (int end = value.indexOf(END); end >= 0; end = value.indexOf(END, start)) {
      marks.add(value.substring(start, end));
      start = end + 1;
    }
    return marks;
  }

  /** Appends a mark. */
  record Append(String key, String mark) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.Append(mark + END);
    }

    @Override
    public KeyRequest request() {
      return new KeyRequest(
          Bytes.utf8(key), new io.apothik.message.Operation.Append(Bytes.utf8(mark + END)));
    }

    @Override
    public Outcome outcome(Reply reply) {
      return new Outcome.Length((int) ((Reply.Number) reply).value());
    }
  }

  /** Reads all marks of a key. */
  record Look(String key) implements Client.Work {
    @Override
    public Operation operation() {
      return new Operation.Get();
    }

    @Override
    public KeyRequest request() {
      return KeyRequest.get(Bytes.utf8(key));
    }

    @Override
    public Outcome outcome(Reply reply) {
      return ((Reply.Value) reply)
          .value()
          .map(value -> (Outcome) new Outcome.Found(value.asText().orElseThrow()))
          .orElseGet(Outcome.Absent::new);
    }
  }
}
