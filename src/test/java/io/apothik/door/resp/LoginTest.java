package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.cluster.FreePorts;
import io.apothik.credential.LogLines;
import io.apothik.credential.Protection;
import io.apothik.credential.TestAuthority;
import io.apothik.credential.TlsFiles;
import io.apothik.message.Limits;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.apothik.trust.QuickHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A door for Redis clients that wants to know who asks. */
class LoginTest {
  private static final String WRONG =
      "-WRONGPASS invalid username-password pair or user is disabled.\r\n";
  private static final String UNKNOWN = "-NOAUTH Authentication required.\r\n";

  @TempDir static Path directory = Path.of("");
  private static final TestCluster CLUSTER = TestCluster.of(1);
  private static final Node NODE = CLUSTER.node(1);
  private static Protection protection = Protection.NONE;
  private static int port;

  @BeforeAll
  static void aDoorWithUsers() throws IOException {
    String hash = QuickHash.of("secret");
    Path users =
        Files.writeString(
            directory.resolve("users"),
            "alice %s read,write shop: cart:\nroot %s read,write,admin *\n".formatted(hash, hash));
    protection = TestCluster.result(Protection.open(NODE.vertx(), users, null));
    port = open(protection);
  }

  @AfterAll
  static void close() {
    CLUSTER.close();
  }

  private static int open(Protection protection) {
    int free = FreePorts.reserve("127.0.0.1");
    TestCluster.result(RespDoor.open(NODE.vertx(), "127.0.0.1", free, NODE, true, protection));
    return free;
  }

  private static RespSocket connectAs(String user) throws IOException {
    RespSocket socket = new RespSocket(port);
    assertThat(socket.ask("AUTH", user, "secret")).isEqualTo("+OK\r\n");
    return socket;
  }

  @Test
  void whoHasNotSaidWhoItIs_isRefusedEverything() throws IOException {
    try (RespSocket socket = new RespSocket(port)) {
      assertThat(socket.ask("GET", "shop:1")).isEqualTo(UNKNOWN);
      assertThat(socket.ask("PING")).isEqualTo(UNKNOWN);
      assertThat(socket.ask("CLUSTER", "SLOTS")).isEqualTo(UNKNOWN);
      assertThat(socket.ask("MULTI")).isEqualTo(UNKNOWN);
      assertThat(socket.ask("HELLO", "3"))
          .isEqualTo(
              "-NOAUTH HELLO must be called with the client already authenticated, otherwise the"
                  + " HELLO AUTH <user> <pass> option can be used to authenticate the client and"
                  + " select the RESP protocol version at the same time\r\n");
    }
  }

  @Test
  void hello_saysWhoItIs_too() throws IOException {
    try (RespSocket socket = new RespSocket(port)) {
      assertThat(socket.ask("HELLO", "3", "AUTH", "alice", "secret")).startsWith("%7\r\n");
      assertThat(socket.ask("SET", "shop:hello", "1")).isEqualTo("+OK\r\n");
    }
  }

  @Test
  void whileAPasswordIsChecked_itIsNotTooLate() {
    Session session = new Door(NODE, true, protection, Runnable::run).open("there", "here");
    long late = System.currentTimeMillis() + Limits.LOGIN_MILLIS_MAX + 1_000;
    assertThat(session.isOverdue(late)).isTrue();

    session.isChecked(true);
    assertThat(session.isOverdue(late)).isFalse();

    session.isChecked(false);
    assertThat(session.isOverdue(late)).isTrue();
  }

  @Test
  void aWrongPassword_threeTimes_endsTheConnection() throws IOException {
    try (RespSocket socket = new RespSocket(port)) {
      assertThat(socket.ask("AUTH", "alice", "wrong")).isEqualTo(WRONG);
      assertThat(socket.ask("AUTH", "nobody", "secret")).isEqualTo(WRONG);
      assertThat(socket.ask("AUTH", "wrong")).isEqualTo(WRONG);
      assertThat(socket.reply()).isEmpty();
    }
  }

  @Test
  void aUser_doesWhatItMay_andNothingElse() throws IOException {
    try (RespSocket socket = connectAs("alice")) {
      assertThat(socket.ask("SET", "shop:1", "x")).isEqualTo("+OK\r\n");
      assertThat(socket.ask("GET", "shop:1")).isEqualTo("$1\r\nx\r\n");
      assertThat(socket.ask("GET", "other"))
          .isEqualTo(
              "-NOPERM the user 'alice' may not 'get' the key 'other': that needs the right"
                  + " 'read'\r\n");
      assertThat(socket.ask("COPY", "shop:1", "{shop:1}copy")).startsWith("-NOPERM");
      assertThat(socket.ask("SCAN", "0")).startsWith("-NOPERM");
      assertThat(socket.ask("SCAN", "0", "MATCH", "shop:*")).startsWith("*2\r\n");
      assertThat(socket.ask("FLUSHALL")).startsWith("-NOPERM");
      assertThat(socket.ask("CONFIG", "GET", "*")).startsWith("-NOPERM");
      assertThat(socket.ask("CLIENT", "LIST")).startsWith("-NOPERM");
    }
  }

  @Test
  void reset_forgetsWhoItWas() throws IOException {
    try (RespSocket socket = connectAs("root")) {
      assertThat(socket.ask("RESET")).isEqualTo("+RESET\r\n");

      assertThat(socket.ask("GET", "shop:1")).isEqualTo(UNKNOWN);
    }
  }

  @Test
  void aWrongPassword_isLogged_withTheAddressItCameFrom() throws IOException {
    try (LogLines log = LogLines.from(Protection.class);
        RespSocket socket = new RespSocket(port)) {
      socket.ask("AUTH", "alice", "wrong");

      assertThat(log.lines())
          .singleElement()
          .asString()
          .matches("127\\.0\\.0\\.1:[0-9]+: a wrong user or password, for 'alice'");
    }
  }

  /** As by a Redis whose user "default" has no password. */
  @Test
  void whereStrangersAreLetIn_defaultNeedsNoPassword() throws IOException {
    Path users =
        Files.writeString(
            directory.resolve("public"),
            "default - read public:\nalice %s read *\n".formatted(QuickHash.of("secret")));
    int open = open(TestCluster.result(Protection.open(NODE.vertx(), users, null)));

    try (RespSocket socket = new RespSocket(open)) {
      assertThat(socket.ask("AUTH", "anything"))
          .isEqualTo(
              "-ERR AUTH <password> called without any password configured for the default user."
                  + " Are you sure your configuration is correct?\r\n");
      assertThat(socket.ask("AUTH", "alice", "secret")).isEqualTo("+OK\r\n");
      assertThat(socket.ask("GET", "other")).isEqualTo("$-1\r\n");
      assertThat(socket.ask("AUTH", "default", "anything")).isEqualTo("+OK\r\n");
      assertThat(socket.ask("GET", "public:1")).isEqualTo("$-1\r\n");
      assertThat(socket.ask("GET", "other")).startsWith("-NOPERM");
    }
  }

  @Test
  void aTransaction_withSomethingThatIsNotAllowed_isNotDone() throws IOException {
    try (RespSocket socket = connectAs("alice")) {
      socket.ask("SET", "shop:t", "before");
      socket.ask("MULTI");
      socket.ask("SET", "shop:t", "after");

      assertThat(socket.ask("GET", "other")).startsWith("-NOPERM");
      assertThat(socket.ask("EXEC")).startsWith("-EXECABORT");
      assertThat(socket.ask("GET", "shop:t")).isEqualTo("$6\r\nbefore\r\n");
    }
  }

  @Test
  void anAdministrator_mayDoEverything() throws IOException {
    try (RespSocket socket = connectAs("root")) {
      assertThat(socket.ask("CONFIG", "GET", "save")).startsWith("*2\r\n");
      assertThat(socket.ask("CLIENT", "LIST")).contains("user=root");
      assertThat(socket.ask("DBSIZE")).startsWith(":");
    }
  }

  @Test
  void aStrangerMayNotSendMuch() throws IOException {
    try (RespSocket socket = new RespSocket(port)) {
      socket.sendRaw("*2\r\n$4\r\nAUTH\r\n$100000\r\n");

      assertThat(socket.reply()).isEqualTo("-ERR Protocol error: unauthenticated bulk length\r\n");
      assertThat(socket.reply()).isEmpty();
    }
  }

  @Test
  void overTls_whoTrustsTheAuthority_isServed() throws IOException {
    TestAuthority ours = TestAuthority.create(directory.resolve("ours"), "ours");
    TestAuthority others = TestAuthority.create(directory.resolve("others"), "others");
    TlsFiles signed = ours.sign("node", "ip:127.0.0.1,dns:localhost");
    TlsFiles oneSided = new TlsFiles(signed.certificate(), signed.key(), null, true);
    int secured = open(TestCluster.result(Protection.open(NODE.vertx(), null, oneSided)));

    try (RespSocket socket = new RespSocket(secured, ours.clientOf(null).getSocketFactory())) {
      assertThat(socket.ask("PING")).isEqualTo("+PONG\r\n");
    }
    assertThatThrownBy(
            () -> {
              try (RespSocket socket =
                  new RespSocket(secured, others.clientOf(null).getSocketFactory())) {
                socket.ask("PING");
              }
            })
        .isInstanceOf(UncheckedIOException.class);
  }
}
