package io.apothik.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page. */
class PageFilesTest {
  private static final Path SOURCES = Path.of("src/main/resources/io/apothik/door/web");
  private static final int BYTES_MAX = 150 * 1024;
  private static final Pages PAGES = new Pages();

  @AfterAll
  static void close() {
    PAGES.close();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.sorted().toList();
    }
  }

  @Test
  void allFiles_areServed_andTogetherTheyAreSmall() throws IOException {
    long bytes = 0;
    for (Path file : sources()) {
      bytes += Files.size(file);
    }

    assertThat(sources())
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(PageFiles.NAMES);
    assertThat(bytes).isLessThan(BYTES_MAX);
  }

  /** What runs in an address bar, or loads from elsewhere, has no place in them. */
  @Test
  void noFile_hasCodeOrStyleInside_orNamesAnotherSite() throws IOException {
    for (Path file : sources()) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg)")
          .doesNotContain("innerHTML", "insertAdjacentHTML", "document.write", "eval(", " style=")
          .doesNotContain("localStorage", "sessionStorage", "document.cookie");
    }
  }

  @Test
  void theRoot_isThePage() {
    HttpResponse<byte[]> page = PAGES.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(new String(page.body(), StandardCharsets.UTF_8)).startsWith("<!doctype html>");
  }

  @Test
  void aFileThatIsKnown_isNotSentAgain() {
    String tag = PAGES.get("/main.js").headers().firstValue("ETag").orElseThrow();

    HttpResponse<byte[]> again = PAGES.get("/main.js", "If-None-Match", tag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(PAGES.get("/main.js", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void whoTakesItSmaller_getsItSmaller() throws IOException {
    HttpResponse<byte[]> zipped = PAGES.get("/style.css", "Accept-Encoding", "br, gzip");

    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    byte[] unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
    assertThat(unzipped).isEqualTo(PAGES.get("/style.css").body());
  }

  @Test
  void thePolicy_allowsTheseFilesAndTheNodes_andNothingElse() {
    assertThat(PAGES.get("/").headers().firstValue("Content-Security-Policy"))
        .hasValue(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                + " connect-src 'self' ws://127.0.0.1:* ws://localhost:*; base-uri 'none';"
                + " frame-ancestors 'none'; form-action 'none'");
    assertThat(PAGES.get("/").headers().map())
        .containsEntry("X-Content-Type-Options", List.of("nosniff"))
        .containsEntry("Referrer-Policy", List.of("no-referrer"))
        .containsEntry("Cross-Origin-Opener-Policy", List.of("same-origin"))
        .containsEntry("Cross-Origin-Resource-Policy", List.of("same-origin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/index.html",
        "/nothing.js",
        "/%2e%2e/PageFiles.class",
        "/PageFiles.class",
        "/eventbus",
        "/eventbus/",
        "/eventbus/info",
        "/eventbus/iframe.html",
        "/eventbus/000/abc/xhr",
        "/eventbus/000/abc/eventsource",
        "/eventbus/000/abc/websocket"
      })
  void nothingElse_isThere(String path) {
    assertThat(PAGES.get(path).statusCode()).isEqualTo(404);
  }
}
