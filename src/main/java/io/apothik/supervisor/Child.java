package io.apothik.supervisor;

import io.apothik.slot.NodeName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One node in a JVM of its own, with the options of this JVM. It ends when its standard input does,
 * so also when this process is killed.
 */
final class Child {
  /** This process has checked the same file, and a check takes a tenth of a child's start. */
  private static final String UNCHECKED = "-Dhazelcast.config.schema.validation.enabled=false";

  private final NodeName name;
  private final Process process;
  private final Path log;
  private final Promise<Void> ready = Promise.promise();

  private Child(NodeName name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the process.
   *
   * @param arguments of the node command, the name left out
   * @param log where its log goes, and what it writes to standard error
   */
  static Child start(NodeName name, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>(ownCommand());
    command.addAll(List.of("node", "--supervised", "--name", name.value()));
    command.addAll(arguments);
    Files.deleteIfExists(log);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // What is set there, the arguments say as far as it is meant for the children.
    builder.environment().keySet().removeIf(SettingNames::isOurs);
    Process process = builder.start();
    Child child = new Child(name, process, log);
    Thread reader = new Thread(child::readOutput, "apothik-child-" + name);
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  /** A terminal sends its signals to the children, too; only their parent shall act on them. */
  private static List<String> ownCommand() {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "apothik"));
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of(UNCHECKED, "-jar", System.getProperty("java.class.path")));
    return command;
  }

  NodeName name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Completes when the process has ended. */
  CompletionStage<?> ended() {
    return process.onExit();
  }

  /** Completes when the node can be used; fails, with the reason, if it ends before. */
  Future<Void> ready() {
    return ready.future();
  }

  /** Ends it with SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** Lets it end at once, without handing anything over. */
  void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // It has ended already.
    }
  }

  /** Waits so long for its end, then kills it. */
  void awaitEnd(long millis) throws InterruptedException {
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      kill();
    }
  }

  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(NodeCommand.READY + name)) {
          ready.tryComplete();
        }
      }
    } catch (IOException ended) {
      // What matters is that it said nothing more.
    }
    ready.tryFail("%s ended before it was ready: %s".formatted(name, lastWords()));
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    } catch (IOException unreadable) {
      return "see " + log;
    }
  }
}
