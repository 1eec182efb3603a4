package io.apothik.node;

import io.apothik.cluster.Tables;
import io.apothik.message.Cursor;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.message.Settings;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One scan request. Slots that follow each other have different primaries, so in each round it asks
 * all primaries of some slots, and all their loops, at the same time, and takes in what they have
 * up to the first place where one of them stopped. It begins with few slots, as all that is wanted
 * may be there, and takes more with each round until it has enough.
 */
final class Scanner {
  private static final int FIRST_SLOTS = 16;

  private static final int GROWTH = 4;

  /**
   * What one loop of a node answered.
   *
   * @param upTo it has no further keys before this
   * @param failureOrNull why there is nothing, or null if there is
   */
  private record Part(List<Reply.Key> keys, Cursor upTo, Reply.@Nullable Failure failureOrNull) {}

  /** An event loop of a node. */
  private record Loop(NodeName node, int number) {}

  private final Vertx vertx;
  private final Settings settings;
  private final Tables tables;
  private final NodeClient nodes;
  private final Runnable refresh;
  private final Request.Scan request;
  private final Deadline deadline;
  private final Promise<Reply> done = Promise.promise();
  private final List<Bytes> keys = new ArrayList<>();
  private Cursor at;
  private long bytes;
  private int slots = FIRST_SLOTS;
  private int rounds;
  private int retries;

  Scanner(
      Vertx vertx,
      Settings settings,
      Tables tables,
      NodeClient nodes,
      Runnable refresh,
      Request.Scan request,
      Deadline deadline) {
    this.vertx = vertx;
    this.settings = settings;
    this.tables = tables;
    this.nodes = nodes;
    this.refresh = refresh;
    this.request = request;
    this.deadline = deadline;
    this.at = request.from();
  }

  /** The next keys; as {@link Scans#scan} says. */
  Future<Reply> run() {
    ask();
    return done.future();
  }

  private void ask() {
    SlotTable table = tables.current();
    if (table.isEmpty()) {
      retryOrEnd(new Reply.Failure(ErrorCode.NO_OWNER, "this node has no table yet", 0));
    } else if (at.slot() >= table.slotCount()) {
      end();
    } else {
      rounds++;
      int end = Math.min(table.slotCount(), at.slot() + slots);
      List<Future<Part>> parts = new ArrayList<>();
      byPrimary(table, end).forEach((loop, asked) -> parts.add(ask(loop, table, asked, end)));
      Cursor last = new Cursor(end, null);
      Future.all(parts).onSuccess(all -> take(all.<Part>list(), last));
    }
  }

  private Map<Loop, SlotSet> byPrimary(SlotTable table, int end) {
    Map<Loop, SlotSet.Builder> builders = new LinkedHashMap<>();
    for (int slot = at.slot(); slot < end; slot++) {
      NodeName node = table.owners(slot).primary().node();
      if (request.ofOrNull() == null || request.ofOrNull().equals(node)) {
        Loop primary = new Loop(node, settings.loopOf(slot));
        builders.computeIfAbsent(primary, absent -> new SlotSet.Builder()).add(slot);
      }
    }
    Map<Loop, SlotSet> slotsOf = new LinkedHashMap<>();
    builders.forEach((loop, builder) -> slotsOf.put(loop, builder.build()));
    return slotsOf;
  }

  private Future<Part> ask(Loop loop, SlotTable table, SlotSet asked, int end) {
    Cursor start = asked.contains(at.slot()) ? at : new Cursor(asked.first(), null);
    SlotScan message =
        new SlotScan(
            table.epoch(),
            asked,
            start.afterOrNull(),
            request.prefix(),
            request.count() - keys.size());
    return nodes
        .ask(loop.node(), loop.number(), message, deadline.leftMillis())
        .map(reply -> part(reply, table, start, new Cursor(end, null)));
  }

  private Part part(Reply reply, SlotTable table, Cursor start, Cursor end) {
    if (reply instanceof Reply.Page page) {
      return new Part(page.keys(), page.nextOrNull() == null ? end : page.nextOrNull(), null);
    } else if (reply instanceof Reply.Failure failure) {
      if (failure.epoch() > table.epoch()) {
        refresh.run();
      }
      return new Part(List.of(), start, failure);
    }
    throw new IllegalArgumentException(reply + " answers no scan");
  }

  /** What came from those who have slots before that place, be it nobody. */
  private void take(List<Part> parts, Cursor last) {
    Cursor before = at;
    Cursor upTo = parts.stream().map(Part::upTo).min(Comparator.naturalOrder()).orElse(last);
    for (Reply.Key key : keysUpTo(upTo, parts)) {
      if (isFull()) {
        end();
        return;
      }
      keys.add(key.key());
      bytes += key.key().length();
      at = key.cursor();
    }
    at = upTo;
    if (isFull() || rounds == Limits.SCAN_ROUNDS_MAX) {
      end();
    } else if (at.compareTo(before) > 0) {
      retries = 0;
      slots = Math.min(GROWTH * slots, Limits.SCAN_SLOTS_MAX);
      ask();
    } else {
      retryOrEnd(failure(parts));
    }
  }

  private static List<Reply.Key> keysUpTo(Cursor upTo, List<Part> parts) {
    return parts.stream()
        .flatMap(part -> part.keys().stream())
        .filter(key -> key.cursor().compareTo(upTo) <= 0)
        .sorted((one, other) -> one.cursor().compareTo(other.cursor()))
        .toList();
  }

  /** Who answers goes on by at least one slot or key, so without progress one has failed. */
  private static Reply.Failure failure(List<Part> parts) {
    return parts.stream()
        .map(Part::failureOrNull)
        .flatMap(failure -> Stream.ofNullable(failure))
        .findFirst()
        .orElseThrow();
  }

  private boolean isFull() {
    return keys.size() >= request.count() || bytes >= Limits.PAGE_BYTES_FULL;
  }

  private void retryOrEnd(Reply.Failure failure) {
    long wait = Backoff.millis(retries++);
    boolean retryable = failure.code().isRetryable();
    if (retryable && deadline.leftMillis() > wait) {
      vertx.setTimer(wait, timer -> ask());
    } else if (at.compareTo(request.from()) > 0) {
      end();
    } else {
      done.complete(retryable ? unavailable(failure) : failure);
    }
  }

  private Reply unavailable(Reply.Failure last) {
    return new Reply.Failure(
        ErrorCode.UNAVAILABLE,
        "no owner of slot %d answered within %d ms; at last %s: %s"
            .formatted(at.slot(), deadline.timeoutMillis(), last.code(), last.reason()),
        0);
  }

  private void end() {
    boolean all = at.slot() >= tables.current().slotCount();
    done.complete(new Reply.Scanned(keys, all ? null : at));
  }
}
