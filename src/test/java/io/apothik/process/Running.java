package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.slot.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process that goes on beside the test; what it has printed can be read at any time. */
final class Running implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;

  /** No node of a test lives long enough to earn back what more than this costs. */
  static final String BRIEF_LIFE = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  /**
   * They make keys of passwords, which takes ten times as long without C2: run.sh gives it to them.
   */
  private static final Pattern HASHING = Pattern.compile("--users|run\\.sh user ");

  private final List<String> command;
  private final Path directory;
  private final Process process;
  private final Thread lastResort = new Thread(this::kill);

  Running(List<String> command) {
    this(command, new byte[0]);
  }

  Running(List<String> command, byte[] input) {
    this.command = command;
    try {
      directory = Files.createTempDirectory("apothik");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(RunSh.HOME.toFile())
              .redirectInput(Files.write(directory.resolve("in"), input).toFile())
              .redirectOutput(directory.resolve("out").toFile())
              .redirectError(directory.resolve("err").toFile());
      if (!HASHING.matcher(String.join(" ", command)).find()) {
        builder.environment().put("APOTHIK_JAVA_OPTIONS", BRIEF_LIFE);
      }
      process = builder.start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  static Running runSh(String... arguments) {
    return new Running(RunSh.command(arguments));
  }

  Bytes output() {
    return read("out");
  }

  String out() {
    return text("out");
  }

  String err() {
    return text("err");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Itself, and whatever it started. */
  List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Waits until it has printed the text; fails if it ends before. */
  void awaitOut(String text) {
    await(text)
        .atMost(RunSh.TIME_MAX)
        .pollInterval(LOOK_MILLIS, TimeUnit.MILLISECONDS)
        .failFast(
            () ->
                assertThat(isAlive() || out().contains(text))
                    .as("%s goes on; so far: %s%s", command, out(), err())
                    .isTrue())
        .until(() -> out().contains(text));
  }

  int awaitExit() {
    return awaitExit(RunSh.TIME_MAX);
  }

  int awaitExit(Duration max) {
    try {
      assertThat(process.waitFor(max.toSeconds(), TimeUnit.SECONDS))
          .as("%s has ended; so far: %s%s", command, out(), err())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Ends what is left of it. */
  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(lastResort);
    for (String file : List.of("in", "out", "err")) {
      delete(directory.resolve(file));
    }
    delete(directory);
  }

  private void kill() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }

  private String text(String file) {
    return new String(read(file).toArray(), StandardCharsets.UTF_8);
  }

  private Bytes read(String file) {
    try {
      return Bytes.copyOf(Files.readAllBytes(directory.resolve(file)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
