package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.apothik.message.KeyRequest;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answer;
import io.apothik.message.Reply.Answers;
import io.apothik.message.RequestId;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How much memory it takes to write and read a request: counts, which are the same on any machine,
 * with a third of it on top.
 */
class WireAllocationTest {
  private static final int REQUESTS = 64;
  private static final int ROUNDS = 2_000;
  private static final int VALUE_BYTES = 100;

  /** What a buffer of the event bus has at first. */
  private static final int BUFFER_BYTES = 1_024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Bytes VALUE = Bytes.copyOf(new byte[VALUE_BYTES]);

  @Test
  void gets() {
    assertBytesPerRequest(batch(KeyRequest::get), 75, 220);
  }

  @Test
  void puts() {
    assertBytesPerRequest(batch(key -> KeyRequest.put(key, VALUE)), 380, 440);
  }

  @Test
  void answersWithValues() {
    Reply value = new Reply.Value(VALUE, new Version(3, 100_000), 0);
    Answers answers =
        new Answers(
            1_000_000,
            IntStream.range(0, REQUESTS).mapToObj(place -> new Answer(place, value)).toList());

    assertBytesPerRequest(answers, 210, 320);
  }

  private static Batch batch(Function<Bytes, KeyRequest> request) {
    return new Batch(
        Messages.A,
        1_000_000,
        IntStream.range(0, REQUESTS)
            .mapToObj(i -> slotRequest(i, request.apply(Bytes.utf8("key_1_" + (1_000 + i)))))
            .toList());
  }

  private static SlotRequest slotRequest(int number, KeyRequest request) {
    return new SlotRequest(12, 10_000 + number, new RequestId(77, 1_000_000), 999_900, 0, request);
  }

  private static void assertBytesPerRequest(Message message, long writingMax, long readingMax) {
    Buffer written = encoded(message);

    long writing = bytesPerRequest(() -> encoded(message));
    long reading = bytesPerRequest(() -> Messages.decoded(written));

    assertThat(writing).as("bytes to write a request").isLessThanOrEqualTo(writingMax);
    assertThat(reading).as("bytes to read a request").isLessThanOrEqualTo(readingMax);
  }

  private static long bytesPerRequest(Runnable action) {
    action.run();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      action.run();
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    return allocated / ROUNDS / REQUESTS;
  }

  private static Buffer encoded(Message message) {
    Buffer buffer = Buffer.buffer(BUFFER_BYTES);
    MessageWire.encode(buffer, message);
    return buffer;
  }
}
