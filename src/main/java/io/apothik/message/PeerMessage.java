package io.apothik.message;

import io.apothik.message.Change.Applied;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.List;

/**
 * What cache nodes say to each other about slots and leases. Each goes one way and may be lost,
 * repeated or overtaken: whoever needs an answer asks again.
 */
public sealed interface PeerMessage extends NodeMessage {
  /** Who says it. */
  NodeName from();

  /**
   * A primary's writes, to another copy of the slot, in their order.
   *
   * @param term of the primary
   * @param since which copy of the receiver is meant
   * @param after the write before the first of these that may not be on all copies: who lacks it
   *     must not take in what follows; {@link Version#NONE} if there is none
   * @param settledBelow every write of a lesser version is on all copies
   */
  record Replicate(
      NodeName from,
      int slot,
      long term,
      long since,
      Version after,
      Version settledBelow,
      List<Change> changes)
      implements PeerMessage {
    public Replicate {
      changes = List.copyOf(changes);
    }
  }

  /** The copy has these writes. */
  record Replicated(NodeName from, int slot, long term, long since, List<Version> versions)
      implements PeerMessage {
    public Replicated {
      versions = List.copyOf(versions);
    }
  }

  /** Tells copies what is settled where no write follows that would. */
  record Settled(NodeName from, List<Mark> marks) implements PeerMessage {
    public Settled {
      marks = List.copyOf(marks);
    }
  }

  /**
   * How far a slot is settled.
   *
   * @param settledBelow every write of a lesser version is on all copies
   */
  record Mark(int slot, long term, Version settledBelow) {}

  /** A new primary asks what the others have that it may lack, and whether they obey its term. */
  record Takeover(NodeName from, List<Term> terms) implements PeerMessage {
    public Takeover {
      terms = List.copyOf(terms);
    }

    /** As many as are needed for that many slots. */
    public static List<Takeover> of(NodeName from, List<Term> terms) {
      List<Takeover> questions = new ArrayList<>();
      for (int first = 0; first < terms.size(); first += Limits.TAKEOVER_SLOTS_MAX) {
        int end = Math.min(terms.size(), first + Limits.TAKEOVER_SLOTS_MAX);
        questions.add(new Takeover(from, terms.subList(first, end)));
      }
      return questions;
    }
  }

  /** The term of a slot. */
  record Term(int slot, long term) {}

  /** The sender obeys these terms, and has these writes that are not settled. */
  record Yielded(NodeName from, List<Unsettled> slots) implements PeerMessage {
    public Yielded {
      slots = List.copyOf(slots);
    }
  }

  /**
   * The writes of one slot that may not be on all copies.
   *
   * @param stoppedAgoMillis how long ago the sender stopped to serve the slot, in favour of this
   *     term; {@link #NOT_SERVED} if it did not serve it
   */
  record Unsettled(int slot, long term, long stoppedAgoMillis, List<Change> changes) {
    public static final long NOT_SERVED = -1;

    public Unsettled {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Part of what a learner is filled with.
   *
   * @param feed grows with every feed that the primary begins
   * @param sequence counts the chunks of a feed from 0 on
   */
  record Chunk(NodeName from, long feed, int sequence, List<Part> parts) implements PeerMessage {
    public Chunk {
      parts = List.copyOf(parts);
    }

    /** The same, so much later: what it says of times is as of the moment at which it is sent. */
    public Chunk aged(long millis) {
      return new Chunk(
          from, feed, sequence, parts.stream().map(part -> part.aged(millis)).toList());
    }
  }

  /**
   * Entries of one slot in a chunk.
   *
   * @param since which copy of the receiver is meant
   * @param last whether the slot ends here
   * @param changes the entries
   * @param requests with the last part, the requests that are remembered in the slot
   * @param forgottenAgoMillis with the last part, how long ago the latest of the requests that are
   *     not remembered any more was applied
   */
  record Part(
      int slot,
      long term,
      long since,
      Version settledBelow,
      boolean last,
      List<Change> changes,
      List<Applied> requests,
      long forgottenAgoMillis) {
    public Part {
      changes = List.copyOf(changes);
      requests = List.copyOf(requests);
    }

    /** The same, so much later. */
    Part aged(long millis) {
      return new Part(
          slot,
          term,
          since,
          settledBelow,
          last,
          changes.stream().map(change -> change.aged(millis)).toList(),
          requests.stream().map(request -> request.aged(millis)).toList(),
          forgottenAgoMillis == Long.MAX_VALUE ? Long.MAX_VALUE : forgottenAgoMillis + millis);
    }
  }

  /** The learner has the chunk and all before it. */
  record ChunkAccepted(NodeName from, long feed, int sequence) implements PeerMessage {}

  /**
   * Asks for a lease: the word not to take over from the sender for a while.
   *
   * @param epoch of the sender's table
   * @param lineage of the sender's table
   * @param sentAtMillis by the sender's own clock
   */
  record Renew(Incarnation process, long epoch, long lineage, long sentAtMillis)
      implements PeerMessage {
    @Override
    public NodeName from() {
      return process.node();
    }
  }

  /** Grants what was asked for at that time. */
  record Granted(Incarnation process, long sentAtMillis) implements PeerMessage {
    @Override
    public NodeName from() {
      return process.node();
    }
  }
}
