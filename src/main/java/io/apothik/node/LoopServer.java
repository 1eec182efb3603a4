package io.apothik.node;

import io.apothik.cluster.Addresses;
import io.apothik.core.LoopCore;
import io.apothik.message.Effect;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.Several;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.Reply;
import io.apothik.slot.NodeName;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts one event loop of a {@link io.apothik.core.CacheNode} on the event bus: what comes for its
 * slots goes to the core, and what the core says to peers and callers goes out. Used on one
 * context, but for what says otherwise.
 */
final class LoopServer {
  private final Vertx vertx;
  private final ContextInternal context;
  private final int loop;
  private final LoopCore core;
  private final Desk desk;
  private final Outbox outbox;
  private final Map<Long, Consumer<Reply>> calls = new HashMap<>();
  private long lastCall;

  /** Who asked what the core is doing now, and has no answer yet. */
  private @Nullable Consumer<Reply> atHand;

  /**
   * @param context of the loop
   * @param loop which one it is
   */
  LoopServer(Vertx vertx, ContextInternal context, int loop, LoopCore core) {
    this.vertx = vertx;
    this.context = context;
    this.loop = loop;
    this.core = core;
    this.desk = new Desk(this::later, this::serve, (to, answers) -> send(to, 0, answers));
    this.outbox = new Outbox(this::later, (to, message) -> send(to, loop, message));
  }

  /** The time by which the core goes, in milliseconds; from any thread. */
  static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Runs it on this loop after what was asked for before, with the time; from any thread. */
  void run(LongConsumer action) {
    context.runOnContext(ignored -> action.accept(now()));
  }

  /** Runs it when the events at hand are handled. */
  void later(Runnable action) {
    context.runOnContext(ignored -> action.run());
  }

  private void send(NodeName to, int toLoop, Message message) {
    vertx.eventBus().send(Addresses.of(to, toLoop), message);
  }

  /** Does what is due; to be called some dozens of times a second. */
  void tick() {
    core.tick(now());
    desk.tick();
  }

  /** Takes in what concerns the slots of this loop; whether it was that. */
  boolean take(io.vertx.core.eventbus.Message<Message> message) {
    Message body = message.body();
    if (body instanceof Batch batch) {
      core.foresee(batch.requests());
      desk.take(batch, message::reply);
    } else if (body instanceof Several several) {
      core.on(several, now());
    } else if (body instanceof SlotRequest request) {
      serve(request, message::reply);
    } else if (body instanceof SlotScan scan) {
      core.onScan(call(message::reply), scan, now());
    } else if (body instanceof SlotInquiry inquiry) {
      message.reply(core.onInquiry(inquiry, now()));
    } else {
      return false;
    }
    return true;
  }

  /** Serves the master of this node, on whose thread this is called, which may be another. */
  void serve(SlotRequest request, Consumer<Reply> caller, Lanes lanes) {
    if (context.inThread()) {
      serve(request, caller);
    } else {
      context.runOnContext(
          ignored -> serve(request, reply -> lanes.run(() -> caller.accept(reply))));
    }
  }

  /** A call whose answer the caller gets. */
  private long call(Consumer<Reply> caller) {
    calls.put(++lastCall, caller);
    return lastCall;
  }

  /** Most requests are answered before this returns, and so need not be remembered. */
  private void serve(SlotRequest request, Consumer<Reply> caller) {
    if (atHand != null) {
      // Another caller got its answer from what the core is doing for this one, and asks again.
      calls.put(lastCall, atHand);
    }
    atHand = caller;
    core.onRequest(++lastCall, request, now());
    if (atHand != null) {
      atHand = null;
      calls.put(lastCall, caller);
    }
  }

  /** Says what the core says to others. */
  void perform(Effect effect) {
    if (effect instanceof Effect.Send send) {
      outbox.send(send.to(), send.message());
    } else if (effect instanceof Effect.Answer answer) {
      answer(answer.call(), answer.reply());
    } else {
      throw new IllegalArgumentException("loop %d cannot do %s".formatted(loop, effect));
    }
  }

  private void answer(long call, Reply reply) {
    Consumer<Reply> caller = atHand;
    if (caller != null && call == lastCall) {
      atHand = null;
    } else {
      caller = calls.remove(call);
    }
    if (caller != null) {
      caller.accept(reply);
    }
  }
}
