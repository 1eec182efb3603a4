package io.apothik.supervisor;

import io.apothik.cluster.Addresses;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.NodeRef;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.node.Node;
import io.apothik.slot.NodeName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Starts and kills child nodes for the master of this process. */
final class Supervisor extends VerticleBase {
  private static final long LOOK_MILLIS = 20;
  private static final long TOLD_MILLIS = 100;
  private static final long END_MILLIS_MAX = 5_000;

  /** Starts the child with the given name and the options of its cluster. */
  interface Starter {
    Child start(NodeName name) throws IOException;
  }

  private final Node master;
  private final Map<NodeName, Child> children;
  private final Starter starter;
  private final Runnable down;
  private final Set<NodeName> starting = new HashSet<>();

  /**
   * @param children by name, safe for use by several threads
   * @param down called, soon after this was answered, when the cluster is to end
   */
  Supervisor(Node master, Map<NodeName, Child> children, Starter starter, Runnable down) {
    this.master = master;
    this.children = children;
    this.starter = starter;
    this.down = down;
  }

  @Override
  public Future<?> start() {
    return vertx.eventBus().<Request>localConsumer(Addresses.SUPERVISOR, this::take).completion();
  }

  private void take(Message<Request> message) {
    answer(message.body())
        .recover(failure -> Future.succeededFuture(failed(failure)))
        .onSuccess(message::reply);
  }

  private static Reply failed(Throwable failure) {
    return failure instanceof FailureException expected
        ? expected.failure()
        : new Reply.Failure(ErrorCode.START_FAILED, String.valueOf(failure.getMessage()), 0);
  }

  private Future<Reply> answer(Request request) {
    if (request instanceof Request.Start start) {
      return start(start.number());
    } else if (request instanceof Request.Kill kill) {
      return kill.hard() ? kill(kill.node()) : awaitEnd(kill.node());
    } else if (request instanceof Request.Down) {
      vertx.setTimer(TOLD_MILLIS, timer -> down.run());
      return Future.succeededFuture(new Reply.Done());
    }
    return Future.failedFuture(
        new FailureException(ErrorCode.UNKNOWN_OP, "a supervisor takes no " + request));
  }

  private Future<Reply> start(int wanted) {
    int number = wanted != 0 ? wanted : lowestFreeNumber();
    NodeName name = NodeName.numbered(number, master.name().host());
    if (isTaken(name)) {
      return Future.failedFuture(
          new FailureException(ErrorCode.NAME_TAKEN, name + " is already in the cluster"));
    }
    starting.add(name);
    return vertx
        .executeBlocking(() -> starter.start(name))
        .onComplete(done -> starting.remove(name))
        .compose(
            child -> {
              children.put(name, child);
              return child.ready();
            })
        .compose(ready -> awaitInRing(name))
        .map(there -> new Reply.Started(name));
  }

  private int lowestFreeNumber() {
    String host = master.name().host();
    return IntStream.iterate(1, number -> number + 1)
        .filter(number -> !isTaken(NodeName.numbered(number, host)))
        .findFirst()
        .orElseThrow();
  }

  private boolean isTaken(NodeName name) {
    Child child = children.get(name);
    boolean lives = child != null && child.isAlive();
    return lives || starting.contains(name) || master.live().contains(name);
  }

  /** Until the node holds its share and nothing moves any more; the caller's time-out ends it. */
  private Future<Void> awaitInRing(NodeName name) {
    if (master.table().nodes().contains(name) && master.table().moving() == 0) {
      return Future.succeededFuture();
    }
    return vertx.timer(LOOK_MILLIS).compose(timer -> awaitInRing(name));
  }

  private Future<Reply> kill(NodeRef node) {
    NodeName name = node.resolve(master.live().cacheNodes());
    Child child = children.get(name);
    if (child == null || !child.isAlive()) {
      return Future.failedFuture(
          new FailureException(ErrorCode.NO_SUPERVISOR, name + " was not started by this process"));
    }
    child.kill();
    return Future.succeededFuture(new Reply.Done());
  }

  /** Of one that has left the cluster: its process takes a moment longer. */
  private Future<Reply> awaitEnd(NodeRef node) {
    Child child = children.get(new NodeName(node.text()));
    if (child == null) {
      return Future.succeededFuture(new Reply.Done());
    }
    return Future.fromCompletionStage(child.ended(), context)
        .timeout(END_MILLIS_MAX, TimeUnit.MILLISECONDS)
        .transform(ended -> Future.succeededFuture(new Reply.Done()));
  }
}
