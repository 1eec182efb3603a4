package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.apothik.Main;
import io.apothik.door.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** Every {@code ./run.sh …} that a document shows anywhere, the parser takes. */
class ShownCommandsTest {
  private static final Pattern INLINE = Pattern.compile("`([^`]+)`");
  private static final Pattern RUN = Pattern.compile("\\./run\\.sh (?=\\S)");

  /** A word, quotes and all; not the number before a redirection. */
  private static final Pattern WORD =
      Pattern.compile("\\G[ \t]*((?:'[^']*'|\"[^\"]*\"|[^\\s'\"|&;<>#])++)(?!>)");

  /** In what is printed, a command may be the end of a sentence. */
  private static final Pattern END = Pattern.compile("(?s)\\.(?=\\s|$).*");

  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| (?:[^|\\\\]|\\\\.)*");
  private static final Pattern TEST = Pattern.compile("-D(?:it\\.)?test=(\\w+)");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

  /** In inline code a capital letter stands for whatever somebody chooses. */
  private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z]");

  /** Documents with prompts, whose commands are run. */
  private static final List<ConsoleDoc> RUN_BY_TESTS =
      List.of(
          ConsoleDocsIT.README,
          ConsoleDocsIT.REDIS,
          ConsoleDocsIT.PAGE,
          ConsoleDocsIT.OPERATIONS,
          ConsoleDocsIT.START,
          ReplayDocIT.REPLAY,
          LaboratoryDocIT.LABORATORY,
          BenchDocsIT.BENCHMARKS,
          BenchDocsIT.PERFORMANCE,
          SecurityDocIT.SECURITY);

  @Test
  void everyDocumentWithPrompts_isRunByATest() throws IOException {
    List<ConsoleDoc> prompting = new ArrayList<>();
    for (ConsoleDoc document : ConsoleDoc.all()) {
      if (!document.steps().isEmpty()) {
        prompting.add(document);
      }
    }
    assertThat(prompting).containsExactlyInAnyOrderElementsOf(RUN_BY_TESTS);
  }

  @TestFactory
  Stream<DynamicTest> everyCommand_canBeParsed() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (ConsoleDoc document : ConsoleDoc.all()) {
      for (List<String> words : commands(document)) {
        String name = document.path() + ": ./run.sh " + String.join(" ", words);
        tests.add(dynamicTest(name, () -> parse(words)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(50);
    return tests.stream();
  }

  @Test
  void everyOptionThatIsNamed_isThere() throws IOException {
    Set<String> known = new TreeSet<>();
    addOptions(known, Commands.parser(Main.commands(Map.of())));
    addOptions(known, BenchSources.parser());
    Set<String> named = new TreeSet<>();
    for (ConsoleDoc document : ConsoleDoc.all()) {
      inline(document)
          .filter(code -> code.startsWith("--"))
          .flatMap(code -> OPTION.matcher(code).results().map(found -> found.group()))
          .forEach(named::add);
    }
    assertThat(named).isNotEmpty();
    assertThat(known).containsAll(named);
  }

  @Test
  void theTableOfCommands_hasThemAll() throws IOException {
    Set<String> all = new TreeSet<>(Main.commands(Map.of()).keySet());
    all.removeAll(Set.of("up", "help", "rehearse"));
    all.add("./run.sh");

    Set<String> listed = new TreeSet<>();
    String section = ConsoleDocsIT.README.prose().replaceAll("(?s).*\n## Commands\n|\n## .*", "");
    FIRST_CELL
        .matcher(section)
        .results()
        .flatMap(cell -> INLINE.matcher(cell.group()).results())
        .map(code -> code.group(1).replaceFirst(" .*", ""))
        .forEach(listed::add);

    assertThat(listed).containsExactlyElementsOf(all);
  }

  /** As in {@code mvn verify -Dit.test=…}. */
  @Test
  void everyTestThatIsNamed_isThere() throws IOException {
    Set<String> named = new TreeSet<>();
    for (ConsoleDoc document : ConsoleDoc.all()) {
      TEST.matcher(document.prose()).results().map(found -> found.group(1)).forEach(named::add);
    }
    assertThat(named).isNotEmpty();
    try (Stream<Path> files = Files.walk(RunSh.HOME.resolve("src/test/java"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".java", "")))
          .containsAll(named);
    }
  }

  private static void addOptions(Set<String> known, CommandLine command) {
    known.addAll(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(sub -> addOptions(known, sub));
  }

  private static Set<List<String>> commands(ConsoleDoc document) throws IOException {
    Set<List<String>> commands = new LinkedHashSet<>();
    document.blocks().stream()
        .flatMap(block -> block.lines().stream())
        .flatMap(line -> RUN.matcher(line).results().map(at -> line.substring(at.end())))
        .map(ShownCommandsTest::words)
        .forEach(commands::add);
    inline(document)
        .flatMap(code -> RUN.matcher(code).results().map(at -> code.substring(at.end())))
        .map(ShownCommandsTest::words)
        .forEach(commands::add);
    return commands;
  }

  private static Stream<String> inline(ConsoleDoc document) throws IOException {
    return INLINE
        .matcher(document.prose())
        .results()
        .map(code -> code.group(1).replaceAll("\\s+", " "));
  }

  /** Those of the command at the beginning of the text, as a shell reads them. */
  private static List<String> words(String text) {
    return WORD.matcher(END.matcher(text).replaceFirst(""))
        .results()
        .map(found -> found.group(1).replaceAll("['\"]", ""))
        .map(word -> PLACEHOLDER.matcher(word).matches() ? "1" : word)
        .toList();
  }

  private static void parse(List<String> words) throws IOException {
    String name = words.get(0);
    if (name.equals("bench") && !words.contains("--quick")) {
      BenchSources.parser().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
      return;
    }
    List<String> line = new ArrayList<>(words);
    if (name.matches("[0-9]+")) {
      line.add(0, "up");
    }
    String[] args = line.toArray(String[]::new);
    Map<String, Supplier<Object>> commands = Main.commands(Map.of(), args);
    assertThat(commands).containsKey(args[0]);
    boolean isNameAlone = args.length == 1;
    if (!isNameAlone) {
      Commands.parser(commands, args).setUnmatchedOptionsArePositionalParams(false).parseArgs(args);
    }
  }
}
