package io.apothik.supervisor;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A file of settings, in YAML or JSON: one object, with a single value for each key. */
final class ConfigFile {
  private static final long READ_SECONDS_MAX = 10;

  private ConfigFile() {}

  /**
   * The values as they would be given to flags, by their keys; blocks until they are read.
   *
   * @throws IllegalArgumentException if the file is missing or broken
   */
  static Map<String, String> read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : parse(file).getMap().entrySet()) {
      values.put(entry.getKey(), single(file, entry.getKey(), entry.getValue()));
    }
    return values;
  }

  private static String single(Path file, String key, Object value) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new IllegalArgumentException(
        "%s: '%s' has %s for a value: one text, number, true or false is needed"
            .formatted(file, key, value == null ? "nothing" : value));
  }

  /**
   * All that is in the file; blocks until it is read.
   *
   * @throws IllegalArgumentException if the file is missing or broken
   */
  static JsonObject parse(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "the configuration file %s is missing or not readable".formatted(file));
    }
    ConfigRetrieverOptions options =
        new ConfigRetrieverOptions()
            .setScanPeriod(-1)
            .addStore(
                new ConfigStoreOptions()
                    .setType("file")
                    .setFormat(format(file))
                    .setConfig(new JsonObject().put("path", file.toAbsolutePath().toString())));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    try {
      return ConfigRetriever.create(vertx, options)
          .getConfig()
          .toCompletionStage()
          .toCompletableFuture()
          .get(READ_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException broken) {
      throw new IllegalArgumentException(
          "the configuration file %s is broken: %s".formatted(file, broken.getCause()), broken);
    } catch (TimeoutException late) {
      throw new IllegalArgumentException(
          "the configuration file %s was not read within %d s".formatted(file, READ_SECONDS_MAX),
          late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } finally {
      Await.quietly(vertx.close());
    }
  }

  private static String format(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return "yaml";
    } else if (name.endsWith(".json")) {
      return "json";
    }
    throw new IllegalArgumentException(
        "the configuration file %s ends neither in .yaml nor in .json".formatted(file));
  }
}
