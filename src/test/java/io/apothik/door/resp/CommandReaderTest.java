package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.Seed;
import io.apothik.message.Limits;
import io.apothik.slot.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandReaderTest {
  private final CommandReader reader = new CommandReader();

  @Test
  void arraysOfBulkStrings_areCommands() {
    assertThat(read("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*1\r\n$4\r\nPING\r\n"))
        .containsExactly(words("GET", "k"), words("PING"));
  }

  @Test
  void linesAreCommands_withQuotesAndEscapes() {
    assertThat(read("set k \"a b\\x41\\n\"\r\n  get 'it\\'s'\n"))
        .containsExactly(words("set", "k", "a bA\n"), words("get", "it's"));
  }

  @Test
  void emptyLinesAndArrays_arePassedOver() {
    assertThat(read("\r\n*0\r\n*-1\r\n \r\nPING\r\n")).containsExactly(words("PING"));
  }

  @Test
  void whatComesInPieces_isPutTogether() {
    long seed = Seed.next();
    Random random = new Random(seed);
    StringBuilder sent = new StringBuilder();
    List<List<Bytes>> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String value = "v".repeat(random.nextInt(3_000));
      sent.append("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$%d\r\n%s\r\n".formatted(value.length(), value));
      expected.add(words("SET", "k", value));
    }

    List<List<Bytes>> commands = new ArrayList<>();
    for (int at = 0; at < sent.length(); ) {
      int end = Math.min(sent.length(), at + 1 + random.nextInt(5_000));
      commands.addAll(read(sent.substring(at, end)));
      at = end;
    }

    assertThat(commands).as("seed %d", seed).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'*abc\r\n', invalid multibulk length",
    "'*3000000000\r\n', invalid multibulk length",
    "'*99999999999999999999999\r\n', invalid multibulk length",
    "'*1\r\n:1\r\n', 'expected ''$'', got '':'''",
    "'*1\r\n$-1\r\n', invalid bulk length",
    "'*1\r\n$4294967296\r\n', invalid bulk length",
    "'*1\r\n$x\r\n', invalid bulk length",
    "'get \"k\r\n', unbalanced quotes in request",
    "'get \"k\"x\r\n', unbalanced quotes in request"
  })
  void whatIsNoCommand_isRefusedAsRedisDoes(String sent, String reason) {
    assertThatThrownBy(() -> read(sent))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("Protocol error: " + reason);
  }

  @Test
  void aCommandThatIsTooLong_isRefusedBeforeItComes() {
    String announced = "*2\r\n$3\r\nGET\r\n$%d\r\n".formatted(Limits.RESP_COMMAND_BYTES_MAX);

    assertThatThrownBy(() -> read(announced)).hasMessageContaining("invalid bulk length");
  }

  @Test
  void aLineWithoutAnEnd_isRefused() {
    String line = "x".repeat(Limits.RESP_LINE_BYTES_MAX + 1);

    assertThatThrownBy(() -> read(line)).hasMessageContaining("too big inline request");
  }

  @Test
  void aStranger_mayNotSendMuch() {
    reader.known(false);

    assertThatThrownBy(() -> read("*11\r\n")).hasMessageContaining("unauthenticated multibulk");
    assertThatThrownBy(() -> new CommandReaderTest().strange("*1\r\n$16385\r\n"))
        .hasMessageContaining("unauthenticated bulk");
  }

  private void strange(String sent) {
    reader.known(false);
    read(sent);
  }

  private List<List<Bytes>> read(String sent) {
    reader.add(sent.getBytes(StandardCharsets.ISO_8859_1));
    List<List<Bytes>> commands = new ArrayList<>();
    for (List<Bytes> next = reader.next(); next != null; next = reader.next()) {
      commands.add(next);
    }
    return commands;
  }

  private static List<Bytes> words(String... words) {
    return Arrays.stream(words).map(Bytes::utf8).toList();
  }
}
