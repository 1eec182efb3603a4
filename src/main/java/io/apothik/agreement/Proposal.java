package io.apothik.agreement;

import io.apothik.message.Ballot;
import io.apothik.message.Effect;
import io.apothik.message.VoteMessage;
import io.apothik.message.VoteMessage.Accepted;
import io.apothik.message.VoteMessage.Prepare;
import io.apothik.message.VoteMessage.Promised;
import io.apothik.message.VoteMessage.Propose;
import io.apothik.message.VoteMessage.Refused;
import io.apothik.slot.Incarnation;
import io.apothik.slot.SlotTable;
import io.apothik.slot.TableDifference;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to have a table chosen as the one that follows another: the proposer of single-decree
 * Paxos (Lamport, "Paxos Made Simple", 2001). Any number of attempts, by anybody, lead to one
 * table.
 */
final class Proposal {
  private static final long RETRY_MILLIS = 400;

  private final Incarnation self;
  private final SlotTable base;
  private final int needed;
  private final long lineage;
  private final Consumer<Effect> out;
  private final Set<Incarnation> promises = new HashSet<>();
  private final Set<Incarnation> accepts = new HashSet<>();

  private SlotTable table;
  private Ballot ballot;
  private @Nullable Ballot greatestAccepted;
  private boolean proposed;
  private long triedAtMillis;
  private long greatestRound;

  /**
   * Prepares nothing yet: see {@link #tryAgain}.
   *
   * @param base the table whose members vote
   * @param table what to propose if nothing else may have been chosen
   * @param needed how many of them must agree
   * @param lineage of what it proposes though a majority that it does not hear may choose another
   * @param round greater than that of any attempt of this process before
   */
  Proposal(
      Incarnation self,
      SlotTable base,
      SlotTable table,
      int needed,
      long lineage,
      long round,
      Consumer<Effect> out) {
    this.self = self;
    this.base = base;
    this.table = table;
    this.needed = needed;
    this.lineage = lineage;
    this.out = out;
    this.greatestRound = round;
    this.ballot = new Ballot(round, self);
  }

  /** Begins, or begins anew with a greater ballot. */
  void tryAgain(long nowMillis) {
    ballot = new Ballot(++greatestRound, self);
    promises.clear();
    accepts.clear();
    greatestAccepted = null;
    proposed = false;
    triedAtMillis = nowMillis;
    send(new Prepare(self, base.epoch(), base.lineage(), ballot));
  }

  private void send(VoteMessage message) {
    base.members().forEach(member -> out.accept(new Effect.Send(member.node(), message)));
  }

  /** Tries again what took too long. */
  void tick(long nowMillis) {
    if (nowMillis - triedAtMillis >= RETRY_MILLIS) {
      tryAgain(nowMillis);
    }
  }

  long round() {
    return greatestRound;
  }

  /** What it proposes. */
  SlotTable table() {
    return table;
  }

  /** How many votes it waits for. */
  int needed() {
    return needed;
  }

  /** The chosen table, when enough have accepted. */
  Optional<SlotTable> on(VoteMessage message) {
    if (message.epoch() != base.epoch() || !base.isMember(message.from())) {
      return Optional.empty();
    }
    if (message instanceof Promised promise && promise.ballot().equals(ballot) && !proposed) {
      onPromise(promise);
    } else if (message instanceof Accepted accepted && accepted.ballot().equals(ballot)) {
      accepts.add(accepted.from());
      return accepts.size() >= needed ? Optional.of(table) : Optional.empty();
    } else if (message instanceof Refused refused) {
      // The next try comes with the tick, so that two proposers do not chase each other.
      greatestRound = Math.max(greatestRound, refused.promised().round());
    }
    return Optional.empty();
  }

  private void onPromise(Promised promise) {
    promises.add(promise.from());
    Ballot before = promise.acceptedBallot();
    TableDifference other = promise.acceptedDifference();
    if (before != null
        && other != null
        && (greatestAccepted == null || before.compareTo(greatestAccepted) > 0)) {
      greatestAccepted = before;
      table = adopted(base.with(other));
    }
    if (promises.size() >= needed) {
      proposed = true;
      send(new Propose(self, ballot, base.differenceTo(table)));
    }
  }

  /**
   * What was proposed to a majority, and may be chosen by fewer votes now, is another table: a
   * majority without any of these votes may have chosen yet another one.
   */
  private SlotTable adopted(SlotTable other) {
    int members = base.members().size();
    boolean seesEveryMajority = needed + members / 2 + 1 > members;
    return seesEveryMajority || other.lineage() != base.lineage()
        ? other
        : other.withLineage(lineage);
  }
}
