package io.apothik.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command line of {@code ./run.sh bench}, as its sources describe it: it is compiled in a
 * profile of its own, with systems that tests do not have.
 */
final class BenchSources {
  private static final Path DIRECTORY = RunSh.HOME.resolve("bench/java/io/apothik/bench");

  private static final Pattern NAME = Pattern.compile("@Command\\(\\s*name = \"([^\"]+)\"");
  private static final Pattern SUBCOMMANDS = Pattern.compile("(?s)subcommands = \\{(.*?)}");
  private static final Pattern CLASS = Pattern.compile("(\\w+)\\.class");
  private static final Pattern OPTION =
      Pattern.compile(
          "(?s)@Option\\(\\s*names = \"(--[a-z-]+)\".*?\\)\\s+private (?:@Nullable )?(\\w+)");

  private BenchSources() {}

  /** What parses what stands behind {@code bench}. */
  static CommandLine parser() throws IOException {
    String source = source("BenchCommand");
    CommandSpec bench = spec(source);
    for (MatchResult found : CLASS.matcher(first(SUBCOMMANDS, source)).results().toList()) {
      String subcommand = source(found.group(1));
      bench.addSubcommand(first(NAME, subcommand), spec(subcommand));
    }
    return new CommandLine(bench);
  }

  private static CommandSpec spec(String source) {
    CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
    OPTION.matcher(source).results().map(BenchSources::option).forEach(spec::addOption);
    return spec;
  }

  private static OptionSpec option(MatchResult found) {
    boolean isSwitch = found.group(2).equals("boolean");
    return OptionSpec.builder(found.group(1)).arity(isSwitch ? "0" : "1").build();
  }

  private static String first(Pattern pattern, String source) {
    Matcher matcher = pattern.matcher(source);
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in\n" + source);
    }
    return matcher.group(1);
  }

  private static String source(String name) throws IOException {
    return Files.readString(DIRECTORY.resolve(name + ".java"));
  }
}
