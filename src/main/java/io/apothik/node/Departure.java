package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.Leaving;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node leaves: it tells the coordinator until it has no slots left, and then closes Vert.x.
 * Safe for use by several threads.
 */
final class Departure {
  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
  private static final long TELL_MILLIS = 100;

  /** Masters that still have the old table are told "not owner" for so long. */
  private static final long LINGER_MILLIS = 200;

  /** So long it takes at most to say to all that it goes. */
  private static final long GOODBYE_MILLIS = 50;

  private final Vertx vertx;
  private final Incarnation self;
  private final Placement placement;
  private final Membership membership;
  private final Tables tables;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final List<Supplier<Future<Void>>> lasts = new CopyOnWriteArrayList<>();
  private final Promise<Void> gone = Promise.promise();

  Departure(
      Vertx vertx, Incarnation self, Placement placement, Membership membership, Tables tables) {
    this.vertx = vertx;
    this.self = self;
    this.placement = placement;
    this.membership = membership;
    this.tables = tables;
  }

  boolean isUnderWay() {
    return begun.get();
  }

  /** Ends a node whose Hazelcast has ended: it would hear of nobody any more. */
  void onClusterEnd() {
    if (begun.compareAndSet(false, true)) {
      LOG.error("{} ends, as Hazelcast has ended by itself", self.node());
      vertx
          .close()
          .onComplete(
              closed ->
                  gone.tryFail(
                      new FailureException(
                          ErrorCode.NODE_LEFT,
                          self.node() + " lost the cluster: Hazelcast ended by itself")));
    }
  }

  /** Completes when the node is gone, whoever caused that; fails if it was not to go. */
  Future<Void> gone() {
    return gone.future();
  }

  /** Hands over, then closes; completes when the node is gone. */
  Future<Void> leave() {
    if (begun.compareAndSet(false, true)) {
      LOG.info("{} is leaving", self.node());
      handOver(Deadline.after(Limits.LEAVE_MILLIS_MAX));
    }
    return gone.future();
  }

  /** Before it closes, it waits for that, unless there is nobody to hand over to. */
  void beforeEnd(Supplier<Future<Void>> last) {
    lasts.add(last);
  }

  /** Closes at once, as in a crash: other copies serve. */
  Future<Void> close() {
    begun.set(true);
    membership.stop();
    vertx.close().onComplete(closed -> gone.tryComplete());
    return gone.future();
  }

  private void handOver(Deadline deadline) {
    boolean alone = membership.live().cacheNodes().equals(List.of(self.node()));
    if (!placement.owned() || alone) {
      sayGoodbye();
      vertx.setTimer(GOODBYE_MILLIS, timer -> close());
      return;
    }
    membership.live().coordinator().ifPresent(this::tell);
    vertx.setTimer(TELL_MILLIS, timer -> checkTable(deadline));
  }

  private void checkTable(Deadline deadline) {
    if (!tables.current().isMember(self)) {
      sayGoodbye();
      vertx
          .timer(LINGER_MILLIS)
          .compose(timer -> Future.join(lasts.stream().map(Supplier::get).toList()))
          .onComplete(done -> close());
    } else if (deadline.isOver()) {
      LOG.warn(
          "{} leaves {} slots behind: they could not be handed over within {} ms",
          self.node(),
          tables.current().slotsServed().getOrDefault(self.node(), 0),
          deadline.timeoutMillis());
      sayGoodbye();
      vertx.setTimer(GOODBYE_MILLIS, timer -> close());
    } else {
      handOver(deadline);
    }
  }

  /** So that nobody takes it for dead. */
  private void sayGoodbye() {
    membership.live().names().stream()
        .filter(node -> !node.equals(self.node()))
        .forEach(node -> vertx.eventBus().send(node.value(), new Leaving(self, true)));
  }

  private void tell(NodeName coordinator) {
    vertx.eventBus().send(coordinator.value(), new Leaving(self, false));
  }
}
