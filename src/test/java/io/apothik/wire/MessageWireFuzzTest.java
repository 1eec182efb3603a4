package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.apothik.Seed;
import io.apothik.message.Message;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever arrives, it is a message or it is refused: nothing else is thrown, and no more memory is
 * taken than a message of that length can need.
 */
class MessageWireFuzzTest {
  private static final int MUTATIONS = 20_000;
  private static final int CHANGES_MAX = 4;

  /** What a table of all slots takes while it grows, and a stack trace. */
  private static final long MEMORY_BYTES = 512 * 1024;

  private static final long MEMORY_BYTES_PER_BYTE = 512;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long seed = Seed.next();
  private final Random random = new Random(seed);
  private final List<byte[]> messages = Messages.small().map(MessageWireFuzzTest::encoded).toList();

  @Test
  void aDamagedMessage_isReadOrRefused() {
    for (int i = 0; i < MUTATIONS; i++) {
      assertReadOrRefused(damage(anyMessage()));
    }
  }

  @Test
  void aMessageWithBitsTurned_isReadOrRefused() {
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = anyMessage();
      int bit = random.nextInt(bytes.length * Byte.SIZE);
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertReadOrRefused(bytes);
    }
  }

  @Test
  void theBeginningOfOneMessageAndTheEndOfAnother_areReadOrRefused() {
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] beginning = anyMessage();
      byte[] end = anyMessage();
      int cut = 2 + random.nextInt(beginning.length - 1);
      Buffer spliced = Buffer.buffer().appendBytes(beginning, 0, cut).appendBytes(end);
      assertReadOrRefused(spliced.getBytes());
    }
  }

  @Test
  void randomBytes_areReadOrRefused() {
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = new byte[2 + random.nextInt(64)];
      random.nextBytes(bytes);
      System.arraycopy(anyMessage(), 0, bytes, 0, 2);
      assertReadOrRefused(bytes);
    }
  }

  private byte[] anyMessage() {
    return messages.get(random.nextInt(messages.size())).clone();
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
    Buffer buffer = Buffer.buffer(bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      assertThat(Messages.decoded(buffer)).isNotNull();
    } catch (WireException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    } catch (RuntimeException | OutOfMemoryError other) {
      throw new AssertionError("-Dapothik.seed=" + seed, other);
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .as("memory for %d bytes, -Dapothik.seed=%d", bytes.length, seed)
        .isLessThan(MEMORY_BYTES + MEMORY_BYTES_PER_BYTE * bytes.length);
  }

  private static byte[] encoded(Message message) {
    Buffer buffer = Buffer.buffer();
    MessageWire.encode(buffer, message);
    return buffer.getBytes();
  }
}
