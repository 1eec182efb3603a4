package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apothik.Seed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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

    await().untilAsserted(() -> assertShows("5", cluster().picture()));
  }

  /** What is told of the whole cluster, and of each node that is up, is what commands print. */
  private static void assertShows(String nodes, JsonObject picture) {
    List<JsonObject> up =
        TestCluster.cacheNodes(picture).stream()
            .filter(node -> node.getString("state").equals("up"))
            .toList();
    JsonArray stat = new JsonArray(cluster().ask("stat", "--json"));
    assertThat(browser().texts(".figures dd").get(0)).isEqualTo(nodes);
    assertThat(browser().texts(".figures dd").get(1))
        .isEqualTo(count(Long.parseLong(cluster().ask("sum"))));
    assertThat(browser().texts(".figures dd").get(5)).isEqualTo(count(picture.getLong("epoch")));
    assertThat(shown("Entries"))
        .isEqualTo(counts(up, "entries"))
        .isEqualTo(
            counts(
                IntStream.range(0, stat.size())
                    .mapToObj(stat::getJsonObject)
                    .filter(node -> node.getString("state").equals("up"))
                    .toList(),
                "entries"));
    assertThat(shown("Slots")).isEqualTo(counts(up, "slots"));
  }

  /** A column of the table, of the cache nodes that are up. */
  private static List<String> shown(String column) {
    List<String> states = browser().texts("tbody td[data-name=State]");
    List<String> roles = browser().texts("tbody td[data-name=Role]");
    List<String> cells = browser().texts("tbody td[data-name=%s]".formatted(column));
    return IntStream.range(0, cells.size())
        .filter(row -> states.get(row).equals("up") && roles.get(row).equals("cache"))
        .mapToObj(cells::get)
        .toList();
  }

  private static List<String> counts(List<JsonObject> nodes, String field) {
    return nodes.stream().map(node -> count(node.getLong(field))).toList();
  }

  @ParameterizedTest
  @Order(2)
  @ValueSource(ints = {360, 1280})
  void eachView_isForEverybody_lightAndDark_narrowAndWide(int width) {
    String pictures = System.getProperty("apothik.pictures");
    browser().resize(width);
    for (String view : VIEWS) {
      browser().show(view);
      prepare(view);
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

  /** Something is to be seen there. */
  private static void prepare(String view) {
    if (view.equals("key")) {
      lookUp("k_1_7");
      browser().awaitText("#found", "15958");
      browser().submit("prefix", "k_1_19");
      browser().awaitText("#keys", "k_1_19");
    } else if (view.equals("replay")) {
      browser().awaitText("#placement-modulo .words", "nothing in them");
      browser().click("#step-fill");
      browser().awaitText("#placement-modulo .words", "every key is found");
      browser().click("#step-kill");
      browser().awaitText("#placement-modulo .said", "died");
    }
  }

  /** On a wall. */
  @Test
  @Order(2)
  @EnabledIfSystemProperty(named = "apothik.pictures", matches = ".+")
  void eachView_isForAWideScreen() {
    browser().resize(2560);
    for (String view : VIEWS) {
      browser().show(view);
      prepare(view);
      browser()
          .photograph(
              Path.of(System.getProperty("apothik.pictures"), "%s-2560-light.png".formatted(view)));

      assertThat(browser().run("return document.documentElement.scrollWidth")).isEqualTo(2560L);
    }
    browser().resize(1280);
  }

  private static void lookUp(String key) {
    browser().submit("key", key);
  }

  @Test
  @Order(3)
  void aKey_isWritten_shown_andDeleted() {
    browser().show("key");
    lookUp("city");
    browser().awaitText("#found", "There is no such entry.");

    browser().submit("new-value", "{\"name\":\"Paris\"}");

    browser().awaitText("#found .value", "\"name\": \"Paris\"");
    browser().awaitText("#found", "slot");
    assertThat(cluster().ask("get", "city")).isEqualTo("{\"name\":\"Paris\"}");
    browser().click("#delete");
    browser().click("#delete");
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
    browser().submit("new-value", text);
    browser().awaitText("#found .value", "evil ");
    browser().submit("prefix", "evil");
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
  void aReplayWhoseFirstRequestIsLost_beginsAllTheSame() {
    browser().show("ring");
    browser()
        .run(
            "const send = WebSocket.prototype.send;"
                + " WebSocket.prototype.send = function (frame) {"
                + " if (!frame.includes('\"replay\"')) { return send.call(this, frame); }"
                + " WebSocket.prototype.send = send; window.isLost = true; }");

    browser().show("replay");

    browser().awaitText("#placement-modulo .words", "nothing in them");
    assertThat(browser().run("return window.isLost")).isEqualTo(true);
    assertThat(browser().texts("#content .error")).containsExactly("");
  }

  @Test
  @Order(5)
  void theReplay_hasTheNumbersOfTheOriginal() {
    browser().show("replay");
    browser().awaitText("#placement-modulo .words", "nothing in them");

    browser().click("#step-fill");
    browser().awaitText("#placement-modulo .words", "every key is found");
    assertThat(browser().texts("#placement-modulo .said"))
        .containsExactly("1,026", "996", "1,012", "1,021", "945");

    browser().click("#step-count-master");
    browser().awaitText("#placement-modulo .words", "are lost");
    assertThat(browser().texts("#placement-modulo .said"))
        .containsExactly("825", "827", "814", "834", "817", "keeps nothing");
    assertThat(browser().text("#placement-slots .words")).contains("every key is found");
  }

  /** New copies wait for a rate that is next to nothing, until the page has shown them missing. */
  @Test
  @Order(6)
  void aNodeThatIsKilledUnderLoad_isSeenToBeGone_andWhatIsShownAfterwardsIsTrue() {
    browser().show("ring");
    browser().awaitText("#redundancy", "No slot lacks a copy.");
    cluster().ask("config", "set", "migration-rate", "1");

    try (FaultClients load = FaultClients.start(cluster().bridgePort(), Seed.next())) {
      cluster().ask("kill", "5", "--hard");

      browser().awaitText("tr:has([data-node^=apothik_5]) [data-name=State]", "down");
      browser().awaitText("#redundancy", "a copy right now.");
      cluster().ask("config", "set", "migration-rate", "100m");
      browser().awaitText("#redundancy", "No slot lacks a copy.");
      assertThat(load.takeFailures()).isEmpty();
    }
    await().atMost(RunSh.TIME_MAX).untilAsserted(() -> assertShows("4 of 5", cluster().picture()));
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
