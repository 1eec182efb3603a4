package io.apothik.message;

import io.apothik.slot.NodeName;
import java.util.List;

/**
 * Where the experiment is after a step, for each of the placements that it compares.
 *
 * @param step that was done
 * @param steps how many were done since the session began, this one included
 * @param keys how many the experiment has
 */
public record Replayed(ReplayStep step, long steps, int keys, List<Standing> standings)
    implements Reply {
  /** Copies. */
  public Replayed {
    standings = List.copyOf(standings);
  }

  /** What a node is in the experiment. */
  public enum NodeState {
    /** It is there, and holds what it is given. */
    UP,
    /** It died. */
    DOWN,
    /** A master that is counted as a node by mistake: what is sent to it is kept nowhere. */
    COUNTED,
    /** A master that is not taken for a node. */
    CLIENT;
  }

  /**
   * What a node holds.
   *
   * @param keys entries, without those that it holds for other nodes
   * @param garbage how many of these are not looked for on this node
   * @param backups entries that it holds for other nodes
   */
  public record Node(NodeName name, NodeState state, int keys, int garbage, int backups) {}

  /**
   * How the experiment stands under one placement.
   *
   * @param placement {@code modulo}, {@code ring} or {@code slots}
   * @param nodes by number, those that died and masters included
   * @param moved keys that were put, and that this step made be looked for on another node
   * @param copied entries that this step made nodes send to each other
   * @param lost keys that were put, and that no node holds
   * @param garbage entries on nodes on which they are not looked for
   * @param found keys that are found where they are looked for
   * @param words what happened in this step, for people
   */
  public record Standing(
      String placement,
      List<Node> nodes,
      int moved,
      int copied,
      int lost,
      int garbage,
      int found,
      String words) {
    /** Copies. */
    public Standing {
      nodes = List.copyOf(nodes);
    }
  }
}
