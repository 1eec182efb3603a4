package io.apothik.door.http;

import io.apothik.message.Health;
import java.util.function.Consumer;

/** The node in whose process the door is, as far as it tells how it is. */
public interface HealthSource {
  /** Tells how the node is, on any thread; never, if one of its event loops stands still. */
  void health(Consumer<Health> taker);
}
