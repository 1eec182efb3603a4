package io.apothik.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceSizeTest {
  private static final int LINES_MAX = 400;

  @Test
  void noSourceFile_isLongerThanAReadersPatience() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();

      assertThat(sources).isNotEmpty();
      assertThat(sources).allMatch(file -> lines(file) <= LINES_MAX, "at most 400 lines");
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
