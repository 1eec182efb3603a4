package io.apothik.message;

import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What comes back for a request. */
public sealed interface Reply extends Message
    permits Reply.Done,
        Reply.Value,
        Reply.Presence,
        Reply.Status,
        Reply.Accepted,
        Reply.Filled,
        Reply.Stats,
        Reply.Sum,
        Reply.Location,
        Reply.ClusterView,
        Reply.Started,
        Reply.Failure {

  /** It was done, and there is nothing more to say. */
  record Done() implements Reply {}

  /** What a get found; null if the key is absent. */
  record Value(@Nullable Bytes valueOrNull) implements Reply {
    public Optional<Bytes> value() {
      return Optional.ofNullable(valueOrNull);
    }
  }

  /** Whether the key was there: for exists, and for delete before it was deleted. */
  record Presence(boolean found) implements Reply {}

  /**
   * One node's own account of itself.
   *
   * @param leaving whether it is handing over what it holds in order to end
   * @param epoch the epoch of the table that it installed
   * @param ring how many nodes that table has
   * @param slots how many slots it serves
   * @param entries how many entries it holds in those slots
   */
  record Status(boolean leaving, long epoch, int ring, int slots, long entries) implements Reply {}

  /**
   * A learner's word that it has this chunk, all before it, and still all that they brought.
   *
   * @param epoch of the table under which it says so
   */
  record Accepted(long epoch) implements Reply {}

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
   * @param silent the nodes that are in the cluster and did not answer, so were not counted
   */
  record Sum(long entries, List<NodeName> silent) implements Reply {
    public Sum {
      silent = List.copyOf(silent);
    }
  }

  /**
   * Where a key lives.
   *
   * @param owner the node that serves the slot
   * @param movingToOrNull the node that the slot is moving to, or null
   * @param computed how the slot was computed, as a formula
   */
  record Location(
      int slot, NodeName owner, @Nullable NodeName movingToOrNull, long epoch, String computed)
      implements Reply {}

  /**
   * A picture of the cluster.
   *
   * @param placement the placement's label
   * @param epoch of the table that the answering master holds
   * @param slots how many slots that table has
   * @param moving how many of them are on their way to another node
   * @param coordinatorOrNull the oldest cache node, or null if there is none
   * @param nodes every member and those that are gone: cache nodes by number, then clients
   */
  record ClusterView(
      String placement,
      long epoch,
      int slots,
      int moving,
      @Nullable NodeName coordinatorOrNull,
      List<NodeView> nodes)
      implements Reply {
    public ClusterView {
      nodes = List.copyOf(nodes);
    }
  }

  /** The node that was started. */
  record Started(NodeName node) implements Reply {}

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
