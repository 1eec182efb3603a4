package io.apothik.replica;

import io.apothik.message.Effect;
import io.apothik.message.Holdings;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Operation;
import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Renew;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.message.Settings;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.Provision;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Three nodes with one slot, whose messages wait until the test delivers or loses them. */
final class Replicas {
  static final NodeName A = NodeName.numbered(1, "h");
  static final NodeName B = NodeName.numbered(2, "h");
  static final NodeName C = NodeName.numbered(3, "h");

  private static final Bytes KEY = Bytes.utf8("k");
  private static final int STEPS_MAX = 10_000;

  /** A message on its way. */
  record Sent(NodeName from, NodeName to, NodeMessage message) {
    boolean is(Class<? extends NodeMessage> kind) {
      return kind.isInstance(message);
    }
  }

  static final Provision PROVISION = new Provision(new Tuning(1, 0, 1 << 20), 1 << 30);

  private final Map<NodeName, Replica> nodes = new LinkedHashMap<>();
  private final Deque<Sent> wire = new ArrayDeque<>();
  private final List<NodeMessage> told = new ArrayList<>();
  private final Map<Long, Reply> answers = new HashMap<>();
  private Predicate<Sent> lost = sent -> false;
  private SlotTable table = SlotTable.NONE;
  private long calls;
  private long now = 10_000;

  Replicas() {
    for (NodeName node : List.of(A, B, C)) {
      nodes.put(
          node,
          new Replica(
              process(node),
              Settings.DEFAULT,
              0,
              new LeaseBook(1),
              Eviction.NONE,
              1,
              PROVISION,
              effect -> perform(node, effect)));
    }
  }

  /** What a node holds now. */
  Holdings holdings(NodeName name) {
    return node(name).holdings(now);
  }

  /** Of how many writes a node knows that they are not settled; what it is to them counts, too. */
  int writesKnown(NodeName name) {
    return node(name).places().size() - node(name).requests().size();
  }

  private static Incarnation process(NodeName node) {
    return new Incarnation(node, "first");
  }

  private void perform(NodeName from, Effect effect) {
    if (effect instanceof Effect.Send send) {
      wire.add(new Sent(from, send.to(), send.message()));
    } else if (effect instanceof Effect.Tell tell) {
      told.add(tell.message());
    } else if (effect instanceof Effect.Answer answer) {
      answers.put(answer.call(), answer.reply());
    }
  }

  Replica node(NodeName name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  /** Founds the slot with a primary and fills the others, which are backups then; leases hold. */
  static Replicas inSync(NodeName primary, NodeName... backups) {
    Replicas replicas = new Replicas();
    replicas.install(owners(1, 1, primary, List.of(), List.of(backups)));
    replicas.deliver();
    replicas.install(owners(1, 1, primary, List.of(backups), List.of()));
    replicas.renewLeases();
    replicas.told.clear();
    return replicas;
  }

  /** Owners whose copies are of that age. */
  static SlotOwners owners(
      long term, long since, NodeName primary, List<NodeName> backups, List<NodeName> learners) {
    return new SlotOwners(
        new Copy(primary, since),
        backups.stream().map(node -> new Copy(node, since)).toList(),
        learners.stream().map(node -> new Copy(node, since)).toList(),
        term);
  }

  /** The next table. */
  SlotTable next(SlotOwners owners) {
    List<Incarnation> members = nodes.keySet().stream().map(Replicas::process).toList();
    return table.next(members, List.of(owners), List.of());
  }

  /** Puts the next table in force everywhere. */
  void install(SlotOwners owners) {
    installAt(next(owners), A, B, C);
  }

  void installAt(SlotTable next, NodeName... names) {
    table = next;
    for (NodeName name : names) {
      node(name).install(next, now);
    }
  }

  /** Callers come to a node for what its table gives it. */
  void route(NodeName name) {
    node(name).onRouted(now);
  }

  /** Everybody asks everybody for a lease, and gets it. */
  void renewLeases() {
    for (NodeName from : nodes.keySet()) {
      for (NodeName to : nodes.keySet()) {
        if (!from.equals(to)) {
          Renew renew = new Renew(process(from), node(from).epoch(), 0, now);
          wire.add(new Sent(from, to, renew));
        }
      }
    }
    deliver();
  }

  /** Loses from now on what is such. */
  void lose(Predicate<Sent> such) {
    lost = such;
  }

  /** Delivers what is on its way, and what follows from that. */
  void deliver() {
    for (int step = 0; !wire.isEmpty(); step++) {
      if (step > STEPS_MAX) {
        throw new AssertionError("they never come to rest: " + wire.peek());
      }
      deliverNext();
    }
  }

  void deliverNext() {
    Sent sent = wire.remove();
    if (!lost.test(sent) && sent.message() instanceof PeerMessage message) {
      node(sent.to()).on(message, now);
    }
  }

  /** What is on its way. */
  List<Sent> onTheWay() {
    return List.copyOf(wire);
  }

  /** What the coordinator was told. */
  List<NodeMessage> told() {
    return told;
  }

  /** Time goes by, in steps of a tick each. */
  void pass(long millis) {
    for (long end = now + millis; now < end; ) {
      now = Math.min(end, now + 50);
      nodes.values().forEach(node -> node.tick(now));
    }
  }

  /** Time goes by in which nobody does anything. */
  void standStill(long millis) {
    now += millis;
    nodes.values().forEach(node -> node.tick(now));
  }

  long ask(NodeName node, Operation operation) {
    return ask(node, operation, ++calls, 0);
  }

  /** Asks, as a try of the request with that number, which was tried first so long ago. */
  long ask(NodeName node, Operation operation, long request, long ageMillis) {
    return ask(
        node,
        new SlotRequest(
            table.epoch(),
            0,
            new RequestId(1, request),
            0,
            ageMillis,
            new KeyRequest(KEY, operation)));
  }

  long ask(NodeName node, SlotRequest request) {
    long call = ++calls;
    node(node).on(call, request, now);
    return call;
  }

  /** Asks, and delivers all that follows from that. */
  @Nullable Reply askAndDeliver(NodeName node, Operation operation) {
    long call = ask(node, operation);
    deliver();
    return answer(call);
  }

  /** Null if there is none yet. */
  @Nullable Reply answer(long call) {
    return answers.get(call);
  }
}
