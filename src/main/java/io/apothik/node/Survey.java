package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.message.ErrorCode;
import io.apothik.message.HotKey;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.HistoryRequest;
import io.apothik.message.NodeMessage.HotKeysRequest;
import io.apothik.message.NodeRef;
import io.apothik.message.Observation;
import io.apothik.message.Observation.Point;
import io.apothik.message.Observation.Samples;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.message.Sample;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What all nodes observed of themselves, as one. */
final class Survey {
  private static final long ANSWER_MILLIS_MAX = 2_000;

  private final Vertx vertx;
  private final Membership membership;
  private final NodeClient nodes;

  /** What the nodes answered, and who did not. */
  private record Answers<T>(List<T> replies, List<NodeName> silent) {}

  Survey(Vertx vertx, Membership membership, NodeClient nodes) {
    this.vertx = vertx;
    this.membership = membership;
    this.nodes = nodes;
  }

  /**
   * Completes with an {@link Observation.History}; fails with UNKNOWN_NODE or AMBIGUOUS_NODE if the
   * one that is named is not one.
   */
  Future<Reply> history(Request.History request, Deadline deadline) {
    List<NodeName> all = membership.live().names();
    NodeRef one = request.nodeOrNull();
    List<NodeName> asked = one == null ? all : List.of(one.resolve(all));
    return ask(asked, new HistoryRequest(request.samples()), Samples.class, deadline)
        // Where nodes are many, that is work for longer than an event loop has time.
        .compose(answers -> vertx.executeBlocking(() -> history(answers, request.samples())));
  }

  private static Reply history(Answers<Samples> answers, int count) {
    TreeMap<Long, List<Sample>> byTime = new TreeMap<>();
    for (Samples samples : answers.replies()) {
      samples
          .samples()
          .forEach(
              sample ->
                  byTime.computeIfAbsent(sample.atMillis(), at -> new ArrayList<>()).add(sample));
    }
    while (byTime.size() > count) {
      byTime.pollFirstEntry();
    }
    List<Point> points =
        byTime.entrySet().stream().map(at -> point(at.getKey(), at.getValue())).toList();
    return new Observation.History(points, answers.silent());
  }

  private static Point point(long atMillis, List<Sample> samples) {
    Latencies latencies = new Latencies();
    Map<ErrorCode, Long> errors = new EnumMap<>(ErrorCode.class);
    for (Sample sample : samples) {
      latencies.add(sample.latencies());
      sample.errors().forEach((code, count) -> errors.merge(code, count, Long::sum));
    }
    return new Point(
        atMillis,
        samples.stream().mapToLong(Sample::requests).sum(),
        latencies.summary(),
        errors,
        samples.stream().mapToLong(Sample::evicted).sum(),
        sum(samples, Sample::bytesIn),
        sum(samples, Sample::bytesOut));
  }

  private static OptionalLong sum(Collection<Sample> samples, ToLongFunction<Sample> bytes) {
    return samples.stream().mapToLong(bytes).anyMatch(count -> count == Sample.UNKNOWN)
        ? OptionalLong.empty()
        : OptionalLong.of(samples.stream().mapToLong(bytes).sum());
  }

  /** Completes with {@link Observation.HotKeys}. */
  Future<Reply> hotKeys(Request.HotKeys request, Deadline deadline) {
    HotKeysRequest question = new HotKeysRequest(request.count(), request.prefixes());
    return ask(membership.live().cacheNodes(), question, Observation.HotKeys.class, deadline)
        .map(answers -> hotKeys(answers, request.count()));
  }

  /** A key is told by several nodes if it moved, or if backups answered for it. */
  private static Reply hotKeys(Answers<Observation.HotKeys> answers, int count) {
    Map<Bytes, HotKey> byKey = new LinkedHashMap<>();
    long requests = 0;
    long windowMillis = 0;
    for (Observation.HotKeys of : answers.replies()) {
      requests += of.requests();
      windowMillis = Math.max(windowMillis, of.windowMillis());
      of.keys().forEach(key -> byKey.merge(key.key(), key, Survey::both));
    }
    List<HotKey> keys =
        byKey.values().stream()
            .sorted(Comparator.comparingLong(HotKey::count).reversed())
            .limit(count)
            .toList();
    return new Observation.HotKeys(requests, windowMillis, keys, answers.silent());
  }

  private static HotKey both(HotKey one, HotKey other) {
    return new HotKey(
        one.key(),
        one.count() + other.count(),
        one.countAtLeast() + other.countAtLeast(),
        one.count() >= other.count() ? one.node() : other.node());
  }

  private <T extends Reply> Future<Answers<T>> ask(
      List<NodeName> asked, NodeMessage question, Class<T> answer, Deadline deadline) {
    long wait = Math.min(ANSWER_MILLIS_MAX, deadline.leftMillis());
    List<Future<Reply>> replies =
        asked.stream().map(node -> nodes.ask(node, question, wait)).toList();
    return Future.all(replies).map(all -> answers(asked, all.list(), answer));
  }

  private static <T extends Reply> Answers<T> answers(
      List<NodeName> asked, List<Reply> replies, Class<T> answer) {
    List<T> some = new ArrayList<>();
    List<NodeName> silent = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (answer.isInstance(replies.get(i))) {
        some.add(answer.cast(replies.get(i)));
      } else {
        silent.add(asked.get(i));
      }
    }
    return new Answers<>(some, silent);
  }
}
