package io.apothik.door.api;

import io.apothik.message.FailureException;
import io.apothik.message.Hearing;
import io.apothik.message.Listener;
import io.apothik.message.SlotEvent.Changed;
import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotSet;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells somebody of the changes in a cache, on the context on which it asked for that. */
final class Changes<K> implements Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

  private final Keyspace<K> keys;
  private final Caller caller;
  private final Handler<CacheEvent<K>> handler;
  private volatile boolean complete;
  private volatile boolean ended;

  private Changes(Keyspace<K> keys, Caller caller, Handler<CacheEvent<K>> handler) {
    this.keys = keys;
    this.caller = caller;
    this.handler = handler;
  }

  /**
   * Begins to tell.
   *
   * @param prefix of the encoded key
   */
  static <K> Future<Subscription> begin(
      Questions questions, Keyspace<K> keys, Bytes prefix, Handler<CacheEvent<K>> handler) {
    Caller caller = questions.caller();
    Changes<K> changes = new Changes<>(keys, caller, handler);
    Promise<Subscription> begun = Promise.promise();
    questions
        .node()
        .listen(
            Keyspace.joined(keys.prefix(), prefix),
            changes,
            hearing -> begun.complete(changes.begun(hearing)),
            failure -> begun.fail(failure.toException()));
    return caller.bring(begun.future());
  }

  private Subscription begun(Hearing hearing) {
    complete = true;
    return () -> {
      ended = true;
      hearing.end();
    };
  }

  @Override
  public void changed(Changed change) {
    if (!complete) {
      return;
    }
    try {
      K key = keys.key(change.key());
      tell(
          change.stored()
              ? new CacheEvent.Stored<>(key, change.version())
              : new CacheEvent.Removed<>(key, change.version()));
    } catch (FailureException unreadable) {
      LOG.warn("a change is not told: {}", unreadable.getMessage());
    }
  }

  @Override
  public void missed(SlotSet slots) {
    if (complete) {
      tell(
          new CacheEvent.Missed<>(
              key ->
                  slots.contains(Placement.SLOTS.slotOf(keys.full(key), Placement.Slots.COUNT))));
    }
  }

  private void tell(CacheEvent<K> event) {
    caller.run(
        () -> {
          if (!ended) {
            handler.handle(event);
          }
        });
  }
}
