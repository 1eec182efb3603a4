package io.apothik.door.bus;

import static io.apothik.door.bus.BusSocket.framed;
import static io.apothik.door.bus.BusSocket.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.credential.Protection;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.trust.QuickHash;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bridge that wants to know who asks. */
@ExtendWith(LiveBridge.Lender.class)
class TrustTest {
  private static final String USERS =
      """
      alice HASH read,write shop: cart:
      reader HASH read shop:
      operator HASH read,admin *
      """
          .replace("HASH", hash("secret"));

  @TempDir Path directory;

  private final LiveBridge bridge;
  private Path users = Path.of("");
  private int port;

  TrustTest(LiveBridge bridge) {
    this.bridge = bridge;
  }

  @BeforeEach
  void aBridgeWithUsers() throws IOException {
    users = Files.writeString(directory.resolve("users"), USERS);
    port = bridge.open(LiveBridge.await(Protection.open(bridge.node().vertx(), users, null)));
  }

  private static String hash(String password) {
    return QuickHash.of(password);
  }

  private BusSocket connectAs(String user) throws IOException {
    BusSocket socket = new BusSocket(port);
    assertThat(logIn(socket, user, "secret").getJsonObject("body")).isEqualTo(json("{'ok':true}"));
    return socket;
  }

  private static JsonObject logIn(BusSocket socket, String user, String password)
      throws IOException {
    return socket.ask(
        new JsonObject().put("op", "auth").put("user", user).put("password", password));
  }

  private static void assertRefused(JsonObject frame, ErrorCode code, String reason) {
    assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("err");
    assertThat(frame.getInteger("failureCode")).as(frame.encode()).isEqualTo(code.number());
    assertThat(frame.getString("message")).isEqualTo(code + ": " + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'get','key':'shop:1'}",
        "{'op':'cluster'}",
        "{'op':'down'}",
        "{'op':'nonsense'}",
        "{}",
        "{'op':{'op':'auth'}}"
      })
  void whoHasNotSaidWhoItIs_isRefusedEverything(String body) throws IOException {
    try (BusSocket socket = new BusSocket(port)) {
      JsonObject answer = socket.ask(json(body));

      assertThat(answer.getInteger("failureCode")).isEqualTo(ErrorCode.NOT_AUTHENTICATED.number());
      assertThat(answer.getString("address")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'send','address':'apothik','replyAddress':'1','body':'get'}",
        "{'type':'send','address':'other','replyAddress':'1','body':{'op':'auth'}}",
        "{'type':'register','address':'apothik'}",
        "{'type':'unregister','address':'apothik'}"
      })
  void otherFrames_areRefused_too(String frame) throws IOException {
    try (BusSocket socket = new BusSocket(port)) {
      socket.send(json(frame));

      assertThat(socket.receive().getInteger("failureCode"))
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED.number());
    }
  }

  @Test
  void aPing_isAnsweredToEverybody() throws IOException {
    try (BusSocket socket = new BusSocket(port)) {
      socket.send(json("{'type':'ping'}"));

      assertThat(socket.receive()).isEqualTo(json("{'type':'pong'}"));
    }
  }

  @Test
  void aUser_doesWhatItMay_andNothingElse() throws IOException {
    try (BusSocket socket = connectAs("alice")) {
      socket.reply("{'op':'put','key':'shop:1','value':'open'}");
      assertThat(socket.reply("{'op':'get','key':'shop:1'}").getString("value")).isEqualTo("open");
      socket.reply("{'op':'put-many','entries':[{'key':'cart:1','value':''}]}");

      assertRefused(
          socket.ask(json("{'op':'get','key':'till:1'}")),
          ErrorCode.NO_PERMISSION,
          "the user 'alice' may not 'get' the key 'till:1': that needs the right 'read'");
      assertRefused(
          socket.ask(json("{'op':'get','key':'till:1','node':1}")),
          ErrorCode.NO_PERMISSION,
          "the user 'alice' may not 'get' the key 'till:1': that needs the right 'read'");
      assertRefused(
          socket.ask(json("{'op':'delete-many','keys':['shop:1','till:1']}")),
          ErrorCode.NO_PERMISSION,
          "the user 'alice' may not 'delete-many' the key 'till:1': that needs the right 'write'");
      assertRefused(
          socket.ask(json("{'op':'scan'}")),
          ErrorCode.NO_PERMISSION,
          "the user 'alice' may not 'scan' all keys: that needs the right 'read'");
      assertRefused(
          socket.ask(json("{'op':'down'}")),
          ErrorCode.NO_PERMISSION,
          "the user 'alice' may not 'down': that needs the right 'admin'");
      assertThat(socket.reply("{'op':'get','key':'shop:1'}").getString("value")).isEqualTo("open");
    }
  }

  @Test
  void whoMayReadSomeKeys_seesThoseOfTheHotOnes() throws IOException {
    try (BusSocket alice = connectAs("alice");
        BusSocket all = connectAs("operator")) {
      for (int i = 0; i < 3; i++) {
        all.reply("{'op':'get','key':'till:hot'}");
        all.reply("{'op':'get','key':'shop:hot'}");
      }

      assertThat(keys(all.reply("{'op':'hot-keys','count':100}"))).contains("till:hot", "shop:hot");
      assertThat(keys(alice.reply("{'op':'hot-keys','count':100}")))
          .contains("shop:hot")
          .allMatch(key -> key.startsWith("shop:") || key.startsWith("cart:"));
      assertThat(keys(alice.reply("{'op':'hot-keys','prefixes':['shop:h']}")))
          .containsExactly("shop:hot");
      assertRefused(
          alice.ask(json("{'op':'hot-keys','prefixes':['shop:','till:']}")),
          ErrorCode.NO_PERMISSION,
          "the user 'alice' may not 'hot-keys' all keys that begin with 'till:': that needs the"
              + " right 'read'");
    }
  }

  private static List<String> keys(JsonObject reply) {
    return reply.getJsonArray("keys").stream()
        .map(key -> ((JsonObject) key).getString("key"))
        .toList();
  }

  @Test
  void aReader_changesNothing() throws IOException {
    try (BusSocket writer = connectAs("alice");
        BusSocket reader = connectAs("reader")) {
      writer.reply("{'op':'put','key':'shop:2','value':'1'}");

      for (String body :
          new String[] {
            "{'op':'put','key':'shop:2','value':'2'}",
            "{'op':'incr','key':'shop:2'}",
            "{'op':'delete','key':'shop:2'}",
            "{'op':'expire','key':'shop:2','ttlMillis':1}",
            "{'op':'clear'}",
            "{'op':'fill','number':1,'count':1}"
          }) {
        assertThat(reader.ask(json(body)).getInteger("failureCode"))
            .as(body)
            .isEqualTo(ErrorCode.NO_PERMISSION.number());
      }
      assertThat(reader.reply("{'op':'get','key':'shop:2'}").getString("value")).isEqualTo("1");
    }
  }

  /** The last of two fields with one name counts, for the guard as for the master. */
  @Test
  void aRequestWithFieldsThatAreThereTwice_isCheckedAsItIsDone() throws IOException {
    try (BusSocket socket = connectAs("reader")) {
      String start = "{\"type\":\"send\",\"address\":\"apothik\",\"replyAddress\":\"9\",";
      String mine = "\"body\":{\"op\":\"get\",\"key\":\"shop:1\"}";
      String others = "\"body\":{\"op\":\"get\",\"key\":\"till:1\"}";

      socket.sendBytes(framed(start + mine + "," + others + "}"));
      assertThat(socket.receive().getString("message")).contains("'till:1'");
      socket.sendBytes(framed(start + others + "," + mine + "}"));
      assertThat(socket.receive().getString("type")).isEqualTo("message");
      socket.sendBytes(framed(start + mine.replace("}", ",\"key\":\"till:1\"}") + "}"));
      assertThat(socket.receive().getString("message")).contains("'till:1'");
    }
  }

  @Test
  void whatTheMasterCannotRead_isItsToRefuse() throws IOException {
    try (BusSocket socket = connectAs("alice")) {
      assertRefused(
          socket.ask(json("{'op':'get','key':''}")), ErrorCode.KEY_EMPTY, "the key is empty");
      assertRefused(
          socket.ask(json("{'op':'steal'}")), ErrorCode.UNKNOWN_OP, "there is no op 'steal'");
    }
  }

  @Test
  void threeWrongPasswords_endTheConnection_andOthersGoOn() throws IOException {
    try (BusSocket other = connectAs("alice");
        BusSocket socket = new BusSocket(port)) {
      for (int i = 0; i < Limits.WRONG_PASSWORDS_MAX; i++) {
        assertRefused(
            logIn(socket, "alice", "guess"),
            ErrorCode.NOT_AUTHENTICATED,
            "the user or the password is wrong");
      }
      socket.awaitEnd();
      other.reply("{'op':'get','key':'shop:1'}");
    }
  }

  @Test
  void aPasswordOfTheWrongType_isNoGuess() throws IOException {
    try (BusSocket socket = new BusSocket(port)) {
      assertRefused(
          socket.ask(json("{'op':'auth','user':'alice'}")),
          ErrorCode.BAD_REQUEST,
          "the field 'password' is missing");
      logIn(socket, "alice", "secret");
      socket.reply("{'op':'get','key':'shop:1'}");
    }
  }

  @Test
  void aLargeFrame_ofWhomNobodyKnows_endsTheConnection() throws IOException {
    try (BusSocket socket = new BusSocket(port)) {
      socket.send(BusSocket.request("1", new JsonObject().put("op", "x".repeat(5_000))));

      assertThat(socket.receive().getString("message"))
          .matches("NOT_AUTHENTICATED: a frame of 50.. bytes is not between 0 and 4096");
      socket.awaitEnd();
    }
    try (BusSocket socket = connectAs("alice")) {
      socket.reply("{'op':'put','key':'shop:3','value':'" + "x".repeat(100_000) + "'}");
    }
  }

  @Test
  void aUserWhoIsTakenAway_isOut_atOnce() throws IOException {
    try (BusSocket socket = connectAs("alice")) {
      Path draft = directory.resolve("draft");
      Files.writeString(draft, "reader " + hash("other") + " read shop:\n");
      Files.move(draft, users, StandardCopyOption.ATOMIC_MOVE);

      await()
          .untilAsserted(
              () ->
                  assertRefused(
                      socket.ask(json("{'op':'get','key':'shop:1'}")),
                      ErrorCode.NOT_AUTHENTICATED,
                      "'get' needs a user and a password first"));
      assertThat(logIn(socket, "reader", "other").getString("type")).isEqualTo("message");
      assertThat(socket.ask(json("{'op':'get','key':'shop:1'}")).getString("type"))
          .isEqualTo("message");
    }
  }

  @Test
  void strangers_areServed_ifThereIsAUserForThem() throws IOException {
    Files.writeString(users, USERS + "default - read public:\n");
    int open = bridge.open(LiveBridge.await(Protection.open(bridge.node().vertx(), users, null)));
    try (BusSocket socket = new BusSocket(open)) {
      socket.reply("{'op':'get','key':'public:1'}");
      assertThat(socket.ask(json("{'op':'get','key':'shop:1'}")).getString("message"))
          .startsWith("NO_PERMISSION: the user 'default'");

      logIn(socket, "alice", "secret");
      socket.reply("{'op':'get','key':'shop:1'}");
    }
  }

  @Test
  void whereNobodyIsAsked_aPasswordIsRefused() throws IOException {
    try (BusSocket socket = bridge.connect()) {
      assertRefused(
          logIn(socket, "alice", "secret"),
          ErrorCode.BAD_REQUEST,
          "nobody is asked here who they are: there are no users");
    }
  }
}
