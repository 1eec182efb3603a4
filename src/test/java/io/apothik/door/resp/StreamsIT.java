package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back for bytes that are no commands, or not answered one by one, up to the end. */
@ExtendWith(SharedServers.class)
class StreamsIT {
  private final Servers servers;

  StreamsIT(Servers servers) {
    this.servers = servers;
  }

  static Stream<String> broken() {
    return Stream.of(
        "*abc\r\n",
        "*3000000000\r\n",
        "*99999999999999999999999\r\n",
        "*+1\r\n",
        "*01\r\n$4\r\nPING\r\n",
        "*1\r\n$04\r\nPING\r\n",
        "*\r\n",
        "*1\r\n:1\r\n",
        "*1\r\nGET\r\n",
        "*2\r\n$3\r\nGET\r\n*1\r\n",
        "*1\r\n$abc\r\n",
        "*1\r\n$-1\r\n",
        "*1\r\n$-5\r\n",
        "*1\r\n$4294967296\r\n",
        "*1\r\n$536870913\r\n",
        "*1\r\n$\r\n",
        "SET k \"v\r\n",
        "SET k 'v\r\n",
        "SET k \"v\"w\r\n",
        "SET k 'v'w\r\n",
        "PING\r\nSET k v\r\nGET k\r\n*x\r\nPING\r\n",
        "P".repeat(70_000),
        "*" + "1".repeat(70_000),
        "*1\r\n$" + "1".repeat(70_000));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatIsNoCommand_endsTheConnection_withRedissError(String sent) {
    String redis = all(servers.redis().port(), sent);

    assertThat(redis).contains("-ERR Protocol error: ");
    assertThat(all(servers.three().plainPort(), sent)).isEqualTo(redis);
    assertThat(all(servers.single().clusterPort(), sent)).isEqualTo(redis);
  }

  static Stream<String> fine() {
    return Stream.of(
        "PING\r\nPING hello\r\n",
        "PING\n",
        "\r\n\r\nPING\r\n",
        "  PING   \"hello world\"  \r\n",
        "ECHO \"\\x41\\n\\t\\\\ \\\" \\q\"\r\n",
        "ECHO 'it\\'s \\n'\r\n",
        "ECHO \"\"\r\n",
        "ECHO a\"b\"\r\n",
        "ECHO \"\\xzz\"\r\n",
        "*0\r\n*-1\r\n*-5\r\nPING\r\n",
        "*1\r\n$4\r\nPING\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$0\r\n\r\n",
        "CLIENT REPLY SKIP\r\nPING\r\nPING a\r\n",
        "CLIENT REPLY OFF\r\nPING\r\nCLIENT REPLY SKIP\r\nCLIENT REPLY ON\r\nPING b\r\n",
        "CLIENT REPLY OFF\r\nHELLO 3\r\nCLIENT REPLY ON\r\nGET absent\r\n",
        "CLIENT REPLY OFF\r\nHELLO 3\r\nRESET\r\nGET absent\r\n",
        "HELLO 3 SETNAME x\r\nGET absent\r\nCLIENT GETNAME\r\nRESET\r\nCLIENT GETNAME\r\n",
        "MULTI\r\nSET k 1\r\nINCR k\r\nEXEC\r\n",
        "MULTI\r\nCLIENT NOSUCH\r\nEXEC\r\n",
        "MULTI\r\nCLIENT SETNAME\r\nEXEC\r\n",
        "MULTI\r\nMULTI x\r\nEXEC\r\n",
        "MULTI\r\nMULTI\r\nEXEC\r\n",
        "MULTI\r\nDISCARD x\r\nEXEC\r\n",
        "MULTI\r\nEXEC x\r\nEXEC\r\n",
        "NOSUCH \"\\xc3\\xa9\"\r\n",
        "COMMAND INFO nosuch\r\n");
  }

  @ParameterizedTest
  @MethodSource("fine")
  void whatIsWrittenAtOnce_isAnsweredAsRedisAnswersIt(String sent) {
    String redis = comparable(all(servers.redis().port(), sent + "QUIT\r\n"));

    String apothik = comparable(all(servers.three().plainPort(), sent + "QUIT\r\n"));

    assertThat(apothik).isEqualTo(redis).endsWith("+OK\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\n"})
  void aBrowser_isDroppedWithoutAWord_andWhatItsPageMadeItSendIsNotDone(String request) {
    String sent = request + "\r\nPING\r\n";

    assertThat(all(servers.redis().port(), sent)).doesNotContain("PONG");
    assertThat(all(servers.three().plainPort(), sent)).doesNotContain("PONG");
    assertThat(all(servers.single().clusterPort(), sent)).doesNotContain("PONG");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void whatComesInPieces_isAnsweredAsIfItCameAtOnce(int pieceBytes) {
    byte[] sent = RawClient.ascii("*2\r\n$4\r\nECHO\r\n$5\r\nhel\r\n\r\nECHO \"a b\"\r\nQUIT\r\n");
    try (RawClient client = new RawClient(servers.three().plainPort())) {
      for (int at = 0; at < sent.length; at += pieceBytes) {
        client.send(java.util.Arrays.copyOfRange(sent, at, Math.min(at + pieceBytes, sent.length)));
      }

      assertThat(text(client.rest())).isEqualTo("$5\r\nhel\r\n\r\n$3\r\na b\r\n+OK\r\n");
    }
  }

  /** All that comes back until the connection is ended. */
  private static String all(int port, String sent) {
    try (RawClient client = new RawClient(port)) {
      client.send(RawClient.ascii(sent));
      return text(client.rest());
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Without the greeting, which says who greets. */
  private static String comparable(String all) {
    return all.replaceAll("(?s)%7\r\n\\$6\r\nserver\r\n.*?\r\nmodules\r\n\\*0\r\n", "<greeting>");
  }
}
