package io.apothik.node;

import io.apothik.core.Loops;
import io.apothik.message.Effect;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.Settings;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The event loops of a cache node, each with what serves it. All are there before the core does
 * anything. Safe for use by several threads.
 */
final class EventLoops implements Loops {
  static final long TICK_MILLIS = 20;

  private final Settings settings;
  private final Consumer<Effect> first;
  private final AtomicReferenceArray<LoopServer> servers;

  /**
   * @param first does what the first loop wants done
   */
  EventLoops(Settings settings, Consumer<Effect> first) {
    this.settings = settings;
    this.first = first;
    this.servers = new AtomicReferenceArray<>(settings.loops());
  }

  /** That loop is there. */
  void add(int loop, LoopServer server) {
    servers.set(loop, server);
  }

  @Override
  public void run(int loop, LongConsumer action) {
    server(loop).run(action);
  }

  @Override
  public void perform(int loop, Effect effect) {
    if (loop == 0) {
      first.accept(effect);
    } else {
      server(loop).perform(effect);
    }
  }

  /** Serves the master of this node, on whose context it is called. */
  void serve(SlotRequest request, Consumer<Reply> caller, Lanes lanes) {
    server(settings.loopOf(request.slot())).serve(request, caller, lanes);
  }

  private LoopServer server(int loop) {
    return Objects.requireNonNull(servers.get(loop), "a loop that is not there yet");
  }
}
