package io.apothik.wire;

import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Chunk;
import io.apothik.message.PeerMessage.ChunkAccepted;
import io.apothik.message.PeerMessage.Granted;
import io.apothik.message.PeerMessage.Mark;
import io.apothik.message.PeerMessage.Part;
import io.apothik.message.PeerMessage.Renew;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.PeerMessage.Settled;
import io.apothik.message.PeerMessage.Takeover;
import io.apothik.message.PeerMessage.Term;
import io.apothik.message.PeerMessage.Unsettled;
import io.apothik.message.PeerMessage.Yielded;
import java.util.List;

/** What the holders of slots say to each other, as bytes: tags 16 to 31. */
final class PeerWire {
  static final List<Kind<? extends PeerMessage>> KINDS =
      List.of(
          new Kind<>(16, Replicate.class, PeerWire::write, PeerWire::readReplicate),
          new Kind<>(17, Replicated.class, PeerWire::write, PeerWire::readReplicated),
          new Kind<>(18, Settled.class, PeerWire::write, PeerWire::readSettled),
          new Kind<>(19, Takeover.class, PeerWire::write, PeerWire::readTakeover),
          new Kind<>(20, Yielded.class, PeerWire::write, PeerWire::readYielded),
          new Kind<>(21, Chunk.class, PeerWire::write, PeerWire::readChunk),
          new Kind<>(22, ChunkAccepted.class, PeerWire::write, PeerWire::readChunkAccepted),
          new Kind<>(23, Renew.class, PeerWire::write, PeerWire::readRenew),
          new Kind<>(24, Granted.class, PeerWire::write, PeerWire::readGranted));

  private static final int VERSION_BYTES_MIN = 2;
  private static final int MARK_BYTES_MIN = 4;
  private static final int TERM_BYTES_MIN = 2;
  private static final int UNSETTLED_BYTES_MIN = 4;
  private static final int PART_BYTES_MIN = 9;

  private PeerWire() {}

  private static void write(WireWriter out, Replicate message) {
    out.name(message.from()).number(message.slot());
    out.number(message.term()).number(message.since());
    out.version(message.after()).version(message.settledBelow());
    ChangeWire.write(out, message.changes());
  }

  private static Replicate readReplicate(WireReader in) {
    Replicate message =
        new Replicate(
            in.nextName(),
            in.nextSlot(),
            in.nextNumber(),
            in.nextNumber(),
            in.nextVersion(),
            in.nextVersion(),
            ChangeWire.readList(in));
    if (message.changes().isEmpty()) {
      throw new WireException("a primary's message brings no write");
    }
    return message;
  }

  private static void write(WireWriter out, Replicated message) {
    out.name(message.from()).number(message.slot());
    out.number(message.term()).number(message.since());
    out.list(message.versions(), WireWriter::version);
  }

  private static Replicated readReplicated(WireReader in) {
    return new Replicated(
        in.nextName(),
        in.nextSlot(),
        in.nextNumber(),
        in.nextNumber(),
        in.nextList(VERSION_BYTES_MIN, WireReader::nextVersion));
  }

  private static void write(WireWriter out, Settled message) {
    out.name(message.from()).list(message.marks(), PeerWire::write);
  }

  private static Settled readSettled(WireReader in) {
    return new Settled(in.nextName(), in.nextList(MARK_BYTES_MIN, PeerWire::readMark));
  }

  private static void write(WireWriter out, Mark mark) {
    out.number(mark.slot()).number(mark.term()).version(mark.settledBelow());
  }

  private static Mark readMark(WireReader in) {
    return new Mark(in.nextSlot(), in.nextNumber(), in.nextVersion());
  }

  private static void write(WireWriter out, Takeover message) {
    out.name(message.from()).list(message.terms(), PeerWire::write);
  }

  private static Takeover readTakeover(WireReader in) {
    return new Takeover(in.nextName(), in.nextList(TERM_BYTES_MIN, PeerWire::readTerm));
  }

  private static void write(WireWriter out, Term term) {
    out.number(term.slot()).number(term.term());
  }

  private static Term readTerm(WireReader in) {
    return new Term(in.nextSlot(), in.nextNumber());
  }

  private static void write(WireWriter out, Yielded message) {
    out.name(message.from()).list(message.slots(), PeerWire::write);
  }

  private static Yielded readYielded(WireReader in) {
    return new Yielded(in.nextName(), in.nextList(UNSETTLED_BYTES_MIN, PeerWire::readUnsettled));
  }

  private static void write(WireWriter out, Unsettled slot) {
    out.number(slot.slot()).number(slot.term()).signed(slot.stoppedAgoMillis());
    ChangeWire.write(out, slot.changes());
  }

  private static Unsettled readUnsettled(WireReader in) {
    return new Unsettled(in.nextSlot(), in.nextNumber(), in.nextSigned(), ChangeWire.readList(in));
  }

  private static void write(WireWriter out, Chunk message) {
    out.name(message.from()).number(message.feed()).number(message.sequence());
    out.list(message.parts(), PeerWire::write);
  }

  private static Chunk readChunk(WireReader in) {
    return new Chunk(
        in.nextName(),
        in.nextNumber(),
        in.nextInt(),
        in.nextList(PART_BYTES_MIN, PeerWire::readPart));
  }

  private static void write(WireWriter out, Part part) {
    out.number(part.slot()).number(part.term()).number(part.since());
    out.version(part.settledBelow()).flag(part.last());
    ChangeWire.write(out, part.changes());
    ChangeWire.writeRequests(out, part.requests());
    out.number(part.forgottenAgoMillis());
  }

  private static Part readPart(WireReader in) {
    return new Part(
        in.nextSlot(),
        in.nextNumber(),
        in.nextNumber(),
        in.nextVersion(),
        in.nextFlag(),
        ChangeWire.readList(in),
        ChangeWire.readRequests(in),
        in.nextNumber());
  }

  private static void write(WireWriter out, ChunkAccepted message) {
    out.name(message.from()).number(message.feed()).number(message.sequence());
  }

  private static ChunkAccepted readChunkAccepted(WireReader in) {
    return new ChunkAccepted(in.nextName(), in.nextNumber(), in.nextInt());
  }

  private static void write(WireWriter out, Renew message) {
    out.process(message.process()).number(message.epoch()).number(message.lineage());
    out.number(message.sentAtMillis());
  }

  private static Renew readRenew(WireReader in) {
    return new Renew(in.nextProcess(), in.nextNumber(), in.nextNumber(), in.nextNumber());
  }

  private static void write(WireWriter out, Granted message) {
    out.process(message.process()).number(message.sentAtMillis());
  }

  private static Granted readGranted(WireReader in) {
    return new Granted(in.nextProcess(), in.nextNumber());
  }
}
