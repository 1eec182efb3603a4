package io.apothik.bench;

import io.apothik.bench.report.Progress;
import io.apothik.bench.report.Spread;
import io.apothik.bench.system.Pages;
import io.apothik.cluster.FreePorts;
import io.apothik.door.api.Apothik;
import io.apothik.door.api.Cache;
import io.apothik.door.api.CacheOptions;
import io.apothik.door.api.Codec;
import io.apothik.node.NodeConfig;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what open pages cost the node that serves them: with and without pages in turn, once
 * while nobody else asks and once while the nodes do all they can.
 */
@Command(
    name = "page",
    description = "Measures what open pages cost the node that serves them.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class PageCommand implements Callable<Integer> {
  private static final String HOST = "127.0.0.1";
  private static final Path LOG = Path.of("target", "bench", "logs", "page.log");
  private static final Bytes VALUE = Bytes.copyOf(new byte[100]);
  private static final int READY = 200;
  private static final long READY_SECONDS_MAX = 60;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  @Option(names = "--nodes", description = "Cache nodes.")
  private int nodes = 3;

  @Option(names = "--pages", description = "Open at the first node, each view as often as others.")
  private int pages = 10;

  @Option(names = "--repetitions", description = "Of everything.")
  private int repetitions = 5;

  @Option(names = "--seconds", description = "Of each measurement.")
  private int seconds = 20;

  @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Of work and pages before.")
  private int warmUp = 40;

  @Option(names = "--keys", description = "In the cluster.")
  private int keys = 100_000;

  @Option(names = "--in-flight", description = "Requests under way when the nodes do all they can.")
  private int inFlight = 64;

  @Option(names = "--reads", paramLabel = "PERCENT", description = "Reads of a hundred requests.")
  private int reads = 90;

  private final Progress progress =
      new Progress(new PrintWriter(System.out, true, StandardCharsets.UTF_8));

  /**
   * Processor time of the first node and bytes to its pages, each second, and answers to others.
   */
  private record Cost(double cpuMillis, double pageBytes, double answers) {}

  @Override
  public Integer call() throws Exception {
    int join = FreePorts.reserve(HOST);
    int http = FreePorts.reserve(HOST);
    List<Child> servers = new ArrayList<>();
    String cluster = "bench-page-" + join;
    Apothik client = null;
    try {
      for (int number = 1; number <= nodes; number++) {
        servers.add(Child.program(command(number, cluster, join, http), LOG));
      }
      awaitReady(http);
      client =
          Apothik.client(
                  NodeConfig.named(new NodeName("load_1@" + HOST), Path.of("cluster.xml"))
                      .withCluster(cluster, HOST + ":" + join))
              .await(1, TimeUnit.MINUTES);
      Cache<String, Bytes> cache =
          client.cache("bench", CacheOptions.of(Codec.STRING, Codec.BYTES));
      measure(servers.get(0), client.vertx(), cache, http);
    } finally {
      if (client != null) {
        client.close().await(1, TimeUnit.MINUTES);
      }
      servers.forEach(Child::close);
    }
    return 0;
  }

  private static void awaitReady(int http) throws IOException, InterruptedException {
    HttpClient asking = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://%s:%d/health/ready".formatted(HOST, http)))
            .build();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(READY_SECONDS_MAX)) {
      try {
        if (asking.send(request, BodyHandlers.discarding()).statusCode() == READY) {
          return;
        }
      } catch (ConnectException early) {
        // It is asked again.
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new IOException("no cluster within " + READY_SECONDS_MAX + " s: see " + LOG);
  }

  private List<String> command(int number, String cluster, int join, int http) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("./run.sh", "node", "--name", "apothik_" + number + "@" + HOST));
    command.addAll(List.of("--cluster", cluster, "--expect", "" + nodes));
    command.addAll(
        number == 1
            ? List.of("--join-port", "" + join, "--http-port", "" + http)
            : List.of("--join", HOST + ":" + join));
    return command;
  }

  private void measure(Child server, Vertx vertx, Cache<String, Bytes> cache, int http)
      throws InterruptedException {
    for (int key = 0; key < keys; key++) {
      cache.put("key:" + key, VALUE).await();
    }
    progress.tell("%d entries; warming up for %d s".formatted(keys, warmUp));
    cost(server, vertx, cache, http, pages, true, warmUp);
    List<Double> idle = new ArrayList<>();
    List<Double> slowed = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (int repetition = 1; repetition <= repetitions; repetition++) {
      Cost quiet = cost(server, vertx, cache, http, 0, false, seconds);
      Cost watched = cost(server, vertx, cache, http, pages, false, seconds);
      Cost busy = cost(server, vertx, cache, http, 0, true, seconds);
      Cost both = cost(server, vertx, cache, http, pages, true, seconds);
      idle.add(watched.cpuMillis() - quiet.cpuMillis());
      slowed.add(both.answers() / busy.answers());
      bytes.add(both.pageBytes());
      progress.tell(
          ("%d: %.1f ms of processor time a second, with %d pages %.1f;"
                  + " busy: %.0f requests/s and %.0f ms, with pages %.0f and %.0f ms, %.0f bytes/s")
              .formatted(
                  repetition,
                  quiet.cpuMillis(),
                  pages,
                  watched.cpuMillis(),
                  busy.answers(),
                  busy.cpuMillis(),
                  both.answers(),
                  both.cpuMillis(),
                  both.pageBytes()));
    }
    Spread cpu = Spread.of(idle);
    Spread sent = Spread.of(bytes);
    progress.tell(
        "%d pages take %.1f (%.1f–%.1f) ms of processor time a second and %.0f (%.0f–%.0f) bytes/s;"
            .formatted(
                pages, cpu.median(), cpu.min(), cpu.max(), sent.median(), sent.min(), sent.max()));
    progress.tell(
        "at full load the cluster answers %s times as many requests as without them"
            .formatted(Spread.of(slowed).ratio()));
  }

  private Cost cost(
      Child server,
      Vertx vertx,
      Cache<String, Bytes> cache,
      int http,
      int open,
      boolean busy,
      int howLong)
      throws InterruptedException {
    LongAdder answers = new LongAdder();
    AtomicBoolean over = new AtomicBoolean();
    Pages watching = Pages.open(vertx, HOST, http, open);
    try {
      for (int i = 0; busy && i < inFlight; i++) {
        ask(cache, answers, over);
      }
      TimeUnit.SECONDS.sleep(2);
      Duration cpu = server.cpu();
      long bytes = watching.bytes();
      long before = answers.sum();
      long begin = System.nanoTime();
      TimeUnit.SECONDS.sleep(howLong);
      double took = (System.nanoTime() - begin) / NANOS_PER_SECOND;
      return new Cost(
          server.cpu().minus(cpu).toNanos() / NANOS_PER_MILLI / took,
          (watching.bytes() - bytes) / took,
          (answers.sum() - before) / took);
    } finally {
      over.set(true);
      watching.close();
    }
  }

  private void ask(Cache<String, Bytes> cache, LongAdder answers, AtomicBoolean over) {
    if (over.get()) {
      return;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String key = "key:" + random.nextInt(keys);
    (random.nextInt(100) < reads ? cache.get(key) : cache.put(key, VALUE))
        .onComplete(
            answer -> {
              if (answer.succeeded()) {
                answers.increment();
              }
              ask(cache, answers, over);
            });
  }
}
