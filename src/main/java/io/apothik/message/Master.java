package io.apothik.message;

import io.apothik.slot.Bytes;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.function.Consumer;

/**
 * What a door knows of the node in whose process it is: its master, which does what callers ask.
 * Safe for use by several threads.
 */
public interface Master {
  /** The node. */
  NodeName name();

  /** The members as the node sees them. */
  LiveSet live();

  /** The slot table by which the node routes requests. */
  SlotTable table();

  /**
   * Does what is asked.
   *
   * @param timeoutMillis 1 to {@link Limits#TIMEOUT_MILLIS_MAX}
   * @param caller gets the reply, once, on some thread of the node; after the time-out at the
   *     latest. What went wrong is a {@link Reply.Failure}
   */
  void ask(Request request, long timeoutMillis, Consumer<Reply> caller);

  /**
   * Notes that a door cut off a client that did not read its replies.
   *
   * @param text who, and why, in words
   */
  void onSlowClient(String text);

  /**
   * Listens to changes of keys that begin with the prefix.
   *
   * @param listener called on a thread of the node; perhaps before {@code ready}, with what need
   *     not be complete
   * @param ready gets what ends it, once no change is missed unsaid any more
   * @param refused gets the failure if there are {@link Limits#LISTENER_PREFIXES_MAX} prefixes
   *     already, or the keys have no owners
   */
  void listen(
      Bytes prefix, Listener listener, Consumer<Hearing> ready, Consumer<Reply.Failure> refused);
}
