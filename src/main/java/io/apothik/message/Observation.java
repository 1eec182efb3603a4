package io.apothik.message;

import io.apothik.slot.NodeName;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What nodes observed of themselves, as a reply. */
public sealed interface Observation extends Reply
    permits Observation.Samples, Observation.History, Observation.HotKeys, Observation.Journal {

  /**
   * One node's samples.
   *
   * @param samples oldest first, at most {@link Limits#SAMPLES_MAX}
   */
  record Samples(List<Sample> samples) implements Observation {
    public Samples {
      samples = List.copyOf(samples);
    }
  }

  /**
   * What a node, or the whole cluster, did at the same times.
   *
   * @param points oldest first
   * @param silent the nodes that did not answer, so were not counted
   */
  record History(List<Point> points, List<NodeName> silent) implements Observation {
    public History {
      points = List.copyOf(points);
      silent = List.copyOf(silent);
    }
  }

  /**
   * Samples of the same time as one.
   *
   * @param latencies what they say together; all zero if there were no requests
   * @param bytesIn nothing if nobody counts
   * @param bytesOut nothing if nobody counts
   */
  record Point(
      long atMillis,
      long requests,
      Latencies latencies,
      Map<ErrorCode, Long> errors,
      long evicted,
      OptionalLong bytesIn,
      OptionalLong bytesOut) {
    public Point {
      errors = Map.copyOf(errors);
    }
  }

  /** How long requests took: so many of 1,000 took no longer than that, in microseconds. */
  record Latencies(long p50, long p99, long p999) {
    /** There were no requests. */
    public static final Latencies NONE = new Latencies(0, 0, 0);
  }

  /**
   * The keys that are asked for most.
   *
   * @param requests how many requests about any key there were in that time, about
   * @param windowMillis what time the counts are of: it ends now
   * @param keys the most asked for first
   * @param silent the nodes that did not answer, so were not counted
   */
  record HotKeys(long requests, long windowMillis, List<HotKey> keys, List<NodeName> silent)
      implements Observation {
    public HotKeys {
      keys = List.copyOf(keys);
      silent = List.copyOf(silent);
    }
  }

  /**
   * Events that a node noted.
   *
   * @param events oldest first
   * @param last the sequence of the newest that it noted, 0 if none
   */
  record Journal(List<JournalEvent> events, long last) implements Observation {
    public Journal {
      events = List.copyOf(events);
    }
  }
}
