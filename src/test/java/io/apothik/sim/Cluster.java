package io.apothik.sim;

import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What all parts of a simulation share: time, network, and the processes that are running. */
final class Cluster {
  final Timeline timeline = new Timeline();
  final Random random;
  final Network network;
  private final Map<NodeName, CacheProcess> running = new HashMap<>();
  private long started;

  Cluster(Random random) {
    this.random = random;
    this.network = new Network(timeline, random);
  }

  Collection<CacheProcess> running() {
    return running.values();
  }

  Optional<CacheProcess> at(NodeName name) {
    return Optional.ofNullable(running.get(name));
  }

  /** The process that has the lowest name, or the next lowest and so on: a fair choice of one. */
  CacheProcess any() {
    List<NodeName> names = new ArrayList<>(running.keySet());
    names.sort(NodeName.BY_NUMBER);
    return running.get(names.get(random.nextInt(names.size())));
  }

  CacheProcess start(NodeName name, CoordinatorLoop coordinator) {
    long firstBatch = ++started * 1_000_000;
    CacheProcess process = new CacheProcess(name, firstBatch, this, coordinator);
    running.put(name, process);
    return process;
  }

  void end(NodeName name) {
    running.remove(name);
  }
}
