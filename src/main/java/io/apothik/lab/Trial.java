package io.apothik.lab;

import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import io.apothik.sim.Client;
import io.apothik.sim.Journal.Asked;
import io.apothik.sim.SimulatedCluster;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One run of a scenario: a cluster of its own, from founding to the last word on each key. */
final class Trial {
  static final int SLOTS = 1_024;
  private static final int READY_MILLIS_MAX = 60_000;
  private static final int SETTLE_MILLIS_MAX = 120_000;

  /** An operator who sees that nothing goes on says so after that long. */
  private static final int OPERATOR_MILLIS = 10_000;

  private final Scenario scenario;
  private final SimulatedCluster cluster;
  private final Marks marks;
  private final Chronicle chronicle = new Chronicle();
  private final List<Client> clients = new ArrayList<>();
  private long readyMillis;
  private boolean over;

  private Trial(Scenario scenario) {
    this.scenario = scenario;
    this.cluster = new SimulatedCluster(scenario.seed(), scenario.setting().settings(), SLOTS);
    this.marks = new Marks(new Random(~scenario.seed()), scenario.keys());
  }

  /** Runs the scenario under its setting, and says what came of it. */
  static Findings run(Scenario scenario) {
    return new Trial(scenario).run();
  }

  private Findings run() {
    cluster.start(scenario.nodes());
    if (!cluster.settle(READY_MILLIS_MAX)) {
      throw new IllegalStateException("the cluster did not come to be: " + cluster.table());
    }
    readyMillis = cluster.nowMillis();
    IntStream.rangeClosed(1, scenario.nodes()).forEach(node -> chronicle.up(node, 0));
    scenario.faults().forEach(fault -> cluster.in(fault.atMillis(), () -> begin(fault)));
    for (int i = 0; i < scenario.clients(); i++) {
      Client client = cluster.client(marks);
      clients.add(client);
      cluster.in(marks.restMillis(), () -> call(client));
    }
    cluster.advance(scenario.forMillis());
    over = true;
    boolean settled = settle();
    chronicle.onTables(cluster.tables(), readyMillis);
    Map<String, String> last = settled ? readAll() : Map.of();
    return new Conclusion(scenario, chronicle, readyMillis, cluster.journal()).of(last, settled);
  }

  private void call(Client client) {
    if (!over) {
      client.act();
      cluster.in(marks.restMillis(), () -> call(client));
    }
  }

  private long now() {
    return cluster.nowMillis() - readyMillis;
  }

  static NodeName name(int node) {
    return NodeName.numbered(node, SimulatedCluster.HOST);
  }

  private void begin(Fault fault) {
    chronicle.fault(fault, now());
    if (fault instanceof Fault.Kill kill) {
      cluster.kill(name(kill.node()));
      chronicle.down(kill.node(), now());
    } else if (fault instanceof Fault.Leave leave) {
      cluster.leave(name(leave.node()));
      awaitLeft(leave.node());
    } else if (fault instanceof Fault.Join join) {
      join(join.node());
    } else if (fault instanceof Fault.Pause pause) {
      cluster.pause(name(pause.node()), pause.forMillis());
      chronicle.during(pause.node(), now(), now() + pause.forMillis(), Chronicle.PAUSED);
      cluster.in(pause.forMillis(), () -> chronicle.over(fault, now()));
    } else if (fault instanceof Fault.Partition partition) {
      partition(partition);
    } else if (fault instanceof Fault.Slow slow) {
      cluster.slow(name(slow.one()), name(slow.other()), slow.delayMillis(), slow.forMillis());
      cluster.in(slow.forMillis(), () -> chronicle.over(fault, now()));
    } else if (fault instanceof Fault.Clock clock) {
      cluster.runClock(name(clock.node()), clock.rate());
      cluster.in(clock.forMillis(), () -> endClock(clock));
    }
  }

  private void join(int node) {
    if (!cluster.isAlive(name(node))) {
      cluster.start(name(node));
      chronicle.up(node, now());
    } else {
      chronicle.cluster(now(), "node %d is still there and does not start".formatted(node));
    }
  }

  /** A node is gone when it has handed over what it had. */
  private void awaitLeft(int node) {
    if (cluster.isAlive(name(node))) {
      cluster.in(50, () -> awaitLeft(node));
    } else {
      chronicle.cluster(now(), "node %d is gone".formatted(node));
      chronicle.down(node, now());
    }
  }

  private void endClock(Fault.Clock clock) {
    cluster.runClock(name(clock.node()), 1);
    chronicle.over(clock, now());
  }

  /** Clients are on the sides as nodes are, each beside one. */
  private void partition(Fault.Partition partition) {
    Map<String, Integer> sides = new HashMap<>();
    List<Integer> nodes = scenario.everyNode();
    nodes.forEach(node -> sides.put(name(node).value(), partition.sideOf(node)));
    for (int i = 0; i < clients.size(); i++) {
      sides.put(clients.get(i).name(), partition.sideOf(nodes.get(i % nodes.size())));
    }
    cluster.partition(sides);
    for (int node : nodes) {
      if (cluster.isAlive(name(node))) {
        String side = "side " + (partition.sideOf(node) + 1);
        chronicle.during(node, now(), now() + partition.forMillis(), side);
      }
    }
    cluster.in(
        partition.forMillis(),
        () -> {
          cluster.heal();
          chronicle.over(partition, now());
        });
  }

  /** Waits until nothing changes any more; whether that came to be. */
  private boolean settle() {
    cluster.heal();
    long until = cluster.nowMillis() + SETTLE_MILLIS_MAX;
    while (!isAtRest() && cluster.nowMillis() < until && !cluster.nodes().isEmpty()) {
      cluster.advanceUntil(this::isAtRest, OPERATOR_MILLIS);
      if (!isAtRest() && lacksMajority()) {
        chronicle.cluster(
            now(), "a majority is gone: an operator says 'recover', and those that are left go on");
        cluster.recover();
      }
    }
    return isAtRest();
  }

  private boolean isAtRest() {
    return cluster.isSettled() && clients.stream().allMatch(Client::isIdle);
  }

  private boolean lacksMajority() {
    List<NodeName> members = cluster.table().nodes();
    return members.stream().filter(cluster::isAlive).count() <= members.size() / 2;
  }

  /** What each key holds; nothing of one that holds nothing, or cannot be read. */
  private Map<String, String> readAll() {
    return cluster.journal().asked().stream()
        .map(Asked::key)
        .distinct()
        .collect(Collectors.toMap(key -> key, this::read));
  }

  private String read(String key) {
    Reply reply = cluster.ask(KeyRequest.get(Bytes.utf8(key)));
    return reply instanceof Reply.Value value && value.valueOrNull() != null
        ? value.valueOrNull().asText().orElseThrow()
        : "";
  }
}
