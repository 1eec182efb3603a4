package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.replica.Tally;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What it costs on the way of a request that nodes observe themselves. */
class ObservationCostTest {
  private static final int REQUESTS = 1_000_000;

  /** Those that are chosen are copied, and the sketches grow at first. */
  private static final double BYTES_PER_REQUEST_MAX = 2;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final HotKeys hotKeys = new HotKeys(NodeName.numbered(1, "h"), System::nanoTime);
  private final KeySampler sampler = new KeySampler(hotKeys, System::nanoTime, 42);
  private final History history = new History();
  private final Tally tally = new Tally();

  @Test
  void aRequest_makesNoGarbage() {
    tally.tell(sampler);
    KeyRequest request = KeyRequest.get(Bytes.utf8("a key of some length"));
    Reply reply = new Reply.Value(Bytes.utf8("value"), new Version(1, 1), 0);
    observe(request, reply);

    long before = threads.getCurrentThreadAllocatedBytes();
    observe(request, reply);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(bytes / (double) REQUESTS).isLessThan(BYTES_PER_REQUEST_MAX);
    assertThat(tally.traffic().requests()).isEqualTo(2 * REQUESTS);
  }

  private void observe(KeyRequest request, Reply reply) {
    for (int i = 0; i < REQUESTS; i++) {
      history.began();
      tally.done(request, reply);
      history.ended(i & 1023);
    }
  }
}
