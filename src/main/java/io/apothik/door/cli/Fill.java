package io.apothik.door.cli;

import io.apothik.message.Limits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "fill",
    description = "Put the keys k_I_1 to k_I_N; the value of each is its counter.")
final class Fill extends BridgeCommand {
  private static final int ENTRIES_PER_REQUEST = 2_000;
  private static final int BAR_CHARS = 40;

  @Parameters(index = "0", paramLabel = "I", description = "The number in the keys.")
  int number;

  @Parameters(index = "1", paramLabel = "N", description = "How many, at least 1.")
  int count;

  private int stored;
  private final Map<String, Integer> refused = new TreeMap<>();
  private @Nullable String reason;

  @Override
  int run(BridgeClient client) throws IOException {
    if (number < 0 || count < 1) {
      throw new IllegalArgumentException(
          "fill %d %d: I must be at least 0 and N at least 1".formatted(number, count));
    }
    timeoutMillis = Limits.TIMEOUT_MILLIS_MAX;
    for (long from = 1; from <= count; from += ENTRIES_PER_REQUEST) {
      int some = (int) Math.min(ENTRIES_PER_REQUEST, count - from + 1);
      add(
          ask(
              client,
              new JsonObject()
                  .put("op", "fill")
                  .put("number", number)
                  .put("from", (int) from)
                  .put("count", some)));
      showProgress((int) from + some - 1);
    }
    print(result(), describe());
    return refused.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private void add(JsonObject reply) {
    stored += reply.getInteger("stored");
    reply
        .getJsonObject("refused")
        .forEach(entry -> refused.merge(entry.getKey(), (Integer) entry.getValue(), Integer::sum));
    if (reason == null) {
      reason = reply.getString("reason");
    }
  }

  private JsonObject result() {
    JsonObject codes = new JsonObject();
    refused.forEach(codes::put);
    return new JsonObject().put("ok", true).put("stored", stored).put("refused", codes);
  }

  private String describe() {
    StringBuilder text = new StringBuilder("%d stored".formatted(stored));
    refused.forEach((code, entries) -> text.append(", %d refused: %s".formatted(entries, code)));
    return reason == null
        ? text.toString()
        : text.append(" (").append(reason).append(')').toString();
  }

  private void showProgress(int done) {
    if (json || !Terminal.isPresent()) {
      return;
    }
    int full = (int) ((long) BAR_CHARS * done / count);
    String bar = "█".repeat(full) + "░".repeat(BAR_CHARS - full);
    err().print("\r%s %d of %d".formatted(bar, done, count) + (done == count ? "\n" : ""));
    err().flush();
  }
}
