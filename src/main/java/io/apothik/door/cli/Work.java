package io.apothik.door.cli;

import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Master;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.slot.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What {@code bench --quick} asks for: reads and writes of keys of its own. */
final class Work {
  /** How many keys there are: so that all nodes have some. */
  static final int KEYS = 10_000;

  private static final int KEYS_PER_REQUEST = 500;

  /** For how long they live if nobody takes them away. */
  static final long LIFETIME_MILLIS = 180_000;

  /** What is done, of a hundred requests. */
  enum Mix {
    READS("reads", 100),
    WRITES("writes", 0),
    MIXED("mixed", 95);

    private final String label;
    private final int reads;

    Mix(String label, int reads) {
      this.label = label;
      this.reads = reads;
    }

    String label() {
      return label;
    }
  }

  private final String prefix;
  private final Bytes value;

  /**
   * With keys that begin so.
   *
   * @param valueBytes the length of each value
   */
  Work(String prefix, int valueBytes) {
    this.prefix = prefix;
    this.value = Bytes.copyOf(new byte[valueBytes]);
  }

  Bytes key(int number) {
    return Bytes.utf8(prefix + number);
  }

  KeyRequest put(int number) {
    return new KeyRequest(
        key(number),
        new Operation.Put(
            value, new Lifetime(LIFETIME_MILLIS, 0), false, Operation.Condition.NONE));
  }

  /** The next request, drawn at random. */
  KeyRequest next(Mix mix, SplittableRandom random) {
    int number = random.nextInt(KEYS);
    return random.nextInt(100) < mix.reads ? KeyRequest.get(key(number)) : put(number);
  }

  /** The mixes, in the order in which they are measured. */
  static List<Mix> mixes() {
    return List.of(Mix.values());
  }

  /**
   * Puts every key once.
   *
   * @throws FailureException as the first that was refused
   */
  void load(Master master) throws IOException, InterruptedException {
    for (Reply reply : each(master, this::put)) {
      if (reply instanceof Reply.Failure failure) {
        throw new FailureException(failure.code(), failure.reason());
      }
    }
  }

  /** Deletes every key, and says of how many it is not known that they are gone. */
  int takeAway(Master master) throws IOException, InterruptedException {
    return (int)
        each(master, number -> KeyRequest.delete(key(number))).stream()
            .filter(Reply.Failure.class::isInstance)
            .count();
  }

  /** Asks something about each key, some keys at a time. */
  private static List<Reply> each(Master master, IntFunction<KeyRequest> request)
      throws IOException, InterruptedException {
    List<Reply> replies = new ArrayList<>();
    for (int from = 0; from < KEYS; from += KEYS_PER_REQUEST) {
      List<KeyRequest> some =
          IntStream.range(from, Math.min(KEYS, from + KEYS_PER_REQUEST)).mapToObj(request).toList();
      Reply reply = ask(master, new Request.Many(some));
      if (reply instanceof Reply.Results results) {
        results.results().forEach(result -> replies.add(result.reply()));
      } else {
        some.forEach(one -> replies.add(reply));
      }
    }
    return replies;
  }

  private static Reply ask(Master master, Request request)
      throws IOException, InterruptedException {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    master.ask(request, Limits.TIMEOUT_MILLIS_MAX, answer::complete);
    try {
      return answer.get(2L * Limits.TIMEOUT_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException impossible) {
      throw new IOException("no answer in its time", impossible);
    }
  }
}
