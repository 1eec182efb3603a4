package io.apothik.process;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The commands in the console blocks of a document, with what it says that they print. */
final class ConsoleDoc {
  private static final String PROMPT = "$ ";

  private ConsoleDoc() {}

  /** One command of a console block. */
  record Step(String command, ExpectedOutput expected) {
    /** Whether it starts a cluster, and so does not end by itself. */
    boolean startsCluster() {
      return command.matches("\\./run\\.sh [0-9].*");
    }
  }

  /** All of the document with that path, in order. */
  static List<Step> steps(String document) throws IOException {
    List<Step> steps = new ArrayList<>();
    List<String> block = null;
    for (String line : Files.readAllLines(RunSh.HOME.resolve(document))) {
      if (line.equals("```console")) {
        block = new ArrayList<>();
      } else if (line.equals("```") && block != null) {
        steps.addAll(steps(block));
        block = null;
      } else if (block != null) {
        block.add(line);
      }
    }
    return steps;
  }

  private static List<Step> steps(List<String> block) {
    List<Step> steps = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= block.size(); end++) {
      if (end == block.size() || block.get(end).startsWith(PROMPT)) {
        String command = block.get(start).substring(PROMPT.length());
        steps.add(new Step(command, new ExpectedOutput(block.subList(start + 1, end))));
        start = end;
      }
    }
    return steps;
  }
}
