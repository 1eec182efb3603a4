package io.apothik.node;

import io.apothik.cluster.Addresses;
import io.apothik.cluster.Membership;
import io.apothik.message.ErrorCode;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answers;
import io.apothik.message.Settings;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests about keys to the nodes that own them. What waits for the same loop of a node
 * travels in one message: at once while few batches are on their way to it, else when one of them
 * is there. So a lone request is not delayed, and many share the cost of a message. What this node
 * owns takes no message at all.
 *
 * <p>Used on one context, that of the master.
 */
final class Lanes {
  private static final long SWEEP_MILLIS = 20;

  /** A reply that was given in this process, and whom it is for. */
  private record Answered(Consumer<Reply> caller, Reply reply) {}

  private final Vertx vertx;
  private final NodeName self;
  private final Membership membership;
  private final ContextInternal context;
  private final Settings settings;
  private final Map<NodeName, Lane[]> lanes = new HashMap<>();
  private final Map<Long, Lane.Sent> sent = new HashMap<>();
  private final Set<Lane> dirty = new LinkedHashSet<>();
  private @Nullable BiConsumer<SlotRequest, Consumer<Reply>> here;
  private List<Answered> answered = new ArrayList<>();
  private int unacknowledged;
  private boolean due;
  private boolean sweeping;

  /** Later processes of this name start later, and none sends a million batches a millisecond. */
  private long lastBatch = System.currentTimeMillis() << 20;

  Lanes(Vertx vertx, NodeName self, Settings settings, Membership membership) {
    this.vertx = vertx;
    this.self = self;
    this.settings = settings;
    this.membership = membership;
    this.context = (ContextInternal) vertx.getOrCreateContext();
    membership.onChange((before, now) -> run(() -> membersChanged(before, now)));
  }

  /** The node whose requests these are. */
  NodeName self() {
    return self;
  }

  /** Runs it on the context of the lanes: now, if this is it. */
  void run(Runnable action) {
    if (context.inThread()) {
      action.run();
    } else {
      context.runOnContext(ignored -> action.run());
    }
  }

  /**
   * Requests to this node are answered in this process.
   *
   * @param server answers each once, on the context of the lanes
   */
  void serveHere(BiConsumer<SlotRequest, Consumer<Reply>> server) {
    run(() -> here = server);
  }

  /**
   * Takes a request to a node.
   *
   * @param caller gets the reply, or what went wrong on the way as a {@link Reply.Failure}
   * @return whether there was room for it; if not, the caller gets nothing
   */
  boolean ask(NodeName node, SlotRequest request, Deadline deadline, Consumer<Reply> caller) {
    BiConsumer<SlotRequest, Consumer<Reply>> server = here;
    if (server != null && node.equals(self)) {
      askHere(server, request, caller);
      return true;
    }
    Lane[] ofNode = lanes.get(node);
    if (ofNode == null) {
      if (!membership.live().contains(node)) {
        caller.accept(NodeClient.unreachable(node + " is not in the cluster"));
        return true;
      }
      ofNode = lanesTo(node);
      lanes.put(node, ofNode);
    }
    Lane lane = ofNode[settings.loopOf(request.slot())];
    boolean room = lane.add(new Lane.Waiting(request, deadline, caller));
    if (room && lane.maySend()) {
      flushLater(lane);
    }
    return room;
  }

  private Lane[] lanesTo(NodeName node) {
    return IntStream.range(0, settings.loops())
        .mapToObj(loop -> new Lane(node, Addresses.of(node, loop)))
        .toArray(Lane[]::new);
  }

  private void askHere(
      BiConsumer<SlotRequest, Consumer<Reply>> server,
      SlotRequest request,
      Consumer<Reply> caller) {
    server.accept(
        request,
        reply -> {
          answered.add(new Answered(caller, reply));
          if (answered.size() == 1) {
            context.runOnContext(ignored -> passOn());
          }
        });
  }

  /** Callers that ask again at once are answered in the next round, so others have their turn. */
  private void passOn() {
    List<Answered> all = answered;
    answered = new ArrayList<>();
    all.forEach(one -> one.caller().accept(one.reply()));
  }

  /** What else is asked while the events at hand are handled goes along. */
  private void flushLater(Lane lane) {
    dirty.add(lane);
    if (!due) {
      due = true;
      context.runOnContext(ignored -> flush());
    }
  }

  private void flush() {
    due = false;
    List<Lane> all = List.copyOf(dirty);
    dirty.clear();
    all.forEach(this::flush);
  }

  private void flush(Lane lane) {
    while (lane.maySend()) {
      send(lane);
    }
  }

  private void send(Lane lane) {
    // Were all that waits in one batch, we had nothing to do until it is answered, and then the
    // node
    // had nothing until all of that is followed by what comes next.
    Lane.Sent batch = unacknowledged == 0 ? lane.firstHalf() : lane.next();
    unacknowledged++;
    long number = ++lastBatch;
    sent.put(number, batch);
    sweepLater();
    Deadline deadline = Deadline.after(batch.leftMillis());
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(deadline.timeoutMillis());
    vertx
        .eventBus()
        .<Message>request(lane.address(), new Batch(self, number, batch.slotRequests()), options)
        .onComplete(
            result -> {
              acknowledge(batch);
              if (result.failed()) {
                batch.answerAll(NodeClient.failure(lane.node(), result.cause(), deadline));
              } else if (result.result().body() instanceof Answers answers) {
                batch.take(answers.answers());
              } else {
                batch.answerAll(NodeClient.body(result.result().body()));
              }
              forget(number, batch);
              if (lane.maySend()) {
                flushLater(lane);
              }
            });
  }

  private void acknowledge(Lane.Sent batch) {
    unacknowledged -= batch.acknowledge() ? 1 : 0;
  }

  private void forget(long number, Lane.Sent batch) {
    if (batch.isDone()) {
      sent.remove(number);
    }
  }

  /** Further answers to a batch; from any thread. */
  void onAnswers(Answers answers) {
    run(
        () -> {
          Lane.Sent batch = sent.get(answers.batch());
          if (batch != null) {
            batch.take(answers.answers());
            forget(answers.batch(), batch);
          }
        });
  }

  /** How much is on its way to each other node, and waits for that. */
  Map<NodeName, LaneMetrics.Load> loads() {
    Map<NodeName, LaneMetrics.Load> loads = new HashMap<>();
    lanes.forEach(
        (node, all) ->
            Stream.of(all).forEach(lane -> loads.merge(node, lane.load(), LaneMetrics.Load::and)));
    return loads;
  }

  /** What waits does so for something sent: where nothing is on its way, nothing is overdue. */
  private void sweepLater() {
    if (!sweeping) {
      sweeping = true;
      vertx.setTimer(SWEEP_MILLIS, timer -> sweep());
    }
  }

  private void sweep() {
    sweeping = false;
    try {
      List.copyOf(lanes.values()).forEach(all -> Stream.of(all).forEach(Lane::failOverdue));
      List.copyOf(sent.values()).forEach(Lane.Sent::failOverdue);
      sent.values().removeIf(Lane.Sent::isDone);
    } finally {
      if (!sent.isEmpty()) {
        sweepLater();
      }
    }
  }

  /** Fails what is pending at nodes that were there and are not any more. */
  private void membersChanged(LiveSet before, LiveSet now) {
    for (NodeName node : before.names()) {
      Lane[] all = now.member(node).equals(before.member(node)) ? null : lanes.remove(node);
      if (all != null) {
        Stream.of(all).forEach(this::close);
        sent.values().removeIf(Lane.Sent::isDone);
      }
    }
  }

  private void close(Lane lane) {
    lane.answerQueue(NodeClient.unreachable(lane.node() + " left the cluster"));
    Reply gone =
        new Reply.Failure(
            ErrorCode.NODE_LEFT, lane.node() + " left the cluster before it answered", 0);
    for (Lane.Sent batch : List.copyOf(sent.values())) {
      if (batch.lane() == lane) {
        acknowledge(batch);
        batch.answerAll(gone);
      }
    }
  }
}
