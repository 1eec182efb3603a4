package io.apothik.bench;

import io.apothik.bench.system.Setting;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that the benchmark started, and ends: a JVM that obeys, or another program. */
final class Child implements AutoCloseable {
  private static final long END_SECONDS = 5;
  private static final String RESIDENT = "VmRSS:";
  private static final long BYTES_PER_KIBIBYTE = 1_024;

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;
  private final boolean obeys;

  /** Ends the process if the benchmark is interrupted. */
  private final Thread last;

  private Child(Process process, boolean obeys) {
    this.process = process;
    this.last = new Thread(process::destroy, "bench-end-" + process.pid());
    Runtime.getRuntime().addShutdownHook(last);
    this.obeys = obeys;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.orders =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a {@link Worker}; returns when it is ready.
   *
   * @param options of its JVM
   * @param log where goes what it writes to standard error
   */
  static Child worker(Setting setting, List<String> options, Path log) throws IOException {
    List<String> command = Jvm.command(options, Worker.class);
    command.add(setting.toJson().encode());
    Child child = new Child(start(command, log, ProcessBuilder.Redirect.PIPE), true);
    try {
      child.answer();
      return child;
    } catch (IOException | RuntimeException failure) {
      child.close();
      throw failure;
    }
  }

  /** Starts a program that is reached by its port alone. */
  static Child program(List<String> command, Path log) throws IOException {
    ProcessBuilder.Redirect out = ProcessBuilder.Redirect.appendTo(log.toFile());
    return new Child(start(command, log, out), false);
  }

  private static Process start(List<String> command, Path log, ProcessBuilder.Redirect out)
      throws IOException {
    Files.createDirectories(log.getParent());
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectOutput(out)
        .start();
  }

  boolean obeys() {
    return obeys;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Has a worker do something, and waits for the answer. */
  JsonObject ask(JsonObject order) throws IOException {
    orders.write(order.encode());
    orders.newLine();
    orders.flush();
    return answer();
  }

  private JsonObject answer() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(Worker.ANSWER)) {
        JsonObject answer = new JsonObject(line.substring(Worker.ANSWER.length()));
        if (answer.containsKey("error")) {
          throw new IOException(answer.getString("error"));
        }
        return answer;
      }
    }
    throw new IOException("the process " + process.pid() + " ended");
  }

  /** The processor time that it has used: what Linux shows in {@code /proc/PID/stat}. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The memory that it has: what Linux shows as {@code VmRSS} in {@code /proc/PID/status}. */
  long residentBytes() throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      String line = lines.filter(each -> each.startsWith(RESIDENT)).findFirst().orElse(RESIDENT);
      String kibibytes = line.substring(RESIDENT.length()).replace("kB", "").strip();
      return Long.parseLong(kibibytes) * BYTES_PER_KIBIBYTE;
    } catch (NumberFormatException absent) {
      throw new IOException("the system does not tell what memory a process has", absent);
    }
  }

  /** Ends this very process. */
  @Override
  public void close() {
    if (obeys) {
      process.destroy();
    } else {
      // Nodes would hand their slots over to each other, one after the other.
      process.destroyForcibly();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(last);
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IllegalStateException interrupted) {
      // The hook runs already.
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
