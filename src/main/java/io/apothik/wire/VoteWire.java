package io.apothik.wire;

import io.apothik.message.Ballot;
import io.apothik.message.VoteMessage;
import io.apothik.message.VoteMessage.Accepted;
import io.apothik.message.VoteMessage.Prepare;
import io.apothik.message.VoteMessage.Promised;
import io.apothik.message.VoteMessage.Propose;
import io.apothik.message.VoteMessage.Refused;
import java.util.List;

/** What nodes say to each other in order to choose a table, as bytes: tags 32 to 47. */
final class VoteWire {
  static final List<Kind<? extends VoteMessage>> KINDS =
      List.of(
          new Kind<>(32, Prepare.class, VoteWire::write, VoteWire::readPrepare),
          new Kind<>(33, Promised.class, VoteWire::write, VoteWire::readPromised),
          new Kind<>(34, Propose.class, VoteWire::write, VoteWire::readPropose),
          new Kind<>(35, Accepted.class, VoteWire::write, VoteWire::readAccepted),
          new Kind<>(36, Refused.class, VoteWire::write, VoteWire::readRefused));

  private VoteWire() {}

  private static void write(WireWriter out, Prepare message) {
    out.process(message.from()).number(message.epoch()).number(message.lineage());
    write(out, message.ballot());
  }

  private static Prepare readPrepare(WireReader in) {
    return new Prepare(in.nextProcess(), in.nextNumber(), in.nextNumber(), readBallot(in));
  }

  private static void write(WireWriter out, Promised message) {
    out.process(message.from()).number(message.epoch());
    write(out, message.ballot());
    out.nullable(message.acceptedBallot(), VoteWire::write);
    out.nullable(message.acceptedDifference(), TableWire::write);
  }

  private static Promised readPromised(WireReader in) {
    return new Promised(
        in.nextProcess(),
        in.nextNumber(),
        readBallot(in),
        in.nextNullable(VoteWire::readBallot),
        in.nextNullable(TableWire::readDifference));
  }

  private static void write(WireWriter out, Propose message) {
    out.process(message.from());
    write(out, message.ballot());
    TableWire.write(out, message.difference());
  }

  private static Propose readPropose(WireReader in) {
    return new Propose(in.nextProcess(), readBallot(in), TableWire.readDifference(in));
  }

  private static void write(WireWriter out, Accepted message) {
    out.process(message.from()).number(message.epoch());
    write(out, message.ballot());
  }

  private static Accepted readAccepted(WireReader in) {
    return new Accepted(in.nextProcess(), in.nextNumber(), readBallot(in));
  }

  private static void write(WireWriter out, Refused message) {
    out.process(message.from()).number(message.epoch());
    write(out, message.promised());
  }

  private static Refused readRefused(WireReader in) {
    return new Refused(in.nextProcess(), in.nextNumber(), readBallot(in));
  }

  private static void write(WireWriter out, Ballot ballot) {
    out.number(ballot.round()).process(ballot.proposer());
  }

  private static Ballot readBallot(WireReader in) {
    return new Ballot(in.nextNumber(), in.nextProcess());
  }
}
