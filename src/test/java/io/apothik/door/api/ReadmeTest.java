package io.apothik.door.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md shows in Java compiles as it stands there; of docs/java.md {@link GuideTest}. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

  /** What a reader has around the example. */
  private static final String AROUND =
      """
      import io.apothik.door.api.Apothik;
      import io.apothik.door.api.CacheOptions;
      import io.apothik.door.api.Codec;
      import io.apothik.node.NodeConfig;
      import io.apothik.slot.NodeName;
      import io.vertx.core.Future;
      import java.nio.file.Path;

      class Shop {
        record City(String name, long inhabitants) {}

        Future<City> askTheDatabase(String key) {
          return Future.succeededFuture(new City(key, 2_100_000));
        }

        void start() {
          %s
        }
      }
      """;

  @TempDir Path directory;

  /** A file that is nowhere but here. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Shop.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  @Test
  void everyExample_compiles() throws IOException {
    List<String> examples =
        BLOCK
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();

    assertThat(examples).isNotEmpty().allSatisfy(example -> assertThat(errors(example)).isEmpty());
  }

  /** Else the test above would prove nothing. */
  @Test
  void whatIsNotThere_doesNotCompile() {
    assertThat(errors("Apothik.noSuchThing();")).singleElement().asString().contains("noSuchThing");
  }

  private List<Diagnostic<? extends JavaFileObject>> errors(String example) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            directory.toString(),
            "-classpath",
            System.getProperty("java.class.path"));
    compiler
        .getTask(null, null, found, options, null, List.of(new Source(AROUND.formatted(example))))
        .call();
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .toList();
  }
}
