package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.Several;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answers;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotTable;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many messages and bytes requests cost: counts, which are the same on any machine. */
class CoalescingTest {
  private static final int REQUESTS = 6_400;
  private static final int TIMEOUT_MILLIS = 10_000;

  /** About 660 by measurement; how much of it the compiler avoids differs between JDKs. */
  private static final long LOCAL_READ_BYTES_MAX = 1_000;

  private static final AtomicInteger MESSAGES = new AtomicInteger();

  private static TestCluster cluster;

  @BeforeAll
  static void countMessages() {
    cluster = TestCluster.of(2);
    for (Node node : cluster.nodes()) {
      node.vertx()
          .eventBus()
          .addOutboundInterceptor(
              sending -> {
                if (isCounted(sending.body())) {
                  MESSAGES.incrementAndGet();
                }
                sending.next();
              });
    }
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  private static boolean isCounted(Object body) {
    return body instanceof Batch
        || body instanceof Answers
        || body instanceof Several
        || body instanceof Replicate
        || body instanceof Replicated;
  }

  @Test
  void loneRead_takesAMessageEachWay() throws Exception {
    List<KeyRequest> reads = requests(other(), KeyRequest::get);

    assertThat(messages(reads, 1, 100)).isEqualTo(200);
  }

  @Test
  void manyReadsAtOnce_shareMessages() throws Exception {
    List<KeyRequest> reads = requests(other(), KeyRequest::get);

    assertThat(messages(reads, 64, REQUESTS)).isLessThanOrEqualTo(REQUESTS / 10);
  }

  @Test
  void manyWritesAtOnce_andThoseToTheirBackups_shareMessages() throws Exception {
    List<KeyRequest> writes = requests(other(), key -> KeyRequest.put(key, Bytes.utf8("v")));

    assertThat(messages(writes, 64, REQUESTS)).isLessThanOrEqualTo(REQUESTS / 5);
  }

  @Test
  void readsOfOwnKeys_takeNone() throws Exception {
    List<KeyRequest> reads = requests(asked().name(), KeyRequest::get);

    assertThat(messages(reads, 64, REQUESTS)).isZero();
  }

  @Test
  void readOfAnOwnKey_allocatesNoMoreThanThat() throws Exception {
    messages(requests(asked().name(), key -> KeyRequest.put(key, Bytes.utf8("v"))), 64, REQUESTS);
    List<KeyRequest> reads = requests(asked().name(), KeyRequest::get);
    messages(reads, 64, REQUESTS);
    long before = allocatedBytes();

    messages(reads, 64, REQUESTS);

    assertThat((allocatedBytes() - before) / REQUESTS).isBetween(1L, LOCAL_READ_BYTES_MAX);
  }

  /** What the event loops of the node that is asked have allocated so far. */
  private static long allocatedBytes() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (EventExecutor loop : ((VertxInternal) asked().vertx()).eventLoopGroup()) {
      bytes +=
          threads.getThreadAllocatedBytes(
              ((SingleThreadEventExecutor) loop).threadProperties().id());
    }
    return bytes;
  }

  private static Node asked() {
    return cluster.nodes().get(0);
  }

  private static NodeName other() {
    return cluster.nodes().get(1).name();
  }

  /** Requests for keys that the node owns. */
  private static List<KeyRequest> requests(NodeName owner, Function<Bytes, KeyRequest> request) {
    SlotTable table = asked().table();
    return IntStream.range(0, 1_000)
        .mapToObj(i -> Bytes.utf8("key-" + i))
        .filter(
            key -> table.owners(Placement.SLOTS.slotOf(key, table.slotCount())).isPrimary(owner))
        .map(request)
        .toList();
  }

  /** How many messages so many requests cost, of which so many are on their way at any time. */
  private static int messages(List<KeyRequest> requests, int inFlight, int count) throws Exception {
    MESSAGES.set(0);
    Callers callers = new Callers(requests, count);
    asked()
        .vertx()
        .runOnContext(start -> IntStream.range(0, inFlight).forEach(i -> callers.next()));
    callers.done.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(callers.failures).isEmpty();
    return MESSAGES.get();
  }

  private static final class Callers {
    private final List<KeyRequest> requests;
    private final int count;
    private final Promise<Void> done = Promise.promise();
    private final List<Reply> failures = new ArrayList<>();
    private int begun;
    private int answered;

    Callers(List<KeyRequest> requests, int count) {
      this.requests = requests;
      this.count = count;
    }

    void next() {
      if (begun < count) {
        CoalescingTest.asked()
            .ask(requests.get(begun++ % requests.size()), TIMEOUT_MILLIS)
            .onSuccess(this::take);
      }
    }

    private void take(Reply reply) {
      if (reply instanceof Reply.Failure) {
        failures.add(reply);
      }
      answered++;
      if (answered == count) {
        done.complete();
      } else {
        next();
      }
    }
  }
}
