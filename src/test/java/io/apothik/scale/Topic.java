package io.apothik.scale;

import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Amendment;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.Leaving;
import io.apothik.message.NodeMessage.Suspected;
import io.apothik.message.NodeMessage.Synced;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.message.PeerMessage.Chunk;
import io.apothik.message.PeerMessage.ChunkAccepted;
import io.apothik.message.PeerMessage.Granted;
import io.apothik.message.PeerMessage.Renew;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.PeerMessage.Settled;
import io.apothik.message.PeerMessage.Takeover;
import io.apothik.message.PeerMessage.Yielded;
import io.apothik.message.VoteMessage;
import java.util.List;

/** What a message between nodes is about. */
public enum Topic {
  /** The choice of tables. */
  VOTES,
  /** Tables, differences of tables, and requests for them. */
  TABLES,
  /** Leases, by which nodes know each other's epochs, too. */
  LEASES,
  /** What a new primary needs to know before it serves. */
  TAKEOVERS,
  /** The filling of learners. */
  FILLING,
  /** What the coordinator is told. */
  REPORTS,
  /** Writes, and marks of what is settled. */
  WRITES;

  private record Family(Class<? extends NodeMessage> type, Topic topic) {}

  private static final List<Family> FAMILIES =
      List.of(
          new Family(VoteMessage.class, VOTES),
          new Family(Announcement.class, TABLES),
          new Family(Amendment.class, TABLES),
          new Family(TableRequest.class, TABLES),
          new Family(Renew.class, LEASES),
          new Family(Granted.class, LEASES),
          new Family(Takeover.class, TAKEOVERS),
          new Family(Yielded.class, TAKEOVERS),
          new Family(Chunk.class, FILLING),
          new Family(ChunkAccepted.class, FILLING),
          new Family(Synced.class, REPORTS),
          new Family(Suspected.class, REPORTS),
          new Family(Leaving.class, REPORTS),
          new Family(Replicate.class, WRITES),
          new Family(Replicated.class, WRITES),
          new Family(Settled.class, WRITES));

  /**
   * The topic of a message.
   *
   * @throws IllegalArgumentException if cache nodes do not say such things to each other unasked
   */
  static Topic of(NodeMessage message) {
    return FAMILIES.stream()
        .filter(family -> family.type().isInstance(message))
        .map(Family::topic)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("of no topic: " + message));
  }
}
