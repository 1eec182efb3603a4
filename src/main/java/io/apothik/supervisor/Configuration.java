package io.apothik.supervisor;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What is in force for a command that starts nodes. For what no flag says it gives what an
 * environment variable says, else what a file says; the rest is as it is by default. Each value is
 * checked as that of a flag would be, by itself, so that an error can name where it came from.
 */
public final class Configuration implements IDefaultValueProvider {
  /** In the description of an option whose default depends on something. */
  private static final Pattern DEFAULT = Pattern.compile("\\(default: (.*?)\\)\\.?$");

  /**
   * A value that no flag gave.
   *
   * @param origin where it came from, in words
   */
  private record Given(String value, String origin) {}

  private final CommandLine line;
  private final List<String> arguments;
  private final Supplier<? extends StartCommand> maker;
  private final Map<String, String> environment;
  private final SettingNames names;
  private @Nullable Map<String, Given> given;

  private Configuration(
      CommandLine line,
      List<String> arguments,
      Supplier<? extends StartCommand> maker,
      Map<String, String> environment) {
    this.line = line;
    this.arguments = arguments;
    this.maker = maker;
    this.environment = new TreeMap<>(environment);
    this.names = new SettingNames(line.getCommandSpec());
  }

  /**
   * The command that the maker makes, with what files and that environment say.
   *
   * @param arguments what the command is going to parse; among them may be others before it
   */
  public static CommandLine command(
      Supplier<? extends StartCommand> maker,
      Map<String, String> environment,
      String... arguments) {
    CommandLine line = new CommandLine(maker.get());
    return line.setDefaultValueProvider(
        new Configuration(line, List.of(arguments), maker, environment));
  }

  /** What picocli takes in place of a flag that is not there; of one that is, it needs nothing. */
  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || isFlagged(option)) {
      return null;
    }
    Given value = given().get(SettingNames.key(option));
    return value == null ? null : value.value();
  }

  private boolean isFlagged(OptionSpec option) {
    String name = option.longestName();
    return arguments.stream()
        .anyMatch(argument -> argument.equals(name) || argument.startsWith(name + "="));
  }

  private Map<String, Given> given() {
    if (given == null) {
      // Should it fail, what prints the usage afterwards finds nothing, and does not fail again.
      given = Map.of();
      try {
        given = load();
      } catch (IllegalArgumentException wrong) {
        throw new ParameterException(line, "error: " + wrong.getMessage(), wrong);
      }
    }
    return given;
  }

  private Map<String, Given> load() {
    names.checkVariables(environment.keySet());
    Map<String, Given> all = new LinkedHashMap<>();
    String file = file();
    if (file != null) {
      Map<String, String> values = ConfigFile.read(Path.of(file));
      names.checkKeys(file, values.keySet());
      values.forEach((key, value) -> all.put(key, checked(key, value, "file " + file)));
    }
    for (String key : names.options().keySet()) {
      String variable = SettingNames.variable(key);
      String value = environment.get(variable);
      if (value != null) {
        all.put(key, checked(key, value, "environment, " + variable));
      }
    }
    return all;
  }

  private @Nullable String file() {
    String flag = "--" + SettingNames.CONFIG_FILE;
    int at = arguments.lastIndexOf(flag);
    if (at >= 0 && at + 1 < arguments.size()) {
      return arguments.get(at + 1);
    }
    return arguments.stream()
        .filter(argument -> argument.startsWith(flag + "="))
        .map(argument -> argument.substring(flag.length() + 1))
        .findFirst()
        .orElse(environment.get(SettingNames.variable(SettingNames.CONFIG_FILE)));
  }

  private Given checked(String key, String value, String origin) {
    StartCommand alone = maker.get();
    try {
      new CommandLine(alone).parseArgs("--" + key + "=" + value);
    } catch (MissingParameterException expected) {
      // What else the command needs is no concern of this value.
    } catch (ParameterException wrong) {
      throw new IllegalArgumentException(origin + ": " + wrong.getMessage(), wrong);
    }
    try {
      alone.check();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s: %s = %s: %s".formatted(origin, key, value, wrong.getMessage()), wrong);
    }
    return new Given(value, origin);
  }

  /** Prints each setting, its value, and where that came from. */
  void print(PrintWriter out) {
    ParseResult flags = line.getParseResult();
    int width = names.options().keySet().stream().mapToInt(String::length).max().orElse(0);
    names
        .options()
        .forEach(
            (key, option) -> {
              Given value = inForce(key, option, flags);
              out.println(
                  ("%-" + width + "s = %s  (%s)").formatted(key, value.value(), value.origin()));
            });
  }

  private Given inForce(String key, OptionSpec option, ParseResult flags) {
    Given elsewhere = given().get(key);
    if (flags.hasMatchedOption(option)) {
      return new Given(String.join(",", option.stringValues()), "flag");
    }
    return elsewhere == null ? new Given(byDefault(option), "default") : elsewhere;
  }

  private static String byDefault(OptionSpec option) {
    Object value = option.getValue();
    if (value != null && !value.equals(0) && !value.equals("")) {
      return value.toString();
    }
    Matcher described = DEFAULT.matcher(String.join("", option.description()));
    return described.find() ? described.group(1) : "none";
  }
}
