package io.apothik.node;

import io.apothik.cluster.Addresses;
import io.apothik.cluster.Tables;
import io.apothik.core.Listening;
import io.apothik.message.ErrorCode;
import io.apothik.message.EventMessage;
import io.apothik.message.EventMessage.Events;
import io.apothik.message.FailureException;
import io.apothik.message.Hearing;
import io.apothik.message.Limits;
import io.apothik.message.Listener;
import io.apothik.message.Settings;
import io.apothik.message.SlotEvent.Changed;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotSet;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Has this process hear of changes in the cluster, for all who listen in it. Safe for use by
 * several threads; it works, and calls those who listen, on one context of its own.
 */
final class Ears {
  private static final long NO_TIMER = -1;

  private final class Ear implements Hearing {
    private final Bytes prefix;
    private final Listener listener;
    private final Promise<Hearing> ready = Promise.promise();
    private boolean hears;
    private long wish;

    private Ear(Bytes prefix, Listener listener) {
      this.prefix = prefix;
      this.listener = listener;
    }

    @Override
    public long ageMillis(Bytes key) {
      long freshAt = listening.freshAtMillis(Placement.SLOTS.slotOf(key, Placement.Slots.COUNT));
      return freshAt == EventMessage.NEVER ? Long.MAX_VALUE : LoopServer.now() - freshAt;
    }

    @Override
    public void end() {
      context.runOnContext(ignored -> remove(this));
    }
  }

  private final Vertx vertx;
  private final Settings settings;
  private final Tables tables;
  private final Context context;
  private final Listening listening;
  private final List<Ear> ears = new ArrayList<>();
  private List<Ear> heeded = List.of();
  private long timer = NO_TIMER;

  Ears(Vertx vertx, Incarnation self, Settings settings, Tables tables) {
    this.vertx = vertx;
    this.settings = settings;
    this.tables = tables;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.listening =
        new Listening(
            self,
            Placement.Slots.COUNT,
            settings.loops(),
            new Everybody(),
            (to, loop, ask) -> vertx.eventBus().send(Addresses.of(to, loop), ask));
  }

  /** Those who listen. */
  private final class Everybody implements Listener {
    @Override
    public void changed(Changed change) {
      for (Ear ear : heeded) {
        if (change.key().startsWith(ear.prefix)) {
          ear.listener.changed(change);
        }
      }
    }

    @Override
    public void missed(SlotSet slots) {
      heeded.forEach(ear -> ear.listener.missed(slots));
    }
  }

  /**
   * Listens to changes of keys that begin with the prefix; completes when none is missed any more.
   * The listener may be called before that.
   */
  Future<Hearing> listen(Bytes prefix, Listener listener) {
    if (!settings.placement().owned()) {
      return Future.failedFuture(
          new FailureException(
              ErrorCode.BAD_REQUEST,
              "with the placement %s nobody tells of changes"
                  .formatted(settings.placement().label())));
    }
    Ear ear = new Ear(prefix, listener);
    context.runOnContext(ignored -> add(ear));
    return ear.ready.future();
  }

  private void add(Ear ear) {
    Set<Bytes> wanted = prefixes();
    wanted.add(ear.prefix);
    if (wanted.size() > Limits.LISTENER_PREFIXES_MAX) {
      ear.ready.fail(
          new FailureException(
              ErrorCode.BAD_REQUEST,
              "there are listeners for %d prefixes already"
                  .formatted(Limits.LISTENER_PREFIXES_MAX)));
      return;
    }
    ears.add(ear);
    heeded = List.copyOf(ears);
    ear.wish = listening.wish(wanted, LoopServer.now());
    if (timer == NO_TIMER) {
      // It is on this context, as this is.
      timer = vertx.setPeriodic(EventLoops.TICK_MILLIS, ignored -> tick());
    }
  }

  private Set<Bytes> prefixes() {
    Set<Bytes> prefixes = new LinkedHashSet<>();
    ears.forEach(ear -> prefixes.add(ear.prefix));
    return prefixes;
  }

  private void remove(Ear ear) {
    if (ears.remove(ear)) {
      heeded = List.copyOf(ears);
      listening.wish(prefixes(), LoopServer.now());
    }
    if (ears.isEmpty() && timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }

  /** Takes in what a cache node tells; from any thread. */
  void on(Events events) {
    context.runOnContext(ignored -> listening.on(events, LoopServer.now()));
  }

  private void tick() {
    listening.install(tables.current(), LoopServer.now());
    listening.tick(LoopServer.now());
    for (Ear ear : heeded) {
      if (!ear.hears && listening.isComplete(ear.wish)) {
        ear.hears = true;
        ear.ready.complete(ear);
      }
    }
  }
}
