package io.apothik.door.resp;

import io.apothik.message.Reply;
import io.apothik.message.Request;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** How many entries there are for the clients of a door. */
final class Entries {
  private Entries() {}

  /**
   * Those of the node if its clients know the cluster, else of the cluster.
   *
   * @param failed gets what went wrong instead
   */
  static void count(Door door, LongConsumer caller, Consumer<Reply> failed) {
    door.ask(
        door.isCluster() ? new Request.Stat() : new Request.Sum(),
        reply -> {
          if (reply instanceof Reply.Sum sum) {
            caller.accept(sum.entries());
          } else if (reply instanceof Reply.Stats stats) {
            caller.accept(own(door, stats));
          } else {
            failed.accept(reply);
          }
        });
  }

  private static long own(Door door, Reply.Stats stats) {
    return stats.nodes().stream()
        .filter(view -> view.node().equals(door.self()))
        .flatMap(view -> view.status().stream())
        .mapToLong(status -> status.holdings().entries())
        .sum();
  }
}
