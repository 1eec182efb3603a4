package io.apothik.door.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.credential.Protection;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.node.TestCluster;
import io.apothik.trust.QuickHash;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken from a page, and from which. */
class PageSocketTest {
  private static final String USERS =
      """
      alice HASH read,write shop:
      reader HASH read *
      """;

  @TempDir static Path directory = Path.of("");
  private static final Pages PAGES = new Pages();
  private static int guarded;

  @BeforeAll
  static void aPageWithUsers() throws IOException {
    Path users =
        Files.writeString(
            directory.resolve("users"), USERS.replace("HASH", QuickHash.of("secret")));
    guarded = PAGES.open(TestCluster.result(Protection.open(PAGES.node().vertx(), users, null)));
  }

  @AfterAll
  static void close() {
    PAGES.close();
  }

  private static PageSocket connectAs(String user) {
    PageSocket socket = PageSocket.open(guarded, PAGES.origin());
    assertThat(logIn(socket, user, "secret").getJsonObject("body"))
        .isEqualTo(new JsonObject().put("ok", true));
    return socket;
  }

  private static JsonObject logIn(PageSocket socket, String user, String password) {
    return socket.ask(
        new JsonObject().put("op", "auth").put("user", user).put("password", password));
  }

  private static void assertRefused(JsonObject frame, ErrorCode code) {
    assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("err");
    assertThat(frame.getInteger("failureCode")).as(frame.encode()).isEqualTo(code.number());
    assertThat(frame.getString("message")).startsWith(code + ": ");
  }

  @Test
  void thePage_isToldWhoHasWhichSlot_andNotToldTwice() {
    try (PageSocket socket = PAGES.connect()) {
      JsonObject table = socket.ask("{'op':'table'}").getJsonObject("body");

      assertThat(table.getInteger("slots")).isEqualTo(16_384);
      assertThat(table.getJsonArray("nodes")).containsExactly("apothik_1@127.0.0.1");
      assertThat(table.getJsonObject("web").getString("apothik_1@127.0.0.1"))
          .isEqualTo("127.0.0.1:" + PAGES.port());
      long epoch = table.getLong("epoch");
      assertThat(socket.ask("{'op':'table','epoch':" + epoch + "}").getJsonObject("body"))
          .isEqualTo(new JsonObject().put("ok", true).put("epoch", (int) epoch));
    }
  }

  @Test
  void thePage_writesAndReads_whereThereAreNoUsers() {
    try (PageSocket socket = PAGES.connect()) {
      socket.ask("{'op':'put','key':'k','value':'v'}");

      assertThat(socket.ask("{'op':'get','key':'k'}").getJsonObject("body").getString("value"))
          .isEqualTo("v");
    }
  }

  @Test
  void aPageUnderAnotherNameOfTheLoopback_isLetIn() {
    PageSocket.open(PAGES.port(), "http://localhost:" + PAGES.port()).close();
  }

  /** The last one is what DNS rebinding looks like; the header Host says the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example", "https://127.0.0.1:PORT", "http://127.0.0.1", "http://127.0.0.1:1",
        "null", "", "http://127.0.0.1:PORT.evil.example", "http://evil.example:PORT"
      })
  void aPageOfSomebodyElse_getsNothing(String origin) {
    assertThat(PAGES.refusal(PAGES.port(), origin.replace("PORT", "" + PAGES.port())))
        .isEqualTo(403);
    assertThat(PAGES.refusal(guarded, origin.replace("PORT", "" + guarded))).isEqualTo(403);
  }

  @Test
  void whoSaysNotFromWhere_getsNothing() {
    assertThat(PAGES.refusal(PAGES.port(), null)).isEqualTo(403);
  }

  @Test
  void withUsers_thePageMayBeUnderAnyName_thatIsItsOwn() {
    PageSocket.open(guarded, "http://127.0.0.1:" + guarded).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'register','address':'apothik'}",
        "{'type':'publish','address':'apothik','body':{'op':'down'}}",
        "{'type':'send','address':'apothik','body':{'op':'sum'}}",
        "{'type':'send','address':'other','replyAddress':'1','body':{'op':'sum'}}",
        "{'type':'send','address':'apothik','replyAddress':'1','headers':7,'body':{'op':'sum'}}",
        "{'type':'send','address':'apothik','replyAddress':{},'body':{'op':'sum'}}",
        "{'type':7}",
        "[]",
        "{",
        ""
      })
  void whatIsNoRequest_isRefused_andTheSocketGoesOn(String text) {
    try (PageSocket socket = PAGES.connect()) {
      socket.send(text.replace('\'', '"'));

      assertThat(socket.receive().getString("type")).isEqualTo("err");
      assertThat(socket.ask("{'op':'sum'}").getJsonObject("body").getBoolean("ok")).isTrue();
    }
  }

  @Test
  void aMessageThatIsTooLong_endsTheSocket() {
    try (PageSocket socket = PAGES.connect()) {
      socket.send("x".repeat(Limits.FRAME_BYTES_MAX + 1));

      socket.awaitEnd();
    }
  }

  /** What is small on its way could be large once it is inflated: a thousandfold, in one frame. */
  @Test
  void noCompression_isAgreedOn() {
    WebSocketClient client =
        PAGES
            .node()
            .vertx()
            .createWebSocketClient(
                new WebSocketClientOptions().setTryUsePerMessageCompression(true));
    WebSocket socket =
        TestCluster.result(
            client.connect(
                new WebSocketConnectOptions()
                    .setHost(Pages.HOST)
                    .setPort(PAGES.port())
                    .setURI(PageDoor.SOCKET)
                    .addHeader("Origin", PAGES.origin())));

    assertThat(socket.headers().contains("Sec-WebSocket-Extensions")).isFalse();
    TestCluster.result(socket.close());
  }

  @Test
  void thereAreOnlySoManyPages() {
    List<PageSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < Limits.WEB_SOCKETS_MAX; i++) {
        sockets.add(PAGES.connect());
      }
      try (PageSocket oneMore = PAGES.connect()) {
        assertThat(oneMore.awaitEnd()).isEqualTo(1013);
      }
    } finally {
      sockets.forEach(PageSocket::close);
    }
    await().ignoreExceptions().untilAsserted(PageSocketTest::assertServed);
  }

  private static void assertServed() {
    try (PageSocket socket = PAGES.connect()) {
      assertThat(socket.ask("{'op':'sum'}").getString("type")).isEqualTo("rec");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'op':'table'}", "{'op':'cluster'}", "{'op':'get','key':'shop:1'}", "{}"})
  void whoHasNotSaidWhoItIs_isToldNothing(String body) {
    try (PageSocket socket = PageSocket.open(guarded, PAGES.origin())) {
      assertRefused(socket.ask(body), ErrorCode.NOT_AUTHENTICATED);
    }
  }

  @Test
  void aLongMessage_ofWhomNobodyKnows_endsTheSocket() {
    try (PageSocket socket = PageSocket.open(guarded, PAGES.origin())) {
      socket.send("x".repeat(Limits.LOGIN_FRAME_BYTES_MAX + 1));

      socket.awaitEnd();
    }
    try (PageSocket socket = connectAs("alice")) {
      String body = "{'op':'put','key':'shop:long','value':'" + "x".repeat(100_000) + "'}";

      assertThat(socket.ask(body).getString("type")).isEqualTo("rec");
    }
  }

  @Test
  void aUser_doesWhatItMay_andNothingElse() {
    try (PageSocket alice = connectAs("alice");
        PageSocket reader = connectAs("reader")) {
      assertThat(alice.ask("{'op':'put','key':'shop:1','value':'open'}").getString("type"))
          .isEqualTo("rec");
      assertRefused(alice.ask("{'op':'put','key':'till:1','value':''}"), ErrorCode.NO_PERMISSION);
      assertRefused(
          reader.ask("{'op':'put','key':'shop:1','value':'shut'}"), ErrorCode.NO_PERMISSION);
      assertRefused(reader.ask("{'op':'delete','key':'shop:1'}"), ErrorCode.NO_PERMISSION);
      assertRefused(reader.ask("{'op':'down'}"), ErrorCode.NO_PERMISSION);
      assertThat(reader.ask("{'op':'table'}").getString("type")).isEqualTo("rec");
      assertThat(reader.ask("{'op':'get','key':'shop:1'}").getJsonObject("body").getString("value"))
          .isEqualTo("open");
    }
  }

  @Test
  void threeWrongPasswords_endTheSocket() {
    try (PageSocket socket = PageSocket.open(guarded, PAGES.origin())) {
      for (int i = 0; i < Limits.WRONG_PASSWORDS_MAX; i++) {
        assertRefused(logIn(socket, "alice", "guess"), ErrorCode.NOT_AUTHENTICATED);
      }

      assertThat(socket.awaitEnd()).isEqualTo(1008);
    }
  }
}
