package io.apothik.message;

import io.apothik.slot.Bytes;
import io.apothik.slot.CopyRole;
import io.apothik.slot.Loss;
import io.apothik.slot.Move;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.Tuning;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What comes back for a request. */
public sealed interface Reply extends Message
    permits Reply.Done,
        Reply.Value,
        Reply.Presence,
        Reply.Changed,
        Reply.Number,
        Description,
        Observation,
        Reply.Values,
        Reply.Answers,
        Reply.Results,
        Reply.Page,
        Reply.Scanned,
        Reply.Cleared,
        Reply.CopyReport,
        Reply.Status,
        Reply.Filled,
        Reply.Stats,
        Reply.Sum,
        Reply.Location,
        Reply.Explanation,
        Reply.ClusterView,
        TableView,
        Reply.Started,
        Reply.Recovered,
        Reply.Config,
        Replayed,
        Reply.Failure {

  /** It was done, and there is nothing more to say. */
  record Done() implements Reply {}

  /**
   * What a get found.
   *
   * @param valueOrNull null if the key is absent
   * @param version {@link Version#NONE} if the key is absent, or if nodes keep none
   * @param ttlMillis what is left of the time to live, or 0 for no limit
   */
  record Value(@Nullable Bytes valueOrNull, Version version, long ttlMillis) implements Reply {
    /** There is nothing. */
    public static final Value ABSENT = new Value(null, Version.NONE, 0);

    public Optional<Bytes> value() {
      return Optional.ofNullable(valueOrNull);
    }
  }

  /** Whether the key was there: for exists, and for delete before it was deleted. */
  record Presence(boolean found) implements Reply {}

  /**
   * Whether a write changed something.
   *
   * @param version the entry's version now, {@link Version#NONE} if there is none
   */
  record Changed(boolean changed, Version version) implements Reply {}

  /** A counter's value, or a value's length. */
  @SuppressWarnings("JavaLangClash") // It is what the protocol calls it.
  record Number(long value) implements Reply {}

  /** Several values, nothing for each that is absent. */
  record Values(List<Optional<Bytes>> values) implements Reply {
    public Values {
      values = List.copyOf(values);
    }
  }

  /**
   * A node's replies to some of the requests of a batch.
   *
   * @param batch its number
   */
  record Answers(long batch, List<Answer> answers) implements Reply {
    public Answers {
      answers = List.copyOf(answers);
    }
  }

  /**
   * The reply to one request of a batch.
   *
   * @param place where the request is in the batch, from 0 on
   */
  record Answer(int place, Reply reply) {}

  /** What came of a request about many keys, in the order in which they were named. */
  record Results(List<Result> results) implements Reply {
    public Results {
      results = List.copyOf(results);
    }
  }

  /** What came of one of many keys. */
  record Result(Bytes key, Reply reply) {}

  /**
   * Keys of the slots that a node was asked for.
   *
   * @param keys in the order of their cursors
   * @param nextOrNull where the node stopped, or null if it came to the end of the last slot
   */
  record Page(List<Key> keys, @Nullable Cursor nextOrNull) implements Reply {
    public Page {
      keys = List.copyOf(keys);
    }
  }

  /** A key and its slot. */
  record Key(int slot, Bytes key) {
    /** Where a scan goes on that stops after this key. */
    public Cursor cursor() {
      return new Cursor(slot, key);
    }
  }

  /**
   * What one scan request found.
   *
   * @param nextOrNull where the scan goes on, or null if that was all
   */
  record Scanned(List<Bytes> keys, @Nullable Cursor nextOrNull) implements Reply {
    public Scanned {
      keys = List.copyOf(keys);
    }
  }

  /**
   * What one clear request did.
   *
   * @param deleted how many entries
   * @param nextOrNull where to go on, or null if it came to the end
   */
  record Cleared(long deleted, @Nullable Cursor nextOrNull) implements Reply {}

  /**
   * What one node has of a key, and remembers of the key's slot.
   *
   * @param epoch of the table that it acts under
   * @param role what its copy is under that table
   * @param trace what its copy has of the key
   * @param writing whether it is the primary, and a write of the key is not on all copies in sync
   * @param moves the latest ones of the slot, oldest first; at most {@link Limits#SLOT_MOVES_MAX}
   */
  record CopyReport(long epoch, CopyRole role, KeyTrace trace, boolean writing, List<Move> moves)
      implements Reply {
    public CopyReport {
      moves = List.copyOf(moves);
    }
  }

  /**
   * One node's own account of itself.
   *
   * @param leaving whether it is handing over what it holds in order to end
   * @param epoch the epoch of the table that it installed
   * @param ring how many nodes that table has
   * @param activityOrNull what it does at the moment, or null if it is too old to say so
   */
  record Status(
      boolean leaving, long epoch, int ring, Holdings holdings, @Nullable Activity activityOrNull)
      implements Reply {}

  /**
   * What a fill did.
   *
   * @param stored how many entries were acknowledged
   * @param refused how many were not, by code
   * @param reasonOrNull the reason of the first refusal, or null if there was none
   */
  record Filled(int stored, Map<ErrorCode, Integer> refused, @Nullable String reasonOrNull)
      implements Reply {
    public Filled {
      refused = Map.copyOf(refused);
    }
  }

  /** What is known of a node from outside. */
  enum State {
    UP,
    /** Handing over what it holds in order to end. */
    LEAVING,
    /** In the cluster, but it did not answer. */
    SILENT,
    /** It was in the cluster and is gone. */
    DOWN;

    /** The name by which replies call this state. */
    public String label() {
      return switch (this) {
        case UP -> "up";
        case LEAVING -> "leaving";
        case SILENT -> "silent";
        case DOWN -> "down";
      };
    }
  }

  /**
   * A node in a picture of the cluster.
   *
   * @param statusOrNull its own account, or null if it gave none
   */
  record NodeView(NodeName node, Role role, State state, @Nullable Status statusOrNull) {
    public Optional<Status> status() {
      return Optional.ofNullable(statusOrNull);
    }
  }

  /** Entries per cache node, by number. */
  record Stats(List<NodeView> nodes) implements Reply {
    public Stats {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Entries in the whole cluster.
   *
   * @param silent the nodes that may hold entries and did not answer, so were not counted
   */
  record Sum(long entries, List<NodeName> silent) implements Reply {
    public Sum {
      silent = List.copyOf(silent);
    }
  }

  /**
   * Where a key lives.
   *
   * @param owners the nodes that hold the slot
   * @param computed how the slot was computed, as a formula
   */
  record Location(int slot, SlotOwners owners, long epoch, String computed) implements Reply {}

  /**
   * Where a key lives, what each copy has of it, and how its slot moved.
   *
   * @param computed how the slot was computed, as a formula
   * @param epoch of the table that the answering master holds
   * @param copies all copies, the primary first
   * @param agreement whether the copies in sync have the same
   * @param moves the latest ones of the slot, oldest first
   */
  record Explanation(
      int slot,
      String computed,
      long epoch,
      SlotOwners owners,
      List<CopyView> copies,
      Agreement agreement,
      List<Move> moves)
      implements Reply {
    public Explanation {
      copies = List.copyOf(copies);
      moves = List.copyOf(moves);
    }
  }

  /**
   * A copy in an explanation.
   *
   * @param role what the table says that it is
   * @param reportOrNull its node's own account, or null if it gave none
   */
  record CopyView(NodeName node, CopyRole role, @Nullable CopyReport reportOrNull) {
    public Optional<CopyReport> report() {
      return Optional.ofNullable(reportOrNull);
    }
  }

  /** Whether the copies in sync have the same of a key. */
  enum Agreement {
    EQUAL,
    /** They were asked while a write of the key was on its way, or came between their answers. */
    WRITING,
    /** They differ, and no write is on its way: that must not be. */
    DIFFERENT,
    /** One of them did not answer. */
    UNKNOWN;

    /** The name by which replies call this. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A picture of the cluster.
   *
   * @param placement the placement's label
   * @param epoch of the table that the answering master holds
   * @param slots how many slots that table has
   * @param moving how many of them have a copy that is being filled
   * @param backups how many backups a slot is to have
   * @param degraded how many slots have fewer copies in sync than they are to have
   * @param losses the latest losses of whole slots, oldest first
   * @param coordinatorOrNull the oldest cache node, or null if there is none
   * @param nodes every member and those that are gone: cache nodes by number, then clients
   */
  record ClusterView(
      String placement,
      long epoch,
      int slots,
      int moving,
      int backups,
      int degraded,
      List<Loss> losses,
      @Nullable NodeName coordinatorOrNull,
      List<NodeView> nodes)
      implements Reply {
    public ClusterView {
      losses = List.copyOf(losses);
      nodes = List.copyOf(nodes);
    }

    /** How many copies are still to be filled, as far as nodes said. */
    public int slotsToFill() {
      return fillings().mapToInt(FillProgress::slots).sum();
    }

    /** How many bytes are still to be sent for that, about. */
    public long bytesToFill() {
      return fillings().mapToLong(FillProgress::bytes).sum();
    }

    /** How long the slowest node takes for it, or nothing if one cannot tell. */
    public OptionalLong fillMillisLeft() {
      List<OptionalLong> left = fillings().map(FillProgress::millisLeft).toList();
      return left.stream().allMatch(OptionalLong::isPresent)
          ? OptionalLong.of(left.stream().mapToLong(OptionalLong::getAsLong).max().orElse(0))
          : OptionalLong.empty();
    }

    /** What planned moves of primaries cost, as far as the nodes are there that took over. */
    public Pauses pauses() {
      return holdings().map(Holdings::pauses).reduce(Pauses.NONE, Pauses::and);
    }

    private Stream<FillProgress> fillings() {
      return holdings().map(Holdings::filling);
    }

    private Stream<Holdings> holdings() {
      return nodes.stream().flatMap(view -> view.status().stream()).map(Status::holdings);
    }
  }

  /** The node that was started. */
  record Started(NodeName node) implements Reply {}

  /**
   * The cluster goes on without a majority.
   *
   * @param epoch of the table that it goes on with
   * @param lost how many slots began anew, empty
   */
  record Recovered(long epoch, int lost) implements Reply {}

  /**
   * What is in force of what can be changed while the cluster runs.
   *
   * @param epoch of the table that says so
   */
  record Config(Tuning tuning, long epoch) implements Reply {}

  /**
   * It was not done.
   *
   * @param reason what was wrong, in words, with the value and the limit
   * @param epoch the epoch of the table that the refusing node holds, or 0 if that matters not
   */
  record Failure(ErrorCode code, String reason, long epoch) implements Reply {
    public FailureException toException() {
      return new FailureException(code, reason);
    }
  }
}
