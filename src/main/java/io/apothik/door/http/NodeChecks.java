package io.apothik.door.http;

import io.apothik.message.Duties;
import io.apothik.message.Health;
import io.apothik.message.Master;
import io.apothik.slot.Member;
import io.apothik.slot.Role;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.Optional;
import java.util.function.Function;

/** Whether a node lives, and whether it is ready for callers, check by check. */
final class NodeChecks {
  private static final long ANSWER_MILLIS_MAX = 2_000;

  private final Master master;
  private final HealthSource source;

  NodeChecks(Master master, HealthSource source) {
    this.master = master;
    this.source = source;
  }

  /** All its event loops turn. */
  HealthChecks live(Vertx vertx) {
    return HealthChecks.create(vertx)
        .register("loops", ANSWER_MILLIS_MAX, asking(health -> Status.OK()));
  }

  /** It is in the cluster, knows the table, is in the ring, serves its slots, and stays. */
  HealthChecks ready(Vertx vertx) {
    return HealthChecks.create(vertx)
        .register("cluster", check -> check.complete(cluster()))
        .register("table", check -> check.complete(table()))
        .register("ring", check -> check.complete(ring()))
        .register("slots", ANSWER_MILLIS_MAX, asking(health -> slots(health)))
        .register("staying", ANSWER_MILLIS_MAX, asking(health -> staying(health)));
  }

  private Handler<Promise<Status>> asking(Function<Health, Status> check) {
    return promise -> source.health(health -> promise.tryComplete(check.apply(health)));
  }

  private Optional<Member> self() {
    return master.live().member(master.name());
  }

  private Status cluster() {
    return status(self().isPresent(), master.name() + " is no member of the cluster");
  }

  private Status table() {
    return status(!master.table().isEmpty(), "there is no slot table yet");
  }

  /** A node that stores nothing needs not be there. */
  private Status ring() {
    boolean needed = self().map(Member::isCache).orElse(true);
    return status(
        !needed || master.table().isMember(master.name()), master.name() + " is not in the ring");
  }

  private static Status slots(Health health) {
    Duties duties = health.duties();
    boolean fine =
        health.role() == Role.CLIENT || (duties.leased() && duties.answering() == duties.primary());
    String reason =
        duties.leased()
            ? "it takes slots over, or lacks leases of other copies"
            : "it has no lease from a majority";
    Status status = status(fine, reason);
    status.getData().put("primary", duties.primary()).put("answering", duties.answering());
    return status;
  }

  private static Status staying(Health health) {
    return status(!health.leaving(), "it is leaving");
  }

  private static Status status(boolean fine, String reason) {
    return fine ? Status.OK(new JsonObject()) : Status.KO(new JsonObject().put("reason", reason));
  }
}
