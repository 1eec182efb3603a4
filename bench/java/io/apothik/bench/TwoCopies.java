package io.apothik.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.apothik.bench.load.Data;
import io.apothik.bench.report.Spread;
import io.apothik.message.Effect;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Renew;
import io.apothik.message.RequestId;
import io.apothik.message.Settings;
import io.apothik.replica.CaffeineEviction;
import io.apothik.replica.LeaseBook;
import io.apothik.replica.Replica;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Provision;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A primary and, if wanted, a backup of all slots in one thread, which says to each what the other
 * has to say to it. The median of the repetitions and, of the time, the least and the greatest.
 */
final class TwoCopies {
  static final String HEAD =
      """
      | reads, % | backups | µs a request | processor µs a request | bytes a request |
      | ---: | ---: | ---: | ---: | ---: |""";

  private static final int BATCH = 64;
  private static final int UNANSWERED = 512;
  private static final int PERCENT = 100;
  private static final long TICK_MILLIS = 20;
  private static final long RENEW_MILLIS = 200;
  private static final long REPETITION_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final double NANOS_PER_MICRO = 1e3;
  private static final long ROOM_BYTES = 1L << 30;
  private static final int SEED = 1;

  private final List<NodeName> names =
      List.of(NodeName.numbered(1, "h"), NodeName.numbered(2, "h"));
  private final List<Replica> nodes = new ArrayList<>();
  private final Deque<Effect.Send> wire = new ArrayDeque<>();
  private final Random random = new Random(SEED);
  private final Data data;
  private final List<Bytes> values;
  private final int reads;
  private long epoch;
  private int stored;
  private long writes;
  private long calls;
  private long answers;
  private long tickedAt;
  private long renewedAt;

  private TwoCopies(int entries, int valueBytes, int reads, int backups) {
    this.data = new Data(entries, valueBytes);
    this.values = data.values(Bytes::copyOf);
    this.reads = reads;
    names.forEach(name -> nodes.add(node(name)));
    SlotTable founded = table(SlotTable.NONE, List.of(), names.subList(1, 1 + backups));
    install(founded);
    // So a copy is one in sync that was filled.
    for (long end = now() + 2 * RENEW_MILLIS; now() < end; ) {
      keepTime();
    }
    install(table(founded, names.subList(1, 1 + backups), List.of()));
  }

  /** Arguments: entries, bytes of a value, reads of a hundred, backups, repetitions. */
  public static void main(String[] args) {
    int[] numbers = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
    TwoCopies copies = new TwoCopies(numbers[0], numbers[1], numbers[2], numbers[3]);
    while (copies.stored < numbers[0]) {
      copies.batch();
    }
    copies.measure();
    List<double[]> measured = new ArrayList<>();
    for (int i = 0; i < numbers[4]; i++) {
      measured.add(copies.measure());
    }
    System.out.printf(
        "| %d | %d | %s | %.2f | %.0f |%n",
        numbers[2],
        numbers[3],
        spread(measured, 0).ratio(),
        spread(measured, 1).median(),
        spread(measured, 2).median());
  }

  private static Spread spread(List<double[]> measured, int column) {
    return Spread.of(measured.stream().map(each -> each[column]).toList());
  }

  private Replica node(NodeName name) {
    return new Replica(
        process(name),
        Settings.DEFAULT,
        0,
        new LeaseBook(1),
        new CaffeineEviction(ROOM_BYTES, System::nanoTime),
        1,
        // Half of it is for the entries of the primary.
        new Provision(new Tuning(Settings.DEFAULT.backups(), 0, Integer.MAX_VALUE), 2 * ROOM_BYTES),
        effect -> {
          if (effect instanceof Effect.Send send) {
            wire.add(send);
          } else if (effect instanceof Effect.Answer) {
            answers++;
          }
        });
  }

  private static Incarnation process(NodeName name) {
    return new Incarnation(name, "1");
  }

  private SlotTable table(SlotTable before, List<NodeName> backups, List<NodeName> learners) {
    SlotOwners owners =
        new SlotOwners(
            new Copy(names.get(0), 1),
            backups.stream().map(name -> new Copy(name, 1)).toList(),
            learners.stream().map(name -> new Copy(name, 1)).toList(),
            1);
    return before.next(
        names.stream().map(TwoCopies::process).toList(),
        Collections.nCopies(Placement.Slots.COUNT, owners),
        List.of());
  }

  private void install(SlotTable table) {
    epoch = table.epoch();
    for (Replica node : nodes) {
      node.install(table, now());
      node.onRouted(now());
    }
    renew();
  }

  private void renew() {
    renewedAt = now();
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).on(new Renew(process(names.get(1 - i)), epoch, 0, now()), now());
    }
    deliver();
  }

  private void keepTime() {
    if (now() - tickedAt >= TICK_MILLIS) {
      tickedAt = now();
      nodes.forEach(node -> node.tick(tickedAt));
      deliver();
    }
    if (now() - renewedAt >= RENEW_MILLIS) {
      renew();
    }
  }

  /** Microseconds, microseconds of processor time, and bytes allocated, for each request. */
  private double[] measure() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long cpu = system.getProcessCpuTime();
    long bytes = threads.getThreadAllocatedBytes(id);
    long begin = System.nanoTime();
    double done = 0;
    while (System.nanoTime() - begin < REPETITION_NANOS) {
      batch();
      done += BATCH;
    }
    if (answers != calls) {
      throw new IllegalStateException("%d of %d were answered".formatted(answers, calls));
    }
    return new double[] {
      (System.nanoTime() - begin) / done / NANOS_PER_MICRO,
      (system.getProcessCpuTime() - cpu) / done / NANOS_PER_MICRO,
      (threads.getThreadAllocatedBytes(id) - bytes) / done
    };
  }

  /** As many as a message brings. */
  private void batch() {
    keepTime();
    List<SlotRequest> batch = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      batch.add(next());
    }
    nodes.get(0).foresee(batch);
    batch.forEach(request -> nodes.get(0).on(++calls, request, now()));
    deliver();
  }

  private SlotRequest next() {
    boolean storing = stored < data.keys();
    int number = storing ? stored++ : random.nextInt(data.keys());
    Bytes key = Bytes.copyOf(data.key(number));
    int slot = Placement.SLOTS.slotOf(key, Placement.Slots.COUNT);
    if (!storing && random.nextInt(PERCENT) < reads) {
      return new SlotRequest(epoch, slot, RequestId.NONE, 0, 0, KeyRequest.get(key));
    }
    writes++;
    return new SlotRequest(
        epoch,
        slot,
        new RequestId(SEED, writes),
        Math.max(0, writes - UNANSWERED),
        0,
        KeyRequest.put(key, values.get(number % values.size())));
  }

  /** What comes to the same node at one time travels together. */
  private void deliver() {
    while (!wire.isEmpty()) {
      NodeName to = wire.element().to();
      List<PeerMessage> messages = new ArrayList<>();
      while (!wire.isEmpty() && wire.element().to().equals(to) && messages.size() < BATCH) {
        if (wire.remove().message() instanceof PeerMessage message) {
          messages.add(message);
        }
      }
      Replica node = nodes.get(names.indexOf(to));
      node.foreseeMessages(messages);
      messages.forEach(message -> node.on(message, now()));
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
