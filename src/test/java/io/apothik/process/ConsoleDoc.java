package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands of a document. In a console block, those behind a prompt are run by a test, which
 * compares what they print with the lines below; a block without a prompt is for what starts the
 * tests, and for the examples, which a script of their own runs ({@link ExamplesIT}).
 *
 * @param path of the document, from the directory of run.sh
 */
record ConsoleDoc(String path) {
  private static final String PROMPT = "$ ";
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([^\n]*)\n(.*?)^```$");

  /** One command behind a prompt. */
  record Step(String command, ExpectedOutput expected) {
    /** Whether it starts a cluster or a node, and so does not end by itself. */
    boolean staysUp() {
      return command.matches("\\./run\\.sh ([0-9]|node ).*");
    }

    void assertPrinted(String out, String err) {
      assertThat(out)
          .as("what %s prints, beside '%s' on standard error,", command, err.strip())
          .matches(expected::matches, "is\n" + expected);
    }
  }

  /**
   * What stands between two fences.
   *
   * @param lines without those of the fences; one that ends in a backslash is one with the next
   */
  record Block(String language, List<String> lines) {
    Block(String language, String text) {
      this(language, text.replaceAll(" *\\\\\n *", " ").lines().toList());
    }
  }

  /** All documents of this working copy. */
  static List<ConsoleDoc> all() throws IOException {
    List<ConsoleDoc> documents = new ArrayList<>();
    for (String directory : List.of("", "docs", "examples")) {
      int depth = directory.isEmpty() ? 1 : 2;
      try (Stream<Path> files = Files.walk(RunSh.HOME.resolve(directory), depth)) {
        files
            .map(file -> RunSh.HOME.relativize(file).toString())
            .filter(name -> name.endsWith(".md"))
            .sorted()
            .map(ConsoleDoc::new)
            .forEach(documents::add);
      }
    }
    return documents;
  }

  private String text() throws IOException {
    return Files.readString(RunSh.HOME.resolve(path));
  }

  /** What is not in blocks. */
  String prose() throws IOException {
    return BLOCK.matcher(text()).replaceAll("");
  }

  List<Block> blocks() throws IOException {
    return BLOCK
        .matcher(text())
        .results()
        .map(found -> new Block(found.group(1), found.group(2)))
        .toList();
  }

  /** All commands behind prompts, in order. */
  List<Step> steps() throws IOException {
    return blocks().stream()
        .filter(block -> block.language().equals("console"))
        .flatMap(block -> steps(block.lines()).stream())
        .toList();
  }

  private static List<Step> steps(List<String> lines) {
    if (lines.isEmpty() || !lines.get(0).startsWith(PROMPT)) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= lines.size(); end++) {
      if (end == lines.size() || lines.get(end).startsWith(PROMPT)) {
        String command = lines.get(start).substring(PROMPT.length());
        steps.add(new Step(command, new ExpectedOutput(lines.subList(start + 1, end))));
        start = end;
      }
    }
    return steps;
  }
}
