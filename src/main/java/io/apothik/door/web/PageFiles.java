package io.apothik.door.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * The files of the page: all of them are read once, and nothing else is ever served. A browser
 * keeps them, and asks each time whether they are still the same.
 */
final class PageFiles {
  static final List<String> NAMES =
      List.of(
          "index.html",
          "style.css",
          "icon.svg",
          "main.js",
          "bus.js",
          "cluster.js",
          "dom.js",
          "format.js",
          "palette.js",
          "ring.js",
          "ring-canvas.js",
          "key.js",
          "value.js",
          "load.js",
          "chart.js",
          "events.js",
          "replay.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "js", "text/javascript; charset=utf-8");

  private static final int NOT_MODIFIED = 304;

  private final Origins origins;

  /** One file, as it is and smaller. */
  private record File(String type, String tag, Buffer plain, Buffer zipped) {}

  PageFiles(Origins origins) {
    this.origins = origins;
  }

  /** Mounts them: the first one at the root, the others under their names. */
  void mount(Router router) {
    for (String name : NAMES) {
      File file = read(name);
      String path = name.equals("index.html") ? "/" : "/" + name;
      router.get(path).handler(request -> serve(request, file));
      router.head(path).handler(request -> serve(request, file));
    }
  }

  private void serve(RoutingContext request, File file) {
    HttpServerResponse response = request.response();
    response
        .putHeader("ETag", file.tag())
        .putHeader("Cache-Control", "no-cache")
        .putHeader("Vary", "Accept-Encoding")
        .putHeader("Content-Security-Policy", policy())
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (file.tag().equals(request.request().getHeader("If-None-Match"))) {
      response.setStatusCode(NOT_MODIFIED).end();
      return;
    }
    response.putHeader("Content-Type", file.type());
    String accepted = request.request().getHeader("Accept-Encoding");
    if (accepted != null && accepted.contains("gzip")) {
      response.putHeader("Content-Encoding", "gzip").end(file.zipped());
    } else {
      response.end(file.plain());
    }
  }

  /** Nothing that is not one of these files, no code or style inside another, no other site. */
  private String policy() {
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        + " connect-src 'self' %s; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
            .formatted(String.join(" ", origins.sockets()));
  }

  private static File read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the page has no file " + name);
      }
      byte[] bytes = in.readAllBytes();
      String tag = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new File(
          TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), ""),
          '"' + tag.substring(0, 32) + '"',
          Buffer.buffer(bytes),
          Buffer.buffer(zip(bytes)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }
}
