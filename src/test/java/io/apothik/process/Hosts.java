package io.apothik.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apothik.process.RunSh.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several hosts on this machine, each a network namespace with an address of its own, and a switch
 * between them that can be cut in two. Needs the command {@code ip} and the right to use it.
 */
final class Hosts implements AutoCloseable {
  private static final AtomicInteger CREATED = new AtomicInteger();

  private final String prefix =
      "apothik%d-%d".formatted(ProcessHandle.current().pid(), CREATED.incrementAndGet());
  private final int count;

  private Hosts(int count) {
    this.count = count;
  }

  /** Hosts 1 to {@code count}, all connected; skips the test where none can be made. */
  static Hosts create(int count) {
    Hosts hosts = new Hosts(count);
    Result first = RunSh.bash("ip netns add " + hosts.hub());
    assumeTrue(
        first.exit() == 0,
        () ->
            "skipped: no network namespaces can be made here, which stand for hosts: "
                + first.err().strip());
    for (String bridge : List.of("one", "two")) {
      hosts.must("ip -n %s link add %s type bridge".formatted(hosts.hub(), bridge));
      hosts.must("ip -n %s link set %s up".formatted(hosts.hub(), bridge));
    }
    for (int host = 1; host <= count; host++) {
      hosts.add(host);
    }
    return hosts;
  }

  private void add(int host) {
    String name = name(host);
    must("ip netns add " + name);
    must("ip -n %s link add port%d type veth peer name eth0 netns %s".formatted(hub(), host, name));
    must("ip -n %s link set port%d master one up".formatted(hub(), host));
    must("ip -n %s addr add %s/24 dev eth0".formatted(name, address(host)));
    must("ip -n %s link set eth0 up".formatted(name));
    must("ip -n %s link set lo up".formatted(name));
  }

  private String hub() {
    return prefix + "-hub";
  }

  private String name(int host) {
    return prefix + "-" + host;
  }

  static String address(int host) {
    return "10.77.0." + host;
  }

  /** Cuts these hosts off from the others; they still reach each other. */
  void cutOff(int... hosts) {
    for (int host : hosts) {
      must("ip -n %s link set port%d master two".formatted(hub(), host));
    }
  }

  /** Connects all again. */
  void heal() {
    for (int host = 1; host <= count; host++) {
      must("ip -n %s link set port%d master one".formatted(hub(), host));
    }
  }

  /** Begins a command on a host. */
  Running start(int host, String... arguments) {
    return new Running(on(host, arguments));
  }

  /** Begins a command on a host, in a JVM with these options besides. */
  Running startWith(String javaOptions, int host, String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name(host), "env"));
    command.add("APOTHIK_JAVA_OPTIONS=%s %s".formatted(Running.BRIEF_LIFE, javaOptions));
    command.addAll(RunSh.command(arguments));
    return new Running(command);
  }

  /** Runs a command on a host, with that as its input, to its end. */
  Result run(int host, String input, String... arguments) {
    String line = "printf '%s' | ".formatted(input) + String.join(" ", on(host, arguments));
    return RunSh.bash(line);
  }

  /** Runs a whole command line on a host, pipes and all, to its end. */
  Result bash(int host, String line) {
    return RunSh.bash("ip netns exec %s bash -s <<'END'\n%s\nEND\n".formatted(name(host), line));
  }

  private List<String> on(int host, String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name(host)));
    command.addAll(RunSh.command(arguments));
    return command;
  }

  private void must(String line) {
    Result result = RunSh.bash(line);
    if (result.exit() != 0) {
      throw new IllegalStateException(line + ": " + result.err());
    }
  }

  @Override
  public void close() {
    for (int host = 1; host <= count; host++) {
      RunSh.bash("ip netns del " + name(host));
    }
    RunSh.bash("ip netns del " + hub());
  }
}
