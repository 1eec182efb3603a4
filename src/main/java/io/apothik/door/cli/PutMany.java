package io.apothik.door.cli;

import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "put-many",
    description = "Store an entry for each line KEY<tab>VALUE of a file; print how many.")
final class PutMany extends BridgeCommand {
  /** What surrounds an entry in a frame, about. */
  private static final int ENTRY_CHARS = 64;

  /** Leaves room in the frame for the largest entry's key, should it need escapes. */
  private static final int BATCH_CHARS_MAX = Limits.FRAME_BYTES_MAX * 3 / 4;

  @Parameters(index = "0", paramLabel = "FILE", description = "- for standard input.")
  String file = "";

  @Mixin final LifetimeOptions lifetime = new LifetimeOptions();

  private final Map<String, String> batch = new LinkedHashMap<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private int batchChars;
  private int stored;

  @Override
  int run(BridgeClient client) throws IOException {
    try (InputStream in = file.equals("-") ? System.in : open();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(client, line, ++number);
      }
    }
    send(client);
    print(result(), describe());
    return refused.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private InputStream open() {
    try {
      return Files.newInputStream(Path.of(file));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("cannot read " + file + ": " + unreadable, unreadable);
    }
  }

  private void add(BridgeClient client, String line, int number) throws IOException {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      throw new IllegalArgumentException(
          "line %d has no tab; %d entries were stored".formatted(number, stored));
    }
    String key = line.substring(0, tab);
    Bytes value = Bytes.utf8(line.substring(tab + 1));
    KeyRequest.put(Bytes.utf8(key), value);
    String encoded = KeyCommand.base64(value);
    int chars = key.length() + encoded.length() + ENTRY_CHARS;
    boolean full = batch.size() == Limits.MANY_KEYS_MAX || batchChars + chars > BATCH_CHARS_MAX;
    // A key that comes again is written again, after what came before it.
    if (full || batch.containsKey(key)) {
      send(client);
    }
    batch.put(key, encoded);
    batchChars += chars;
  }

  private void send(BridgeClient client) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    JsonArray entries = new JsonArray();
    batch.forEach(
        (key, value) ->
            entries.add(
                new JsonObject().put("key", key).put("value", value).put("encoding", "base64")));
    JsonObject request =
        lifetime.addTo(new JsonObject().put("op", "put-many").put("entries", entries));
    ManyCommands.results(ask(client, request)).forEach(this::count);
    batch.clear();
    batchChars = 0;
  }

  private void count(JsonObject result) {
    if (ManyCommands.isRefused(result)) {
      refused.merge(result.getString("error"), 1, Integer::sum);
      ManyCommands.printRefusal(this, result);
    } else {
      stored++;
    }
  }

  private JsonObject result() {
    JsonObject codes = new JsonObject();
    refused.forEach(codes::put);
    return new JsonObject().put("ok", true).put("stored", stored).put("refused", codes);
  }

  private String describe() {
    StringBuilder text = new StringBuilder(stored + " stored");
    refused.forEach((code, entries) -> text.append(", %d refused: %s".formatted(entries, code)));
    return text.toString();
  }
}
