package io.apothik.replay;

import io.apothik.slot.NodeName;
import java.util.List;

/**
 * A cluster under one placement, as the experiment sees it: nodes that hold keys, and a rule that
 * says on which of them a key is looked for. Keys are named by their index in {@link Keys}.
 */
interface Model {
  /** Puts every key, each to where it is looked for. */
  void fill();

  /** The node is gone at once, with all that it holds. */
  void kill(NodeName node);

  /** A node that holds nothing comes. */
  void join(NodeName node);

  /** The nodes that should hold the key; the first of them is asked for it. At least one. */
  List<NodeName> homes(int key);

  /** Whether the node holds the key, be it looked for there or not. */
  boolean holds(NodeName node, int key);

  /** How many entries nodes have sent to each other until now. */
  int copied();
}
