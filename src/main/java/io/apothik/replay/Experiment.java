package io.apothik.replay;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.apothik.message.ReplayStep;
import io.apothik.message.Replayed;
import io.apothik.message.Replayed.NodeState;
import io.apothik.message.Replayed.Standing;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The experiment, step by step, with the same nodes and keys under three placements: {@code
 * modulo}, the original; {@code ring}, a {@link HashRing}; {@code slots}, the slot table with one
 * backup. A step takes some milliseconds, and the first one many. Used by one thread at a time.
 */
public final class Experiment {
  private static final int NODES_AT_FIRST = 5;
  private static final String HOST = "127.0.0.1";
  private static final NodeName MASTER = new NodeName("master@" + HOST);

  /** Whether they are there, by number; those that died are remembered. */
  private final NavigableMap<NodeName, Boolean> nodes = new TreeMap<>(NodeName.BY_NUMBER);

  private final Map<Contestant, Model> models = new EnumMap<>(Contestant.class);
  private boolean masterCounted;
  private int put;
  private long steps;

  /** Five nodes with nothing in them. */
  public Experiment() {
    begin(false);
  }

  private void begin(boolean counted) {
    nodes.clear();
    IntStream.rangeClosed(1, NODES_AT_FIRST).forEach(i -> nodes.put(node(i), true));
    masterCounted = counted;
    put = 0;
    List<NodeName> masters = counted ? List.of(MASTER) : List.of();
    for (Contestant contestant : Contestant.values()) {
      models.put(contestant, contestant.model(List.copyOf(nodes.keySet()), masters));
    }
  }

  private static NodeName node(int number) {
    return NodeName.numbered(number, HOST);
  }

  /**
   * Does a step, and says what came of it.
   *
   * @throws FailureException with BAD_REQUEST if the last node would die, or there would be more
   *     than {@link Limits#REPLAY_NODES_MAX}
   */
  public Replayed play(ReplayStep step) {
    Map<Contestant, Picture> before = new EnumMap<>(Contestant.class);
    boolean goesOn = step == ReplayStep.KILL || step == ReplayStep.ADD;
    if (goesOn) {
      models.forEach((contestant, model) -> before.put(contestant, Picture.of(model)));
    }
    NodeName node = perform(step);
    steps++;
    List<Standing> standings = new ArrayList<>();
    models.forEach(
        (contestant, model) ->
            standings.add(standing(contestant, model, step, node, before.get(contestant))));
    return new Replayed(step, steps, Keys.COUNT, standings);
  }

  /** The node that came or died, or null. */
  private @Nullable NodeName perform(ReplayStep step) {
    return switch (step) {
      case START_OVER -> {
        begin(false);
        yield null;
      }
      case COUNT_MASTER -> {
        begin(true);
        fill();
        yield null;
      }
      case FILL -> {
        fill();
        yield null;
      }
      case KILL -> kill();
      case ADD -> add();
    };
  }

  private void fill() {
    models.values().forEach(Model::fill);
    put = Keys.COUNT;
  }

  private NodeName kill() {
    List<NodeName> up = up();
    if (up.size() == 1) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST, "%s is the last node of the experiment".formatted(up.get(0)));
    }
    NodeName node = up.get(0);
    nodes.put(node, false);
    models.values().forEach(model -> model.kill(node));
    return node;
  }

  private NodeName add() {
    int number = 1;
    while (nodes.getOrDefault(node(number), false)) {
      number++;
    }
    if (number > Limits.REPLAY_NODES_MAX) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST,
          "the experiment has %d nodes at most".formatted(Limits.REPLAY_NODES_MAX));
    }
    NodeName node = node(number);
    nodes.put(node, true);
    models.values().forEach(model -> model.join(node));
    return node;
  }

  private List<NodeName> up() {
    return nodes.keySet().stream().filter(node -> nodes.getOrDefault(node, false)).toList();
  }

  private Standing standing(
      Contestant contestant,
      Model model,
      ReplayStep step,
      @Nullable NodeName node,
      @Nullable Picture before) {
    Event event =
        new Event(
            step,
            node,
            up().size(),
            masterCounted,
            before == null || put == 0 ? 0 : before.movedIn(model),
            before == null ? 0 : before.copiedIn(model));
    return new Observation(model, states(contestant)).standing(contestant, event, put);
  }

  private Map<NodeName, NodeState> states(Contestant contestant) {
    Map<NodeName, NodeState> states = new LinkedHashMap<>();
    nodes.forEach((node, there) -> states.put(node, there ? NodeState.UP : NodeState.DOWN));
    if (masterCounted) {
      states.put(MASTER, contestant == Contestant.SLOTS ? NodeState.CLIENT : NodeState.COUNTED);
    }
    return states;
  }

  /** What a step is compared with. */
  private record Picture(List<NodeName> owners, int copied) {
    static Picture of(Model model) {
      return new Picture(owners(model), model.copied());
    }

    private static List<NodeName> owners(Model model) {
      return IntStream.range(0, Keys.COUNT).mapToObj(key -> model.homes(key).get(0)).toList();
    }

    int movedIn(Model model) {
      List<NodeName> now = owners(model);
      return (int)
          IntStream.range(0, Keys.COUNT)
              .filter(key -> !now.get(key).equals(owners.get(key)))
              .count();
    }

    int copiedIn(Model model) {
      return model.copied() - copied;
    }
  }
}
