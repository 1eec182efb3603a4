package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.message.ErrorCode;
import io.apothik.message.NodeMessage.Tune;
import io.apothik.message.Reply;
import io.apothik.message.Settings;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import io.apothik.slot.TuningChange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Says what is in force of what can be changed while the cluster runs, and has it changed. */
final class Tuner {
  private static final long LOOK_MILLIS = 20;

  /** The coordinator forgets what is not said again, and may be another one by now. */
  private static final int LOOKS_BEFORE_SAID_AGAIN = 25;

  private final Vertx vertx;
  private final Settings settings;
  private final Membership membership;
  private final Tables tables;

  Tuner(Vertx vertx, Settings settings, Membership membership, Tables tables) {
    this.vertx = vertx;
    this.settings = settings;
    this.membership = membership;
    this.tables = tables;
  }

  /** What is in force under the table by which this node routes. */
  Reply show() {
    return settings.placement().owned() ? inForce(tables.current()) : nothingToTune();
  }

  /** Completes when the table by which this node routes says so. */
  Future<Reply> tune(TuningChange change, Deadline deadline) {
    return settings.placement().owned()
        ? await(change, deadline, 0)
        : Future.succeededFuture(nothingToTune());
  }

  private Future<Reply> await(TuningChange change, Deadline deadline, int looks) {
    SlotTable table = tables.current();
    Optional<NodeName> coordinator = membership.live().coordinator();
    if (change.isIn(table)) {
      return Future.succeededFuture(inForce(table));
    } else if (coordinator.isEmpty()) {
      return Future.succeededFuture(
          new Reply.Failure(ErrorCode.NO_OWNER, "there is no cache node", table.epoch()));
    } else if (looks > 0 && deadline.leftMillis() <= LOOK_MILLIS) {
      return Future.succeededFuture(late(coordinator.get(), table, deadline));
    }
    if (looks % LOOKS_BEFORE_SAID_AGAIN == 0) {
      vertx.eventBus().send(coordinator.get().value(), new Tune(change));
    }
    return vertx.timer(LOOK_MILLIS).compose(timer -> await(change, deadline, looks + 1));
  }

  private static Reply inForce(SlotTable table) {
    return table
        .tuning()
        .<Reply>map(tuning -> new Reply.Config(tuning, table.epoch()))
        .orElseGet(
            () ->
                new Reply.Failure(
                    ErrorCode.NO_OWNER,
                    "there is no table yet that says what is in force",
                    table.epoch()));
  }

  private Reply nothingToTune() {
    return new Reply.Failure(
        ErrorCode.BAD_REQUEST,
        "with the placement %s there is nothing that can be changed"
            .formatted(settings.placement().label()),
        0);
  }

  private static Reply late(NodeName coordinator, SlotTable table, Deadline deadline) {
    return new Reply.Failure(
        ErrorCode.TIMEOUT,
        "epoch %d still says otherwise after %d ms: %s had no table agreed that says so"
            .formatted(table.epoch(), deadline.timeoutMillis(), coordinator),
        table.epoch());
  }
}
