package io.apothik.bench;

import com.sun.management.ThreadMXBean;
import io.apothik.bench.load.ClosedLoop;
import io.apothik.bench.load.Data;
import io.apothik.bench.load.Loading;
import io.apothik.bench.load.OpenLoop;
import io.apothik.bench.load.Sequence;
import io.apothik.bench.load.Target;
import io.apothik.bench.system.CaffeineHoard;
import io.apothik.bench.system.Contestants;
import io.apothik.bench.system.Peer;
import io.apothik.bench.system.Setting;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process of the benchmark: a server of one system, or its client. It does what it is told on
 * standard input, a line of JSON each, and answers with a line each; it ends when its input does.
 */
public final class Worker {
  /** What an answer begins with; other lines are a library's chatter. */
  static final String ANSWER = "@answer ";

  private static final int COLLECTIONS = 4;
  private static final long COLLECTION_MILLIS = 300;

  /** What a sequence was drawn for. */
  private record Drawn(int keys, boolean zipf, int readPercent) {}

  private final @Nullable Target target;
  private Data data = new Data(1, 1);
  private @Nullable Sequence sequence;
  private @Nullable Drawn drawn;
  private Optional<CaffeineHoard> hoard = Optional.empty();

  private Worker(@Nullable Target target) {
    this.target = target;
  }

  public static void main(String[] args) throws IOException {
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Setting setting = Setting.of(new JsonObject(args[0]));
      Worker worker = start(setting);
      answer(new JsonObject());
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        answer(worker.obey(new JsonObject(line)));
      }
    } catch (Exception failure) {
      failure.printStackTrace();
      answer(new JsonObject().put("error", String.valueOf(failure)));
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private static Worker start(Setting setting) throws Exception {
    Peer peer = Contestants.named(setting.contestant());
    if (setting.number() == 0) {
      return new Worker(peer.connect(setting));
    }
    peer.serve(setting);
    return new Worker(null);
  }

  private static void answer(JsonObject json) {
    System.out.println(ANSWER + json.encode());
    System.out.flush();
  }

  private JsonObject obey(JsonObject order) throws InterruptedException {
    String verb = order.getString("do");
    return switch (verb) {
      case "allocated" -> new JsonObject().put("bytes", allocatedBytes());
      case "heap" -> new JsonObject().put("bytes", heapBytes());
      case "hoard" -> hoard(new Data(order.getInteger("keys"), order.getInteger("valueBytes")));
      case "load" -> load(new Data(order.getInteger("keys"), order.getInteger("valueBytes")));
      case "measure" -> measure(Cell.of(order), order.getDouble("seconds"));
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private Target client() {
    if (target == null) {
      throw new IllegalStateException("a server was asked for what clients do");
    }
    return target;
  }

  private JsonObject load(Data wanted) throws InterruptedException {
    data = wanted;
    new Loading(client(), data).run();
    return new JsonObject();
  }

  private JsonObject hoard(Data wanted) {
    hoard = Optional.of(new CaffeineHoard(wanted));
    return new JsonObject().put("entries", hoard.get().entries());
  }

  /** What is in use once nothing more can be collected. */
  private static long heapBytes() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      // Some is let go only by what a collection has others do.
      Thread.sleep(COLLECTION_MILLIS);
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private JsonObject measure(Cell cell, double seconds) throws InterruptedException {
    Sequence sequence = sequence(cell);
    long before = allocatedBytes();
    JsonObject outcome =
        cell.isClosed()
            ? new ClosedLoop(client(), sequence).run(cell.depth(), seconds).toJson()
            : new OpenLoop(client(), sequence).run(cell.rate(), seconds).toJson();
    return outcome.put("allocatedBytes", allocatedBytes() - before);
  }

  /** Drawn once for several measurements, so in the warm-up. */
  private Sequence sequence(Cell cell) {
    Drawn wanted = new Drawn(data.keys(), cell.zipf(), cell.readPercent());
    Sequence known = sequence;
    if (known == null || !wanted.equals(drawn)) {
      known = Sequence.of(data.keys(), cell.zipf(), cell.readPercent());
      sequence = known;
      drawn = wanted;
    }
    return known;
  }

  /** What all threads that live have allocated since they began. */
  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(bytes, 0);
    }
    return sum;
  }
}
