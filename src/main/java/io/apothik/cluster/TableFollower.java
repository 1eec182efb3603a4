package io.apothik.cluster;

import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Announcement;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs every newer table that is announced; and, as announcements can be lost, looks itself.
 */
public final class TableFollower extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TableFollower.class);
  private static final long LOOK_MILLIS = 1_000;

  private final Tables tables;
  private final TableAgreement agreement;
  private boolean looking;

  public TableFollower(Tables tables, TableAgreement agreement) {
    this.tables = tables;
    this.agreement = agreement;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK_MILLIS, timer -> look());
    look();
    return vertx
        .eventBus()
        .<Message>consumer(
            Addresses.TABLE,
            message -> {
              if (message.body() instanceof Announcement announcement) {
                tables.install(announcement.table());
              }
            })
        .completion();
  }

  /** Looks for a newer table soon; may be called from any thread. */
  public void refresh() {
    context.runOnContext(ignored -> look());
  }

  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    agreement
        .latest()
        .onComplete(
            latest -> {
              looking = false;
              if (latest.succeeded()) {
                tables.install(latest.result());
              } else {
                LOG.debug("the newest table could not be read", latest.cause());
              }
            });
  }
}
