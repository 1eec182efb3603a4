package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page in a real browser, which asks a real cluster: the same for all tests, and the last ones
 * kill its nodes. With {@code -Dapothik.pictures=DIRECTORY} it takes pictures of all views.
 */
@TestMethodOrder(OrderAnnotation.class)
class PageIT {
  private static final int HTTP_PORT = 17_280;
  private static final List<String> VIEWS = List.of("ring", "key", "load", "events", "replay");

  private static @Nullable TestCluster up;
  private static @Nullable Browser open;

  @BeforeAll
  static void start() {
    assumeTrue(
        Browser.isThere(),
        "there is no chromium, or no chromedriver: the page is not tested in a browser");
    up = TestCluster.start(5, "--http-port", "" + HTTP_PORT);
    cluster().ask("fill", "1", "2000");
    open = Browser.open("http://127.0.0.1:%d/".formatted(HTTP_PORT));
  }

  @AfterAll
  static void end() {
    if (open != null) {
      open.close();
    }
    if (up != null) {
      up.close();
    }
  }

  private static TestCluster cluster() {
    if (up == null) {
      throw new IllegalStateException("not started");
    }
    return up;
  }

  private static Browser browser() {
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    return open;
  }

  /** Neither the content security policy nor anything else was in the way. */
  @AfterEach
  void theBrowserHasNoComplaints() {
    assertThat(browser().complaints()).filteredOn(text -> !text.contains("WebSocket")).isEmpty();
  }

  private static String count(long number) {
    return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
  }

  @Test
  @Order(1)
  void theRing_showsWhatTheClusterSays() {
    browser().show("ring");
    browser().awaitText("#redundancy", "No slot lacks a copy.");
    JsonObject picture = cluster().picture();

    await()
        .untilAsserted(
            () -> {
              assertThat(browser().texts(".figures dd").get(0)).isEqualTo("5");
              assertThat(browser().texts(".figures dd").get(1)).isEqualTo("2,000");
              assertThat(browser().texts(".figures dd").get(5))
                  .isEqualTo(count(picture.getLong("epoch")));
              assertThat(browser().texts("tbody td[data-name=Entries]").subList(0, 5))
                  .isEqualTo(
                      TestCluster.cacheNodes(picture).stream()
                          .map(node -> count(node.getLong("entries")))
                          .toList());
              assertThat(browser().texts("tbody td[data-name=Slots]").subList(0, 5))
                  .isEqualTo(
                      TestCluster.cacheNodes(picture).stream()
                          .map(node -> count(node.getLong("slots")))
                          .toList());
            });
  }

  @ParameterizedTest
  @Order(2)
  @ValueSource(ints = {360, 1280})
  void eachView_isForEverybody_lightAndDark_narrowAndWide(int width) {
    String pictures = System.getProperty("apothik.pictures");
    browser().resize(width);
    for (String view : VIEWS) {
      browser().show(view);
      if (view.equals("key")) {
        lookUp("k_1_7");
        browser().awaitText("#found", "15958");
      }
      for (String scheme : List.of("light", "dark")) {
        browser().prefer(scheme);
        if (pictures != null) {
          browser().photograph(Path.of(pictures, "%s-%d-%s.png".formatted(view, width, scheme)));
        }

        assertThat(browser().barriers()).as("%s, %s, %d", view, scheme, width).isEmpty();
        assertThat(browser().run("return document.documentElement.scrollWidth"))
            .as("%s is not wider than the screen", view)
            .isEqualTo((long) width);
      }
    }
    browser().prefer("light");
    browser().resize(1280);
  }

  private static void lookUp(String key) {
    browser()
        .run(
            "const key = document.getElementById('key'); key.value = arguments[0];"
                + " key.form.requestSubmit();",
            key);
  }

  @Test
  @Order(3)
  void aKey_isWritten_shown_andDeleted() {
    browser().show("key");
    lookUp("city");
    browser().awaitText("#found", "There is no such entry.");

    browser()
        .run(
            "document.getElementById('new-value').value = '{\"name\":\"Paris\"}';"
                + " document.getElementById('save').form.requestSubmit();");

    browser().awaitText("#found .value", "\"name\": \"Paris\"");
    browser().awaitText("#found", "slot");
    assertThat(cluster().ask("get", "city")).isEqualTo("{\"name\":\"Paris\"}");
    browser()
        .run(
            "const b = [...document.querySelectorAll('#found button')]"
                + ".find(b => b.textContent === 'Delete'); b.click(); b.click();");
    browser().awaitText("#found", "There is no such entry.");
  }

  @ParameterizedTest
  @Order(4)
  @ValueSource(
      strings = {
        "evil <script>window.hurt = true</script>",
        "evil <img src=x onerror='window.hurt = true'>",
        "evil \u202egnirts \u2066hidden",
        "evil \ud83d\udc69\u200d\ud83d\ude80 \ud83c\udde7\ud83c\uddea",
        "evil \u0000\u0007\u001b[31m"
      })
  void hostileText_isText_asKeyAndAsValue(String text) {
    browser().show("key");
    lookUp(text);
    browser().awaitText("#found", "There is no such entry.");
    browser()
        .run(
            "document.getElementById('new-value').value = arguments[0];"
                + " document.getElementById('save').form.requestSubmit();",
            text);
    browser().awaitText("#found .value", "evil ");
    browser()
        .run(
            "document.getElementById('prefix').value = 'evil';"
                + " document.getElementById('browse').form.requestSubmit();");
    await()
        .until(() -> browser().texts("#keys li").stream().anyMatch(key -> key.startsWith("evil")));

    assertThat(browser().run("return window.hurt ?? null")).isNull();
    assertThat(browser().texts("#content script, #content img")).isEmpty();
    assertThat(browser().text("#content")).doesNotContain("\u202e", "\u2066", "\u001b", "\u0000");
  }

  @Test
  @Order(5)
  void aLongKey_andBytes_areShownInPart() {
    String key = "long" + "x".repeat(65_532);
    browser().show("key");
    lookUp(key);
    browser().awaitText("#found", "There is no such entry.");

    assertThat(browser().run("return document.documentElement.scrollWidth")).isEqualTo(1280L);
    cluster().runWithInput(new byte[] {0, 1, (byte) 0xff}, "put", "bytes", "--from", "-");
    lookUp("bytes");
    browser().awaitText("#found .value", "000000  00 01 ff");
  }

  @Test
  @Order(5)
  void theReplay_hasTheNumbersOfTheOriginal() {
    browser().show("replay");
    browser().awaitText("#placement-modulo .words", "nothing in them");

    browser().run("document.getElementById('step-fill').click()");
    browser().awaitText("#placement-modulo .words", "every key is found");
    assertThat(browser().texts("#placement-modulo .said"))
        .containsExactly("1,026", "996", "1,012", "1,021", "945");

    browser().run("document.getElementById('step-count-master').click()");
    browser().awaitText("#placement-modulo .words", "are lost");
    assertThat(browser().texts("#placement-modulo .said"))
        .containsExactly("825", "827", "814", "834", "817", "keeps nothing");
    assertThat(browser().text("#placement-slots .words")).contains("every key is found");
  }

  /** New copies wait for a rate that is next to nothing, until the page has shown them missing. */
  @Test
  @Order(6)
  void aNodeThatIsKilled_isSeenToBeGone_andSoIsWhatItTakesWithIt() {
    browser().show("ring");
    browser().awaitText("#redundancy", "No slot lacks a copy.");
    cluster().ask("config", "set", "migration-rate", "1");

    cluster().ask("kill", "5", "--hard");

    browser().awaitText("tr:has([data-node^=apothik_5]) [data-name=State]", "down");
    browser().awaitText("#redundancy", "a copy right now.");
    cluster().ask("config", "set", "migration-rate", "100m");
    browser().awaitText("#redundancy", "No slot lacks a copy.");
    String entries = count(Long.parseLong(cluster().ask("sum")));
    await()
        .untilAsserted(() -> assertThat(browser().texts(".figures dd").get(1)).isEqualTo(entries));
  }

  @Test
  @Order(7)
  void theNodeOfThePage_isKilled_andThePageGoesOn() {
    browser().show("ring");

    cluster().ask("kill", "1", "--hard");

    browser().awaitText("#status", "Goes on through 127.0.0.1:");
    browser().awaitText("tr:has([data-node^=apothik_1]) [data-name=State]", "down");
    browser().awaitText("#redundancy", "No slot lacks a copy.");
  }
}
