package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.Seed;
import io.apothik.message.Message;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever arrives, it is a message or it is refused: nothing else is thrown. */
class MessageWireFuzzTest {
  private static final int MUTATIONS = 20_000;
  private static final int CHANGES_MAX = 4;

  private final long seed = Seed.next();
  private final Random random = new Random(seed);

  @Test
  void aDamagedMessage_isReadOrRefused() {
    List<Message> messages = Messages.small().toList();
    for (int i = 0; i < MUTATIONS; i++) {
      Buffer damaged = Buffer.buffer();
      MessageWire.encode(damaged, messages.get(random.nextInt(messages.size())));
      assertReadOrRefused(damage(damaged.getBytes()));
    }
  }

  @Test
  void randomBytes_areReadOrRefused() {
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = new byte[2 + random.nextInt(64)];
      random.nextBytes(bytes);
      bytes[0] = MessageWire.FORMAT;
      bytes[1] = (byte) (random.nextBoolean() ? 1 + random.nextInt(7) : 32 + random.nextInt(5));
      assertReadOrRefused(bytes);
    }
  }

  private byte[] damage(byte[] bytes) {
    int changes = 1 + random.nextInt(CHANGES_MAX);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = randomByte();
    }
    return bytes;
  }

  /** Often one that makes a boundary of a length or an index. */
  private byte randomByte() {
    byte[] telling = {0, 1, 2, 127, -128, -2, -1};
    return random.nextBoolean()
        ? telling[random.nextInt(telling.length)]
        : (byte) random.nextInt(256);
  }

  private void assertReadOrRefused(byte[] bytes) {
    try {
      assertThat(MessageWire.decode(Buffer.buffer(bytes), 0)).isNotNull();
    } catch (WireException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    } catch (RuntimeException | OutOfMemoryError other) {
      throw new AssertionError("-Dapothik.seed=" + seed, other);
    }
  }
}
