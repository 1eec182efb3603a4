package io.apothik.sim;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.KeyRequest.Op;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes and reads keys by a table that may be old, and tells the oracle how each request ended.
 */
final class Caller {
  /** Longer than a request and its reply can be under way, so nothing is applied after it. */
  private static final int ANSWER_MILLIS_MAX = 2 * Network.DELAY_MILLIS_MAX + 1;

  private static final int DEADLINE_MILLIS = 3_000;
  private static final int BIG_VALUE_BYTES = 300_000;

  private final class Call {
    private final KeyRequest request;
    private final Optional<Oracle.Write> write;
    private final int lossesBefore;
    private final long deadlineMillis = cluster.timeline.nowMillis() + DEADLINE_MILLIS;
    private int attempt;

    private Call(KeyRequest request) {
      this.request = request;
      this.lossesBefore = oracle.losses(request.key());
      this.write =
          request.op().isWrite()
              ? Optional.of(oracle.begin(request.key(), Optional.ofNullable(request.valueOrNull())))
              : Optional.empty();
    }
  }

  private final Cluster cluster;
  private final CoordinatorLoop coordinator;
  private final Oracle oracle;
  private final List<Bytes> keys;
  private final Set<Bytes> busy = new HashSet<>();
  private SlotTable table = SlotTable.NONE;
  private int values;

  Caller(Cluster cluster, CoordinatorLoop coordinator, Oracle oracle, List<Bytes> keys) {
    this.cluster = cluster;
    this.coordinator = coordinator;
    this.oracle = oracle;
    this.keys = keys;
  }

  boolean isIdle() {
    return busy.isEmpty();
  }

  /** Begins a request for some key that has none under way. */
  void act() {
    Bytes key = keys.get(cluster.random.nextInt(keys.size()));
    if (busy.add(key)) {
      attempt(new Call(randomRequest(key)));
    }
  }

  private KeyRequest randomRequest(Bytes key) {
    int dice = cluster.random.nextInt(10);
    if (dice < 5) {
      return KeyRequest.put(key, nextValue());
    } else if (dice < 6) {
      return KeyRequest.delete(key);
    }
    return KeyRequest.get(key);
  }

  private Bytes nextValue() {
    byte[] value = ("value " + ++values).getBytes(StandardCharsets.UTF_8);
    boolean big = cluster.random.nextInt(12) == 0;
    return Bytes.copyOf(big ? Arrays.copyOf(value, BIG_VALUE_BYTES) : value);
  }

  private void attempt(Call call) {
    int attempt = ++call.attempt;
    if (table.isEmpty()) {
      retry(call);
      return;
    }
    int slot = Placement.SLOTS.slotOf(call.request.key(), table.slotCount());
    NodeName owner = table.owners(slot).primary();
    SlotRequest message = new SlotRequest(table.epoch(), slot, call.request);
    cluster.network.send(
        () -> cluster.at(owner).ifPresent(process -> reply(call, attempt, process.on(message))));
    cluster.timeline.in(ANSWER_MILLIS_MAX, () -> onSilence(call, attempt));
  }

  private void reply(Call call, int attempt, Reply reply) {
    cluster.network.send(() -> onReply(call, attempt, reply));
  }

  private void onReply(Call call, int attempt, Reply reply) {
    if (attempt != call.attempt) {
      return;
    }
    if (!(reply instanceof Reply.Failure failure)) {
      call.attempt++;
      busy.remove(call.request.key());
      acknowledge(call, reply);
    } else if (failure.code() == ErrorCode.NOT_OWNER) {
      call.attempt++;
      retry(call);
    } else {
      throw new AssertionError(failure);
    }
  }

  private void acknowledge(Call call, Reply reply) {
    if (call.request.op() == Op.GET) {
      oracle.onRead(call.request.key(), ((Reply.Value) reply).value(), call.lossesBefore);
    }
    call.write.ifPresent(
        write -> {
          if (reply instanceof Reply.Presence presence) {
            oracle.onDeleted(write, presence.found());
          }
          oracle.end(write, Oracle.Outcome.ACKNOWLEDGED);
        });
  }

  private void onSilence(Call call, int attempt) {
    if (attempt == call.attempt) {
      giveUp(call, Oracle.Outcome.MAYBE_APPLIED);
    }
  }

  private void giveUp(Call call, Oracle.Outcome outcome) {
    call.attempt++;
    busy.remove(call.request.key());
    call.write.ifPresent(write -> oracle.end(write, outcome));
    refresh();
  }

  private void retry(Call call) {
    if (cluster.timeline.nowMillis() > call.deadlineMillis) {
      giveUp(call, Oracle.Outcome.REFUSED);
    } else {
      refresh();
      cluster.timeline.in(10 + cluster.random.nextInt(100), () -> attempt(call));
    }
  }

  /** Takes the table that somebody has, be it older than the caller's own. */
  private void refresh() {
    table =
        cluster.running().isEmpty() || cluster.random.nextBoolean()
            ? coordinator.table()
            : cluster.any().table();
  }
}
