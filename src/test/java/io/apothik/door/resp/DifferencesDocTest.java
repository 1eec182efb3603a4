package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesDocTest {
  private static final Path DOC = Path.of("docs/redis.md");
  private static final String SECTION = "## Differences from Redis";

  @Test
  void theTable_namesEachKnownDifference_andNoOther() {
    assertThat(rows())
        .containsExactlyElementsOf(
            Differences.known().stream().map(DifferencesDocTest::row).toList());
  }

  @Test
  void eachKnownDifference_isOfACommandOfTheScript() {
    List<String> commands =
        Script.read().parts().stream().flatMap(List::stream).map(Script.Line::text).toList();

    assertThat(Differences.known()).allMatch(known -> commands.contains(known.command()));
  }

  private static String row(Differences.Known known) {
    return "| `%s` | `%s` | `%s` | %s |"
        .formatted(known.command(), known.redis(), known.apothik(), known.reason());
  }

  /** The rows of the section's table, without its head. */
  private static List<String> rows() {
    return Script.lines(DOC).stream()
        .dropWhile(line -> !line.equals(SECTION))
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .toList();
  }
}
