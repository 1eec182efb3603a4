package io.apothik.supervisor;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The settings of a command that a file or the environment can give, too: a key is an option's name
 * without the dashes, such as {@code http-port}, and a variable is named after it, {@code
 * APOTHIK_HTTP_PORT}.
 */
final class SettingNames {
  static final String PREFIX = "APOTHIK_";

  /** Where the file is that gives the others. */
  static final String CONFIG_FILE = "config-file";

  static final String PRINT_CONFIG = "print-config";

  /** What run.sh reads itself. */
  private static final String JAVA_OPTIONS = PREFIX + "JAVA_OPTIONS";

  private final Map<String, OptionSpec> options = new TreeMap<>();

  SettingNames(CommandSpec command) {
    for (OptionSpec option : command.options()) {
      if (!option.hidden() && !key(option).equals(PRINT_CONFIG)) {
        options.put(key(option), option);
      }
    }
  }

  static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The options, by their keys. */
  Map<String, OptionSpec> options() {
    return options;
  }

  /**
   * Checks the keys of a file.
   *
   * @throws IllegalArgumentException if there is one that is no setting
   */
  void checkKeys(Object file, Set<String> keys) {
    List<String> known = options.keySet().stream().filter(key -> !key.equals(CONFIG_FILE)).toList();
    for (String key : keys) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "%s: '%s' is no setting; did you mean '%s'?".formatted(file, key, nearest(key, known)));
      }
    }
  }

  /**
   * Checks the names of environment variables.
   *
   * @throws IllegalArgumentException if there is one that begins like a setting's, and is none
   */
  void checkVariables(Set<String> variables) {
    List<String> known = options.keySet().stream().map(SettingNames::variable).toList();
    for (String variable : variables) {
      if (isOurs(variable) && !known.contains(variable)) {
        throw new IllegalArgumentException(
            "environment: %s is no setting; did you mean %s?"
                .formatted(variable, nearest(variable, known)));
      }
    }
  }

  /** Whether an environment variable is there to give a setting. */
  static boolean isOurs(String variable) {
    return variable.startsWith(PREFIX) && !variable.equals(JAVA_OPTIONS);
  }

  /** Which of the known names is most like it. */
  static String nearest(String name, List<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .min(Comparator.comparing(other -> distance.apply(name, other)))
        .orElseThrow();
  }
}
