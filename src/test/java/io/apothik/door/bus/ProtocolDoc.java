package io.apothik.door.bus;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code docs/protocol.md} promises, in a form that can be compared. */
final class ProtocolDoc {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```json (\\w+)\n(.*?)^```$");

  private final String text;

  private ProtocolDoc(String text) {
    this.text = text;
  }

  static ProtocolDoc read() throws IOException {
    return new ProtocolDoc(Files.readString(Path.of("docs", "protocol.md")));
  }

  /** Two blocks that follow each other: whole frames if they have a type, else bodies. */
  record Example(JsonObject request, JsonObject reply) {}

  List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      JsonObject request = expect("request", block);
      if (!block.find()) {
        throw new AssertionError("a request without reply: " + request);
      }
      examples.add(new Example(request, expect("reply", block)));
    }
    return examples;
  }

  private static JsonObject expect(String kind, Matcher block) {
    if (!block.group(1).equals(kind)) {
      throw new AssertionError("no " + kind + ": " + block.group());
    }
    return new JsonObject(block.group(2));
  }

  /** The rows of the first table after a line, each as its cells. */
  List<List<String>> rows(String heading) {
    String section = text.substring(text.indexOf("\n" + heading + "\n"));
    return section
        .lines()
        .dropWhile(line -> !line.startsWith("| ---"))
        .skip(1)
        .takeWhile(line -> line.startsWith("|"))
        .map(ProtocolDoc::cells)
        .toList();
  }

  private static List<String> cells(String row) {
    return Stream.of(row.substring(1).split("\\|", -1)).map(String::strip).toList();
  }
}
