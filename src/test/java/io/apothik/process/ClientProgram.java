package io.apothik.process;

import io.apothik.door.resp.Printed;
import io.apothik.door.resp.Script.Line;
import io.apothik.slot.Bytes;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program that takes a command a line, its words in hexadecimal digits, and answers each with a
 * line: what its library was told, as {@link Printed}.
 */
final class ClientProgram implements AutoCloseable {
  private static final int SILENCE_SECONDS_MAX = 30;

  private final List<String> command;
  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  ClientProgram(List<String> command) throws IOException {
    this.command = command;
    process =
        new ProcessBuilder(command)
            .directory(RunSh.HOME.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  String call(Line line) throws IOException {
    in.write(line.words().stream().map(ClientProgram::hex).collect(Collectors.joining(" ")));
    in.newLine();
    in.flush();
    return Optional.ofNullable(
            CompletableFuture.supplyAsync(this::reply)
                .completeOnTimeout(null, SILENCE_SECONDS_MAX, TimeUnit.SECONDS)
                .join())
        .orElseThrow(() -> new AssertionError(command + " has no reply to " + line.text()));
  }

  private @Nullable String reply() {
    try {
      return out.readLine();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String hex(Bytes word) {
    return word.length() == 0 ? "-" : HexFormat.of().formatHex(word.toArray());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
