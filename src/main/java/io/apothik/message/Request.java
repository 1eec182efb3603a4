package io.apothik.message;

import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;

/** What a caller asks of a master. */
public sealed interface Request extends Message
    permits KeyRequest,
        Request.AtNode,
        Request.Fill,
        Request.Stat,
        Request.Sum,
        Request.Where,
        Request.Cluster,
        Request.Kill,
        Request.Start,
        Request.Down {

  /** A request for a key that goes straight to a node, past the key's hash; never retried. */
  record AtNode(NodeRef node, KeyRequest request) implements Request {}

  /**
   * Puts {@code k_NUMBER_FROM} and so on, {@code count} of them; each value is its counter.
   *
   * @param number the number in the keys, at least 0
   * @param from the first counter, at least 0
   * @param count 1 to {@link Limits#FILL_ENTRIES_MAX}
   */
  record Fill(int number, int from, int count) implements Request {
    public Fill {
      requireInRange("number", number, 0, Integer.MAX_VALUE);
      requireInRange("count", count, 1, Limits.FILL_ENTRIES_MAX);
      requireInRange("from", from, 0, Integer.MAX_VALUE - count);
    }

    /** The put for one counter. */
    public KeyRequest put(int counter) {
      return KeyRequest.put(
          Bytes.utf8("k_" + number + "_" + counter), Bytes.utf8(Integer.toString(counter)));
    }
  }

  /** Entries per node. */
  record Stat() implements Request {}

  /** Entries in the whole cluster. */
  record Sum() implements Request {}

  /** Where a key lives, and why. The request inside is checked like any other, and not sent. */
  record Where(KeyRequest request) implements Request {}

  /** The nodes, the epoch and the coordinator. */
  record Cluster() implements Request {}

  /** Ends a node: after it handed over what it holds, or at once with SIGKILL. */
  record Kill(NodeRef node, boolean hard) implements Request {}

  /**
   * Starts a node of a supervised cluster.
   *
   * @param number its number, at most {@link NodeName#NUMBER_MAX}, or 0 for the lowest that no live
   *     node bears
   */
  record Start(int number) implements Request {
    public Start {
      requireInRange("number", number, 0, NodeName.NUMBER_MAX);
    }
  }

  /** Ends a supervised cluster. */
  record Down() implements Request {}

  private static void requireInRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST,
          "%s %d is not between %d and %d".formatted(field, value, min, max));
    }
  }
}
