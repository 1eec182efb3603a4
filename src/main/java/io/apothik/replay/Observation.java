package io.apothik.replay;

import io.apothik.message.Replayed.Node;
import io.apothik.message.Replayed.NodeState;
import io.apothik.message.Replayed.Standing;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counts what a model holds, and says it in words. */
final class Observation {
  private final Model model;
  private final List<Node> nodes = new ArrayList<>();
  private int found;
  private int held;

  /**
   * Counts.
   *
   * @param states the nodes to be shown, in that order
   */
  Observation(Model model, Map<NodeName, NodeState> states) {
    this.model = model;
    states.forEach((node, state) -> nodes.add(count(node, state)));
    for (int key = 0; key < Keys.COUNT; key++) {
      found += model.holds(model.homes(key).get(0), key) ? 1 : 0;
      held += isHeld(key) ? 1 : 0;
    }
  }

  private Node count(NodeName node, NodeState state) {
    int keys = 0;
    int garbage = 0;
    int backups = 0;
    for (int key = 0; key < Keys.COUNT; key++) {
      if (model.holds(node, key)) {
        int place = model.homes(key).indexOf(node);
        keys += place <= 0 ? 1 : 0;
        garbage += place < 0 ? 1 : 0;
        backups += place > 0 ? 1 : 0;
      }
    }
    return new Node(node, state, keys, garbage, backups);
  }

  private boolean isHeld(int key) {
    return nodes.stream().anyMatch(node -> model.holds(node.name(), key));
  }

  private int garbage() {
    return nodes.stream().mapToInt(Node::garbage).sum();
  }

  /**
   * What is told.
   *
   * @param put how many keys were put so far
   */
  Standing standing(Contestant contestant, Event event, int put) {
    return new Standing(
        contestant.label(),
        nodes,
        event.moved(),
        event.copied(),
        put - held,
        garbage(),
        found,
        words(contestant, event, put));
  }

  private String words(Contestant contestant, Event event, int put) {
    if (put == 0) {
      return contestant.lead(event);
    }
    List<String> parts = new ArrayList<>();
    parts.add(found == put ? "every key is found" : "%,d keys are found".formatted(found));
    if (put > held) {
      parts.add("%,d are lost".formatted(put - held));
    }
    if (garbage() > 0) {
      parts.add("%,d entries are garbage, as they are not looked for there".formatted(garbage()));
    }
    String last = parts.remove(parts.size() - 1);
    String rest = parts.isEmpty() ? last : "%s, and %s".formatted(String.join(", ", parts), last);
    return "%s Now %s.".formatted(contestant.lead(event), rest);
  }
}
