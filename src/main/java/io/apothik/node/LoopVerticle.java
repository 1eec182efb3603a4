package io.apothik.node;

import io.apothik.cluster.Addresses;
import io.apothik.core.LoopCore;
import io.apothik.message.ErrorCode;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage;
import io.apothik.message.Reply;
import io.apothik.slot.NodeName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;

/** One of the event loops of a node beside its first, at an address of its own. */
final class LoopVerticle extends VerticleBase {
  private final NodeName self;
  private final int loop;
  private final LoopCore core;
  private final EventLoops loops;

  LoopVerticle(NodeName self, int loop, LoopCore core, EventLoops loops) {
    this.self = self;
    this.loop = loop;
    this.core = core;
    this.loops = loops;
  }

  @Override
  public Future<?> start() {
    LoopServer server = new LoopServer(vertx, (ContextInternal) context, loop, core);
    loops.add(loop, server);
    vertx.setPeriodic(EventLoops.TICK_MILLIS, timer -> server.tick());
    return vertx
        .eventBus()
        .<Message>consumer(Addresses.of(self, loop), message -> take(server, message))
        .completion();
  }

  private void take(LoopServer server, io.vertx.core.eventbus.Message<Message> message) {
    if (server.take(message)) {
      return;
    }
    if (message.body() instanceof NodeMessage said) {
      core.on(said, LoopServer.now());
    } else {
      message.reply(
          new Reply.Failure(
              ErrorCode.BAD_REQUEST,
              "loop %d of %s takes no %s".formatted(loop, self, message.body()),
              0));
    }
  }
}
