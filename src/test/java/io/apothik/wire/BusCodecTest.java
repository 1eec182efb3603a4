package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Message;
import io.apothik.message.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusCodecTest {
  private static final int AT = 5;
  private static final Message MESSAGE = new Reply.Number(7);

  private final BusCodec codec = new BusCodec();
  private final Buffer buffer = Buffer.buffer("12345");

  static Stream<Message> small() {
    return Messages.small();
  }

  @ParameterizedTest
  @MethodSource("small")
  void aMessageAmongOthers_comesBackAsItWas(Message message) {
    codec.encodeToWire(buffer, message);
    codec.encodeToWire(buffer, MESSAGE);

    assertThat(codec.decodeFromWire(AT, buffer)).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void aLengthThatIsNotTheMessages_isRefused(int length) {
    codec.encodeToWire(buffer, MESSAGE);
    buffer.setInt(AT, length);

    assertThat(codec.decodeFromWire(AT, buffer)).isInstanceOf(ReplyException.class);
  }

  @Test
  void aMessageCutOffAnywhere_isRefused() {
    codec.encodeToWire(buffer, MESSAGE);

    for (int length = AT; length < buffer.length(); length++) {
      assertThat(codec.decodeFromWire(AT, buffer.getBuffer(0, length)))
          .isInstanceOf(ReplyException.class);
    }
  }
}
