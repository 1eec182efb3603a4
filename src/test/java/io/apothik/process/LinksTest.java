package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the documents lead. */
class LinksTest {
  private static final Pattern INLINE = Pattern.compile("`[^`]+`");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(\\s*([^)\\s]+)\\)|(?:src|srcset|href)=\"([^\"]+)\"");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*?) *$");

  @Test
  void everyLink_leadsToWhatIsThere() throws IOException {
    Set<String> lost = new TreeSet<>();
    int links = 0;
    for (ConsoleDoc document : ConsoleDoc.all()) {
      for (String link : links(document)) {
        links++;
        if (!isThere(document, link)) {
          lost.add(document.path() + " -> " + link);
        }
      }
    }
    assertThat(links).isGreaterThan(50);
    assertThat(lost).isEmpty();
  }

  @Test
  void everyDocument_isInTheTableOfContents() throws IOException {
    List<String> contents = links(new ConsoleDoc("docs/README.md"));
    try (Stream<Path> files = Files.list(RunSh.HOME.resolve("docs"))) {
      List<String> documents =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
              .toList();
      assertThat(documents).isNotEmpty();
      assertThat(contents).containsAll(documents);
    }
  }

  private static List<String> links(ConsoleDoc document) throws IOException {
    return LINK.matcher(INLINE.matcher(document.prose()).replaceAll("code"))
        .results()
        .map(LinksTest::target)
        .filter(link -> !ELSEWHERE.matcher(link).matches())
        .toList();
  }

  private static String target(MatchResult link) {
    return link.group(1) != null ? link.group(1) : link.group(2);
  }

  private static boolean isThere(ConsoleDoc document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path from = Path.of(document.path());
    Path file = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
    if (!Files.exists(RunSh.HOME.resolve(file))) {
      return false;
    }
    return parts.length == 1 || anchors(new ConsoleDoc(file.toString())).contains(parts[1]);
  }

  /** One for each heading: in small letters, without punctuation, blanks as hyphens. */
  private static Set<String> anchors(ConsoleDoc document) throws IOException {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (MatchResult heading : HEADING.matcher(document.prose()).results().toList()) {
      String anchor =
          heading
              .group(1)
              .replaceAll("\\]\\([^)]*\\)", "")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }
}
