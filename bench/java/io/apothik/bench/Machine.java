package io.apothik.bench;

import com.hazelcast.instance.BuildInfoProvider;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.infinispan.commons.util.Version;

/** What a run was made on, and with which versions. */
final class Machine {
  private static final long ANSWER_SECONDS_MAX = 10;

  private Machine() {}

  static JsonObject describe() {
    Runtime runtime = Runtime.getRuntime();
    return new JsonObject()
        .put("cores", runtime.availableProcessors())
        .put("processor", line(Path.of("/proc/cpuinfo"), "model name"))
        .put("memory", line(Path.of("/proc/meminfo"), "MemTotal"))
        .put("loadBefore", line(Path.of("/proc/loadavg"), ""))
        .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put(
            "jdk",
            System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
  }

  static JsonObject versions() {
    return new JsonObject()
        .put("apothik", said(List.of("git", "rev-parse", "--short", "HEAD")))
        .put("vertx", Vertx.class.getPackage().getImplementationVersion())
        .put("hazelcast", BuildInfoProvider.getBuildInfo().getVersion())
        .put("infinispan", Version.getVersion())
        .put("redis", said(List.of("redis-server", "--version")))
        .put("memcached", said(List.of("memcached", "--version")));
  }

  /** Whether a program can be run here. */
  static boolean has(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static String line(Path file, String beginning) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(beginning.toLowerCase(Locale.ROOT)))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("");
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static String said(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0
          ? said.strip()
          : "";
    } catch (IOException absent) {
      return "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
