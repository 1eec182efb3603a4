package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with one page open. */
final class Browser implements AutoCloseable {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final int HEIGHT = 900;

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Whether there is a browser on this machine, and what drives it. */
  static boolean isThere() {
    return browser().isPresent() && inPath("chromedriver").isPresent();
  }

  static Browser open(String address) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser().orElseThrow().toFile());
    // As root, as in a container, its sandbox does not start.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
    options.setCapability("goog:loggingPrefs", logs);
    // It knows nobody who signs certificates for tests.
    options.setAcceptInsecureCerts(true);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(inPath("chromedriver").orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    browser.resize(1280);
    browser.driver.get(address);
    return browser;
  }

  private static Optional<Path> browser() {
    return BROWSERS.stream().flatMap(name -> inPath(name).stream()).findFirst();
  }

  private static Optional<Path> inPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What a script gives back; what it is given are its {@code arguments}. */
  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** The text of the first element of that kind, or nothing if there is none. */
  String text(String selector) {
    return Objects.toString(
        run("return document.querySelector(arguments[0])?.textContent ?? ''", selector));
  }

  /** The texts of all elements of that kind. */
  List<String> texts(String selector) {
    Object all =
        run(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)",
            selector);
    return ((List<?>) all).stream().map(String::valueOf).toList();
  }

  void awaitText(String selector, String part) {
    await(selector + " says " + part)
        .atMost(RunSh.TIME_MAX)
        .untilAsserted(() -> assertThat(text(selector)).contains(part));
  }

  /** Loads the page anew: it has forgotten all that it knew. */
  void reload() {
    driver.navigate().refresh();
  }

  /** Fills in some fields of a form, each after its id, and submits it. */
  void submit(String... idsAndValues) {
    run(
        "const of = arguments; let field;"
            + " for (let i = 0; i < of.length; i += 2) {"
            + " field = document.getElementById(of[i]); field.value = of[i + 1]; }"
            + " field.form.requestSubmit();",
        (Object[]) idsAndValues);
  }

  void click(String selector) {
    run("document.querySelector(arguments[0]).click()", selector);
  }

  /** Shows a view of the page. */
  void show(String view) {
    run("location.hash = arguments[0]", view);
    awaitText("nav [aria-current]", "");
    await(view)
        .until(() -> Boolean.TRUE.equals(run("return !!document.querySelector('#content > *')")));
  }

  void resize(int width) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
  }

  /** As somebody sees it who wants it "light" or "dark". */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                // No colour is then on its way to another one.
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** Takes a picture of the whole page. */
  void photograph(Path file) {
    Object height = run("return document.documentElement.scrollHeight");
    Object width = run("return document.documentElement.clientWidth");
    Map<String, Object> taken =
        driver.executeCdpCommand(
            "Page.captureScreenshot",
            Map.of(
                "captureBeyondViewport",
                true,
                "clip",
                Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(String.valueOf(taken.get("data"))));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What keeps somebody from using the page as it is shown now, if it matters: axe-core's word. */
  List<?> barriers() {
    try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
      run(new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return (List<?>)
        driver.executeAsyncScript(
            "const done = arguments[0]; axe.run().then(found => done(found.violations"
                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.html + n.failureSummary).join())))");
  }

  /** What the browser complained of since it was asked last. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getMessage())
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
