package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.core.Account;
import io.apothik.message.Duties;
import io.apothik.message.JournalEvent.Kind;
import io.apothik.message.Settings;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that the journal has what happens: follows members and tables, and looks once a second
 * at what nobody tells of, whether the node may answer and whether it evicts. Used on one context.
 */
final class Observer {
  private static final long LOOK_MILLIS = 1_000;

  /** Who evicts again and again begins only once. */
  private static final long EVICTION_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final NodeName self;
  private final Role role;
  private final Settings settings;
  private final Membership membership;
  private final Tables tables;
  private final Instruments instruments;
  private final Journal journal;
  private final TableChronicle chronicle;
  private final QuorumChronicle quorum;

  private long evicted;
  private long evictedNanos;
  private boolean everEvicted;

  private Observer(
      NodeName self,
      Role role,
      Settings settings,
      Membership membership,
      Tables tables,
      Instruments instruments) {
    this.self = self;
    this.role = role;
    this.settings = settings;
    this.membership = membership;
    this.tables = tables;
    this.instruments = instruments;
    this.journal = instruments.journal();
    this.chronicle = new TableChronicle(journal, System::nanoTime);
    this.quorum = new QuorumChronicle(self, journal, System::nanoTime);
  }

  /** Begins to observe, before the node knows any member. */
  static void observe(
      Vertx vertx,
      NodeConfig config,
      Membership membership,
      Tables tables,
      Instruments instruments) {
    Observer observer =
        new Observer(
            config.name(), config.role(), config.settings(), membership, tables, instruments);
    membership.onChange(
        (before, now) -> instruments.chronicle().onLive(before, now, tables.current()));
    // Whoever installs a table has more urgent things to do.
    Context context = vertx.getOrCreateContext();
    tables.onInstall(table -> context.runOnContext(ignored -> observer.onTable(table)));
    context.runOnContext(ignored -> vertx.setPeriodic(LOOK_MILLIS, timer -> observer.look()));
  }

  private void onTable(SlotTable table) {
    if (settings.placement().owned()) {
      chronicle.onTable(table);
    }
  }

  private void look() {
    Account account = instruments.accountOrNull();
    if (account != null) {
      chronicle.onPauses(account.holdings().pauses());
      onEvicted(account.holdings().evicted());
    }
    if (settings.placement().owned() && !tables.current().isEmpty()) {
      if (role != Role.CACHE) {
        quorum.onLook(seesMajority(), this::lost);
      } else if (account != null && hasCopies(account.duties())) {
        quorum.onLook(account.duties().leased(), this::lost);
      }
    }
  }

  /**
   * The account may be older than the first table: as long as there was none, it lacks no lease.
   */
  private static boolean hasCopies(Duties duties) {
    return duties.primary() + duties.backup() + duties.learner() > 0;
  }

  /** A cache node's leases say whether it may answer; others see who is there. */
  private boolean seesMajority() {
    SlotTable table = tables.current();
    int members = table.members().size();
    return !settings.needsMajority(members) || membership.live().membersOf(table) > members / 2;
  }

  private String lost() {
    SlotTable table = tables.current();
    LiveSet live = membership.live();
    String what =
        role == Role.CACHE
            ? "no majority grants this node a lease, so it answers nobody"
            : "this side of the cluster has no majority";
    return "%s: it sees %d of the %d cache nodes"
        .formatted(what, live.membersOf(table), table.members().size());
  }

  private void onEvicted(long total) {
    long now = System.nanoTime();
    long more = total - evicted;
    if (more > 0) {
      if (!everEvicted || now - evictedNanos > EVICTION_NANOS) {
        journal.note(
            Kind.EVICTION_BEGAN,
            self,
            "entries are taken away for want of room, %d in the last second".formatted(more));
      }
      everEvicted = true;
      evictedNanos = now;
    }
    evicted = total;
  }
}
