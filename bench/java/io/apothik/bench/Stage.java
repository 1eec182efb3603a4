package io.apothik.bench;

import io.apothik.bench.system.Contestants;
import io.apothik.bench.system.Peer;
import io.apothik.bench.system.Setting;
import io.apothik.cluster.FreePorts;
import io.apothik.cluster.JoinAddress;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All processes of one system: started in their order, and ended together. */
final class Stage implements AutoCloseable {
  private static final long LISTEN_MILLIS_MAX = 10_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<Child> servers = new ArrayList<>();
  private final List<Child> all = new ArrayList<>();
  private final String contestant;
  private final Peer peer;
  private final List<String> options;
  private final Path log;

  private Stage(String contestant, List<String> options, Path log) {
    this.contestant = contestant;
    this.peer = Contestants.named(contestant);
    this.options = options;
    this.log = log;
  }

  /**
   * Starts a system, its client included.
   *
   * @param options of each of its JVMs
   */
  static Stage set(String contestant, List<String> options, Path log) throws IOException {
    Stage stage = new Stage(contestant, options, log);
    try {
      stage.start();
      return stage;
    } catch (IOException | RuntimeException failure) {
      stage.close();
      throw failure;
    }
  }

  private void start() throws IOException {
    List<Integer> ports = new ArrayList<>();
    for (int number = 1; number <= peer.servers(); number++) {
      ports.add(FreePorts.reserve(Setting.HOST));
    }
    for (int number = 1; number <= peer.servers(); number++) {
      Child server = server(new Setting(contestant, number, ports.get(number - 1), ports));
      servers.add(server);
      all.add(server);
    }
    Setting client = new Setting(contestant, 0, FreePorts.reserve(Setting.HOST), ports);
    all.add(Child.worker(client, options, log));
  }

  private Child server(Setting setting) throws IOException {
    List<String> command = peer.command(setting);
    if (command.isEmpty()) {
      return Child.worker(setting, options, log);
    }
    Child program = Child.program(command, log);
    String address = Setting.HOST + ":" + setting.port();
    if (!JoinAddress.awaitListener(address, LISTEN_MILLIS_MAX) || !program.isAlive()) {
      program.close();
      throw new IOException("%s did not start; see %s".formatted(command.get(0), log));
    }
    return program;
  }

  private Child client() {
    return all.get(all.size() - 1);
  }

  void load(int keys, int valueBytes) throws IOException {
    client()
        .ask(new JsonObject().put("do", "load").put("keys", keys).put("valueBytes", valueBytes));
  }

  /** Has a client without servers store what is its own alone: keys and values, not references. */
  void hoard(int keys, int valueBytes) throws IOException {
    client()
        .ask(new JsonObject().put("do", "hoard").put("keys", keys).put("valueBytes", valueBytes));
  }

  /** What those processes have together that store entries, after they collected their garbage. */
  Footprint footprint() throws IOException {
    Footprint sum = new Footprint(0, 0);
    for (Child child : servers.isEmpty() ? all : servers) {
      long heap =
          child.obeys() ? child.ask(new JsonObject().put("do", "heap")).getLong("bytes") : 0;
      sum = sum.plus(new Footprint(heap, child.residentBytes()));
    }
    return sum;
  }

  /** Measures, and adds what the processes used meanwhile. */
  JsonObject measure(Cell cell, double seconds) throws IOException {
    long serverBytes = serverBytes();
    double cpu = cpuSeconds();
    JsonObject outcome = client().ask(cell.toOrder(seconds));
    double requests = Math.max(1, outcome.getLong("requests"));
    double millions = requests / 1_000_000;
    outcome.put("cpuSecondsPerMillion", (cpuSeconds() - cpu) / millions);
    outcome.put("clientBytesPerRequest", outcome.getLong("allocatedBytes") / requests);
    if (servers.stream().anyMatch(Child::obeys)) {
      outcome.put("serverBytesPerRequest", (serverBytes() - serverBytes) / requests);
    }
    outcome.remove("allocatedBytes");
    return outcome;
  }

  private double cpuSeconds() {
    return all.stream().mapToLong(child -> child.cpu().toNanos()).sum() / NANOS_PER_SECOND;
  }

  private long serverBytes() throws IOException {
    long sum = 0;
    for (Child server : servers) {
      if (server.obeys()) {
        sum += server.ask(new JsonObject().put("do", "allocated")).getLong("bytes");
      }
    }
    return sum;
  }

  /** Ends all processes, the last one first. */
  @Override
  public void close() {
    for (int i = all.size() - 1; i >= 0; i--) {
      all.get(i).close();
    }
  }
}
