package io.apothik.agreement;

import io.apothik.message.Ballot;
import io.apothik.message.Effect;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.message.VoteMessage;
import io.apothik.message.VoteMessage.Accepted;
import io.apothik.message.VoteMessage.Prepare;
import io.apothik.message.VoteMessage.Promised;
import io.apothik.message.VoteMessage.Propose;
import io.apothik.message.VoteMessage.Refused;
import io.apothik.slot.Incarnation;
import io.apothik.slot.SlotTable;
import io.apothik.slot.TableDifference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node's vote on the table that follows the one it has: the acceptor of single-decree Paxos
 * (Lamport, "Paxos Made Simple", 2001), once for each epoch. It remembers in memory alone: a
 * process that was restarted has another incarnation, and no vote on a table that followed one of
 * which it was a member before.
 */
public final class Voter {
  private final Incarnation self;
  private final Consumer<Effect> out;
  private SlotTable table = SlotTable.NONE;
  private @Nullable Ballot promised;
  private @Nullable Ballot acceptedBallot;
  private @Nullable TableDifference accepted;
  private long acceptedEpoch;

  public Voter(Incarnation self, Consumer<Effect> out) {
    this.self = self;
    this.out = out;
  }

  /** Votes on what follows this table from now on. */
  public void install(SlotTable next) {
    table = next;
    promised = null;
    acceptedBallot = null;
    accepted = null;
  }

  /** The greatest epoch of a table that this node accepted. */
  public long acceptedEpoch() {
    return acceptedEpoch;
  }

  /** Promises, unless a greater ballot has the promise. */
  public void on(Prepare message) {
    if (!concerns(message, message.lineage())) {
      return;
    }
    Ballot ballot = message.ballot();
    if (promised != null && ballot.compareTo(promised) < 0) {
      answer(message, new Refused(self, table.epoch(), promised));
      return;
    }
    promised = ballot;
    answer(message, new Promised(self, table.epoch(), ballot, acceptedBallot, accepted));
  }

  /** Accepts, unless a greater ballot has the promise. */
  public void on(Propose message) {
    if (!concerns(message, message.lineage())) {
      return;
    }
    Ballot ballot = message.ballot();
    if (promised != null && ballot.compareTo(promised) < 0) {
      answer(message, new Refused(self, table.epoch(), promised));
      return;
    }
    promised = ballot;
    acceptedBallot = ballot;
    accepted = message.difference();
    acceptedEpoch = Math.max(acceptedEpoch, accepted.epoch());
    answer(message, new Accepted(self, table.epoch(), ballot));
  }

  /** Whether it is about what follows this node's table; else whoever is behind is helped. */
  private boolean concerns(VoteMessage message, long lineage) {
    if (message.epoch() == table.epoch() && lineage == table.lineage()) {
      return table.isMember(self);
    }
    answer(
        message,
        table.isNewerThan(message.epoch(), lineage)
            ? new Announcement(self.node(), table)
            : new TableRequest(self.node(), table.epoch(), table.lineage()));
    return false;
  }

  private void answer(VoteMessage message, NodeMessage reply) {
    out.accept(new Effect.Send(message.from().node(), reply));
  }
}
