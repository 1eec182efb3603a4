package io.apothik.supervisor;

import io.apothik.lab.Fault;
import io.apothik.lab.FaultText;
import io.apothik.lab.Scenario;
import io.apothik.lab.Setting;
import io.apothik.lab.Span;
import io.apothik.message.Limits;
import io.apothik.message.Settings.Quorum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scenario as people write it, in a file and in options; what nobody says is as by default. */
final class ScenarioText {
  private static final String FAULTS = "faults";

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();

  ScenarioText() {
    values.put("nodes", "5");
    values.put("backups", "1");
    values.put("quorum", "majority");
    values.put("clients", "10");
    values.put("keys", "100");
    values.put("for", "60s");
    values.put("seed", "1");
  }

  /** Takes another value, if there is one, in the place of what was said before. */
  void set(String key, @Nullable String value) {
    if (value != null) {
      values.put(key, value);
    }
  }

  /**
   * Adds a fault.
   *
   * @throws IllegalArgumentException if the text says none
   */
  void addFault(String text) {
    faults.add(FaultText.parse(text));
  }

  /**
   * Takes what a file says.
   *
   * @param file its name, for errors
   * @throws IllegalArgumentException if there is anything in it that is not known, or no such value
   */
  void read(String file, Map<String, Object> content) {
    List<String> known = new ArrayList<>(values.keySet());
    known.add(FAULTS);
    content.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            throw new IllegalArgumentException(
                "%s: '%s' is not known; did you mean '%s'?"
                    .formatted(file, key, SettingNames.nearest(key, known)));
          } else if (key.equals(FAULTS)) {
            readFaults(file, value);
          } else {
            set(key, single(file, key, value));
          }
        });
  }

  private void readFaults(String file, @Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException(
          "%s: faults: a list of texts is expected, such as - kill 3 at 10s".formatted(file));
    }
    list.forEach(one -> addFault(String.valueOf(one)));
  }

  private static String single(String file, String key, @Nullable Object value) {
    if (value instanceof String || value instanceof Number) {
      return value.toString();
    }
    throw new IllegalArgumentException(
        "%s: %s: one value is expected, not %s".formatted(file, key, value));
  }

  /**
   * All of it.
   *
   * @throws IllegalArgumentException if a value is none, or too much; names it and an example
   */
  Scenario scenario() {
    return new Scenario(
        (int) number("nodes", Scenario.NODES_MAX),
        new Setting((int) number("backups", Limits.BACKUPS_MAX), Quorum.labelled(text("quorum"))),
        (int) number("clients", Scenario.CLIENTS_MAX),
        (int) number("keys", Scenario.KEYS_MAX),
        Span.millis(text("for")),
        number("seed", Long.MAX_VALUE),
        faults);
  }

  private String text(String key) {
    return values.getOrDefault(key, "");
  }

  private long number(String key, long max) {
    String text = text(key);
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException none) {
      // As what is too much.
    }
    throw new IllegalArgumentException(
        "%s '%s': a number up to %d is expected, such as %s"
            .formatted(key, text, max, new ScenarioText().text(key)));
  }
}
