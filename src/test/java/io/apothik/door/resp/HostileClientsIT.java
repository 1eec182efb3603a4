package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.apothik.message.Limits;
import io.apothik.slot.Bytes;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Clients that mean harm, or are broken: they cost little, and others do not notice them. */
@ExtendWith(SharedServers.class)
class HostileClientsIT {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int MANY = 10;

  /** Those that wait for their replies, some whose replies are on their way, and the test's own. */
  private static final long COMMANDS_EACH_MAX = 2 * Limits.RESP_IN_FLIGHT_MAX;

  /** A fourth of what was asked for before reading stopped. */
  private static final long ROOM_EACH_BYTES_MAX = 32 * MEBIBYTE;

  private static final byte[] GET_BIG = RawClient.ascii("*2\r\n$3\r\nGET\r\n$3\r\nbig\r\n");
  private static final Duration DROP_MAX =
      Duration.ofMillis(Limits.RESP_UNREAD_MILLIS_MAX).plusSeconds(10);
  private static final Pattern COMMANDS = Pattern.compile("total_commands_processed:(\\d+)");

  private final int port;
  private final RawClient other;
  private final List<RawClient> hostile = new ArrayList<>();

  HostileClientsIT(Servers servers) {
    port = servers.single().plainPort();
    other = new RawClient(port);
  }

  @BeforeEach
  void storeAValue() {
    other.call(List.of(Bytes.utf8("SET"), Bytes.utf8("big"), Bytes.copyOf(new byte[MEBIBYTE])));
  }

  @AfterEach
  void end() {
    hostile.forEach(RawClient::close);
    other.ask("FLUSHALL");
    other.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4294967296", "17000000"})
  void whoAnnouncesTooLongAnArgument_isRefusedAtOnce(String length) {
    assertThat(all("*1\r\n$" + length + "\r\n"))
        .isEqualTo("-ERR Protocol error: invalid bulk length\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000", "1048577"})
  void whoAnnouncesTooManyArguments_isRefusedAtOnce(String count) {
    assertThat(all("*" + count + "\r\n"))
        .isEqualTo("-ERR Protocol error: invalid multibulk length\r\n");
  }

  /** All that comes back until the connection is ended. */
  private String all(String sent) {
    RawClient client = hostile();
    client.send(RawClient.ascii(sent));
    return new String(client.rest(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aHundredThatAnnounce16MebibytesEach_andSendNothing_haveNoRoomThatTheyDoNotUse() {
    long before = heapBytes();
    String announced = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + 15 * MEBIBYTE + "\r\n";

    for (int i = 0; i < 100; i++) {
      hostile().send(RawClient.ascii(announced + "x"));
    }

    await().until(() -> clients() == 101);
    assertThat(heapBytes() - before).isLessThan(100L * MEBIBYTE);
    assertThat(other.ask("ECHO hello")).isEqualTo("\"hello\"");
  }

  @Test
  void whoNeverReads_hasBoundedRoom_andIsDropped_whileOthersAreAnswered_andSlowOnesKept() {
    long heapBefore = heapBytes();
    long commandsBefore = commands();
    for (int i = 0; i < MANY; i++) {
      askForMuch(hostile(), 1_000);
    }
    RawClient slow = hostile();
    askForMuch(slow, 1_000);

    await()
        .until(
            () -> isReading(slow) && clients() == MANY + 2 && commands() - commandsBefore > 1_000);
    await().during(Duration.ofSeconds(1)).until(() -> isReading(slow) && areOthersAnswered());

    assertThat(commands() - commandsBefore).isLessThan((MANY + 1) * COMMANDS_EACH_MAX);
    assertThat(heapBytes() - heapBefore).isLessThan((MANY + 1) * ROOM_EACH_BYTES_MAX);
    await().atMost(DROP_MAX).until(() -> isReading(slow) && areOthersAnswered() && clients() == 2);
    assertThat(slow.read(8 * MEBIBYTE)).isEqualTo(8 * MEBIBYTE);
  }

  @Test
  void whoAsksForMuchAtOnce_getsAllOfIt() {
    RawClient client = hostile();

    askForMuch(client, 2 * Limits.RESP_IN_FLIGHT_MAX);

    for (int i = 0; i < 2 * Limits.RESP_IN_FLIGHT_MAX; i++) {
      assertThat(client.reply()).startsWith(RawClient.ascii("$" + MEBIBYTE + "\r\n"));
    }
  }

  @Test
  void whoResetsTheConnection_isNoNews() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    try {
      RawClient client = hostile();
      assertThat(client.ask("PING")).isEqualTo("\"PONG\"");

      client.reset();

      await().until(() -> clients() == 1);
      assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    } finally {
      root.detachAppender(log);
    }
  }

  private RawClient hostile() {
    RawClient client = new RawClient(port, 4096);
    hostile.add(client);
    return client;
  }

  private static void askForMuch(RawClient client, int times) {
    for (int i = 0; i < times; i++) {
      client.send(GET_BIG);
    }
  }

  /** All the while, or it would be one that never reads. */
  private static boolean isReading(RawClient slow) {
    return slow.read(MEBIBYTE / 4) > 0;
  }

  private boolean areOthersAnswered() {
    return other.ask("INCR counter").startsWith("(integer) ");
  }

  /** The connected ones, the other included. */
  private int clients() {
    return other.ask("CLIENT LIST").split("id=", -1).length - 1;
  }

  private long commands() {
    Matcher count = COMMANDS.matcher(other.ask("INFO stats"));
    assertThat(count.find()).isTrue();
    return Long.parseLong(count.group(1));
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
