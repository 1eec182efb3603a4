package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.Chunk;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.HandedOver;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Some replicas and what they want done, which happens one thing at a time and as tests please. */
final class Pump {
  static final NodeName A = NodeName.numbered(1, "h");
  static final NodeName B = NodeName.numbered(2, "h");
  static final NodeName C = NodeName.numbered(3, "h");
  private static final int SENDS_MAX = 10_000;

  /** Every chunk that was delivered, in order. */
  final List<Chunk> delivered = new ArrayList<>();

  /** What was reported to the coordinator, in order. */
  final List<HandedOver> reports = new ArrayList<>();

  /** What is to be tried again later. */
  final List<Effect.SendLater> later = new ArrayList<>();

  private final Map<NodeName, Replica> replicas = new HashMap<>();
  private final Deque<Effect.Send> sends = new ArrayDeque<>();

  Pump(NodeName... nodes) {
    Arrays.stream(nodes).forEach(node -> restart(node, 1));
  }

  static SlotTable table(long epoch, SlotOwners... owners) {
    return SlotTable.of(epoch, List.of(owners));
  }

  static SlotOwners at(NodeName primary) {
    return SlotOwners.of(primary, 1);
  }

  static SlotOwners moving(NodeName from, NodeName to) {
    return new SlotOwners(from, to, 1);
  }

  Replica replica(NodeName node) {
    return Objects.requireNonNull(replicas.get(node), node::value);
  }

  void restart(NodeName node, long firstBatch) {
    replicas.put(node, new Replica(node, Placement.SLOTS, firstBatch));
  }

  void install(SlotTable table, NodeName... nodes) {
    Arrays.stream(nodes).forEach(node -> perform(replica(node).install(table)));
  }

  void tick(NodeName node) {
    perform(replica(node).onTick());
  }

  Reply put(NodeName node, int slot, String key, String value) {
    return request(node, slot, KeyRequest.put(Bytes.utf8(key), Bytes.utf8(value)));
  }

  Reply get(NodeName node, int slot, String key) {
    return request(node, slot, KeyRequest.get(Bytes.utf8(key)));
  }

  Reply request(NodeName node, int slot, KeyRequest request) {
    return replica(node).on(new SlotRequest(replica(node).epoch(), slot, request));
  }

  /** The chunk that waits longest to be sent; it waits no more. */
  Effect.Send nextSend() {
    return sends.remove();
  }

  boolean isIdle() {
    return sends.isEmpty();
  }

  Reply deliver(NodeName learner, Chunk chunk) {
    delivered.add(chunk);
    return replica(learner).on(chunk);
  }

  void answer(Effect.Send send, Reply reply) {
    perform(replica(send.chunk().from()).onAnswer(send.learner(), send.chunk(), reply));
  }

  void timeOut(Effect.Send send) {
    answer(send, new Reply.Failure(ErrorCode.TIMEOUT, "no answer", 0));
  }

  /** Delivers one chunk and its answer. */
  Reply step() {
    Effect.Send send = nextSend();
    Reply reply = deliver(send.learner(), send.chunk());
    answer(send, reply);
    return reply;
  }

  void steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  /** Delivers and answers until nobody wants to send any more. */
  void run() {
    for (int i = 0; !isIdle(); i++) {
      assertThat(i).as("chunks sent").isLessThan(SENDS_MAX);
      step();
    }
  }

  void retry() {
    List<Effect.SendLater> due = List.copyOf(later);
    later.clear();
    due.forEach(
        retry -> perform(replica(retry.chunk().from()).onRetry(retry.learner(), retry.chunk())));
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        sends.add(send);
      } else if (effect instanceof Effect.SendLater retry) {
        later.add(retry);
      } else if (effect instanceof Effect.Report report) {
        reports.add(report.handedOver());
      }
    }
  }

  static Reply.Value value(String text) {
    return new Reply.Value(Bytes.utf8(text));
  }

  static Reply.Value nothing() {
    return new Reply.Value(null);
  }

  static void assertRefused(Reply reply, ErrorCode code, String reason) {
    assertThat(reply).isInstanceOf(Reply.Failure.class);
    Reply.Failure failure = (Reply.Failure) reply;
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.reason()).contains(reason);
  }
}
