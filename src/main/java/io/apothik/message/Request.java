package io.apothik.message;

import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.TuningChange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a caller asks of a master. */
public sealed interface Request extends Message
    permits KeyRequest,
        Request.AtNode,
        Request.Many,
        Request.Scan,
        Request.Clear,
        Request.Fill,
        Request.Stat,
        Request.Sum,
        Request.Where,
        Request.Explain,
        Request.Cluster,
        Request.History,
        Request.HotKeys,
        Request.Events,
        Request.Table,
        Request.Kill,
        Request.Start,
        Request.Recover,
        Request.Config,
        Request.ConfigSet,
        Request.Replay,
        Request.Down {

  /** A request for a key that goes straight to a node, past the key's hash; never retried. */
  record AtNode(NodeRef node, KeyRequest request) implements Request {}

  /**
   * Several keys at once: {@link Reply.Results}. Each is done by itself, in no order.
   *
   * @param requests 1 to {@link Limits#MANY_KEYS_MAX}, each about another key
   */
  record Many(List<KeyRequest> requests) implements Request {
    /**
     * Checks the limits.
     *
     * @throws FailureException with BAD_REQUEST
     */
    public Many {
      requests = List.copyOf(requests);
      requireInRange("number of keys", requests.size(), 1, Limits.MANY_KEYS_MAX);
      Set<Bytes> keys = new HashSet<>();
      for (KeyRequest request : requests) {
        if (!keys.add(request.key())) {
          throw new FailureException(
              ErrorCode.BAD_REQUEST, "the key '%s' is named twice".formatted(request.key()));
        }
      }
    }
  }

  /**
   * The keys that are there, some at a time: {@link Reply.Scanned}. Whoever follows the cursors
   * gets each key that is there from the first request to the last exactly once, also while slots
   * move.
   *
   * @param from where to go on
   * @param prefix that keys must have, or no bytes
   * @param count how many keys at most, 1 to {@link Limits#SCAN_KEYS_MAX}
   * @param ofOrNull the node of whose slots alone they are to be, or null; then a key whose slot
   *     moves to or from it meanwhile may be missing
   */
  record Scan(Cursor from, Bytes prefix, int count, @Nullable NodeName ofOrNull)
      implements Request {
    /**
     * Checks the limits.
     *
     * @throws FailureException with BAD_REQUEST
     */
    public Scan {
      requireInRange("count", count, 1, Limits.SCAN_KEYS_MAX);
    }

    /** In all slots. */
    public Scan(Cursor from, Bytes prefix, int count) {
      this(from, prefix, count, null);
    }
  }

  /**
   * Deletes all entries, as far as time allows: {@link Reply.Cleared}. Entries that are written
   * meanwhile may stay.
   *
   * @param from where to go on
   */
  record Clear(Cursor from) implements Request {}

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

  /**
   * Where a key lives, what each copy has of it, and how its slot moved: {@link Reply.Explanation}.
   * The request inside is checked like any other, and not sent.
   */
  record Explain(KeyRequest request) implements Request {}

  /**
   * The nodes, the epoch and the coordinator.
   *
   * @param ageMillisMax how old the picture may be, 0 to {@link Limits#PICTURE_AGE_MILLIS_MAX}: who
   *     asks often, or in company, need not have every node asked again
   */
  record Cluster(int ageMillisMax) implements Request {
    public Cluster {
      requireInRange("ageMillis", ageMillisMax, 0, Limits.PICTURE_AGE_MILLIS_MAX);
    }

    /** As it is now. */
    public Cluster() {
      this(0);
    }
  }

  /**
   * Who holds each slot: {@link TableView}, by the table of the node that is asked.
   *
   * @param epoch of the table that the caller has, or 0: of that one, it is told no more than that
   */
  record Table(long epoch) implements Request {}

  /**
   * What was done lately, in steps of {@link Limits#SAMPLE_MILLIS}: {@link Observation.History}.
   *
   * @param nodeOrNull by which node, or null for the whole cluster
   * @param samples how many steps at most, 1 to {@link Limits#SAMPLES_MAX}; the latest
   */
  record History(@Nullable NodeRef nodeOrNull, int samples) implements Request {
    /**
     * Checks the limits.
     *
     * @throws FailureException with BAD_REQUEST
     */
    public History {
      requireInRange("samples", samples, 1, Limits.SAMPLES_MAX);
    }
  }

  /**
   * The keys that are asked for most: {@link Observation.HotKeys}.
   *
   * @param count how many, 1 to {@link Limits#HOT_KEYS_MAX}
   * @param prefixes one of which keys must have; none for all keys
   */
  record HotKeys(int count, List<Bytes> prefixes) implements Request {
    /**
     * Checks the limits.
     *
     * @throws FailureException with BAD_REQUEST
     */
    public HotKeys {
      prefixes = List.copyOf(prefixes);
      requireInRange("count", count, 1, Limits.HOT_KEYS_MAX);
      requireInRange("number of prefixes", prefixes.size(), 0, Limits.HOT_KEY_PREFIXES_MAX);
    }
  }

  /**
   * What the node that is asked noted: {@link Observation.Journal}.
   *
   * @param after only what came after the event with that sequence, at least 0
   */
  record Events(long after) implements Request {
    /**
     * Checks the limit.
     *
     * @throws FailureException with BAD_REQUEST
     */
    public Events {
      if (after < 0) {
        throw new FailureException(ErrorCode.BAD_REQUEST, "after %d is below 0".formatted(after));
      }
    }
  }

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

  /** Goes on with what is left, without a majority of the cache nodes; what is lost is lost. */
  record Recover() implements Request {}

  /** What is in force of what can be changed while the cluster runs: {@link Reply.Config}. */
  record Config() implements Request {}

  /**
   * Changes that: {@link Reply.Config}, as soon as a table says so.
   *
   * @param change of one value at least
   */
  record ConfigSet(TuningChange change) implements Request {
    /**
     * Checks that there is one.
     *
     * @throws FailureException with BAD_REQUEST
     */
    public ConfigSet {
      if (change.isNone()) {
        throw new FailureException(ErrorCode.BAD_REQUEST, "no value is named that is to change");
      }
    }
  }

  /**
   * A step of the experiment that shows three placements side by side, in the asked process alone,
   * and without any entry of the cluster: {@link Replayed}.
   *
   * @param session names the replay, 1 to {@link Limits#REPLAY_NAME_CHARS_MAX} characters; one that
   *     is not known begins anew
   */
  record Replay(String session, ReplayStep step) implements Request {
    /**
     * Checks the limit.
     *
     * @throws FailureException with BAD_REQUEST
     */
    public Replay {
      requireInRange(
          "length of the session's name", session.length(), 1, Limits.REPLAY_NAME_CHARS_MAX);
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
