package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.apothik.Beside;
import io.apothik.Seed;
import io.apothik.message.KeyRequest;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.Several;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Operation;
import io.apothik.message.PeerMessage;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answer;
import io.apothik.message.Reply.Answers;
import io.apothik.message.RequestId;
import io.apothik.slot.Bytes;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever arrives, it is a message or it is refused: nothing else is thrown, and no more memory is
 * taken than a message of that length can need.
 */
@Beside
class MessageWireFuzzTest {
  private static final int MUTATIONS = 20_000;
  private static final int CHANGES_MAX = 4;

  /** Formats and type. */
  private static final int HEADER_BYTES = 3;

  private static final int PARTS = 100;

  /** What a table of all slots takes while it grows, and a stack trace. */
  private static final long MEMORY_BYTES = 512 * 1024;

  private static final long MEMORY_BYTES_PER_BYTE = 512;

  /** A message that holds no table takes little more than what comes of its bytes. */
  private static final long TABLELESS_MEMORY_BYTES = 32 * 1024;

  private static final long TABLELESS_MEMORY_BYTES_PER_BYTE = 64;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long seed = Seed.next();
  private final Random random = new Random(seed);
  private final List<byte[]> messages = Messages.small().map(MessageWireFuzzTest::encoded).toList();
  private final List<byte[]> collections =
      Stream.of(batch(), several(), answers()).map(MessageWireFuzzTest::encoded).toList();

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
      int cut = HEADER_BYTES + random.nextInt(beginning.length - HEADER_BYTES + 1);
      Buffer spliced = Buffer.buffer().appendBytes(beginning, 0, cut).appendBytes(end);
      assertReadOrRefused(spliced.getBytes());
    }
  }

  @Test
  void randomBytes_areReadOrRefused() {
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = new byte[HEADER_BYTES + random.nextInt(64)];
      random.nextBytes(bytes);
      System.arraycopy(anyMessage(), 0, bytes, 0, HEADER_BYTES);
      assertReadOrRefused(bytes);
    }
  }

  @Test
  void manyRequestsMessagesOrAnswers_cutOffAndDamaged_areReadOrRefused_inLittleMemory() {
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] whole = any(collections);
      byte[] bytes = Arrays.copyOf(whole, HEADER_BYTES + random.nextInt(whole.length));
      if (random.nextBoolean()) {
        // What follows is no harm in a newer format, so that more is read.
        bytes[0] = MessageWire.FORMAT + 1;
      }
      damage(bytes, random.nextInt(CHANGES_MAX));
      assertReadOrRefused(bytes, TABLELESS_MEMORY_BYTES, TABLELESS_MEMORY_BYTES_PER_BYTE);
    }
  }

  @Test
  void manyRequestsMessagesOrAnswers_thatAnnounceMore_areRefused_inLittleMemory() {
    for (byte[] whole : collections) {
      for (int at = HEADER_BYTES; at < whole.length; at++) {
        Buffer announced =
            Buffer.buffer()
                .appendBytes(whole, 0, at)
                .appendBytes(new byte[] {-1, -1, -1, -1, 7})
                .appendBytes(whole, at, whole.length - at);
        assertReadOrRefused(
            announced.getBytes(), TABLELESS_MEMORY_BYTES, TABLELESS_MEMORY_BYTES_PER_BYTE);
      }
    }
  }

  private static Message batch() {
    List<Operation> operations = Messages.operations().toList();
    return new Batch(
        Messages.A, 7, IntStream.range(0, PARTS).mapToObj(i -> request(i, operations)).toList());
  }

  private static SlotRequest request(int number, List<Operation> operations) {
    Operation operation = operations.get(number % operations.size());
    KeyRequest request = new KeyRequest(Bytes.utf8("key" + number), operation);
    return new SlotRequest(1, number, new RequestId(1, number + 1), 1, 0, request);
  }

  private static Message several() {
    return new Several(
        Messages.small()
            .filter(message -> message instanceof PeerMessage)
            .map(message -> (PeerMessage) message)
            .toList());
  }

  private static Message answers() {
    List<Reply> replies = Messages.replies().toList();
    return new Answers(
        7,
        IntStream.range(0, PARTS)
            .mapToObj(place -> new Answer(place, replies.get(place % replies.size())))
            .toList());
  }

  private byte[] anyMessage() {
    return any(messages);
  }

  private byte[] any(List<byte[]> encoded) {
    return encoded.get(random.nextInt(encoded.size())).clone();
  }

  private byte[] damage(byte[] bytes) {
    return damage(bytes, 1 + random.nextInt(CHANGES_MAX));
  }

  private byte[] damage(byte[] bytes, int changes) {
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
    assertReadOrRefused(bytes, MEMORY_BYTES, MEMORY_BYTES_PER_BYTE);
  }

  private void assertReadOrRefused(byte[] bytes, long memoryBytes, long memoryBytesPerByte) {
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
        .isLessThan(memoryBytes + memoryBytesPerByte * bytes.length);
  }

  private static byte[] encoded(Message message) {
    return Messages.encoded(message).getBytes();
  }
}
