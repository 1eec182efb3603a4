package io.apothik.message;

import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Suspicion;
import io.apothik.slot.SyncReport;
import io.apothik.slot.TableDifference;
import io.apothik.slot.TuningChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nodes say to each other. */
public sealed interface NodeMessage extends Message
    permits NodeMessage.SlotRequest,
        NodeMessage.Batch,
        NodeMessage.Several,
        NodeMessage.SlotScan,
        NodeMessage.SlotInquiry,
        NodeMessage.StatusRequest,
        NodeMessage.HistoryRequest,
        NodeMessage.HotKeysRequest,
        NodeMessage.Leave,
        NodeMessage.Leaving,
        NodeMessage.Synced,
        NodeMessage.Suspected,
        NodeMessage.Voted,
        NodeMessage.Recover,
        NodeMessage.Tune,
        NodeMessage.TableRequest,
        NodeMessage.Announcement,
        NodeMessage.Amendment,
        EventMessage,
        PeerMessage,
        VoteMessage {

  /**
   * A master's request to the owner of a slot.
   *
   * @param epoch of the table by which the master chose the node
   * @param slot of the key, under that table
   * @param id the same each time that the request is tried
   * @param answeredBelow all writes of the id's series with a lesser number are answered: their
   *     callers have their replies, and no further try of them is sent
   * @param ageMillis how long ago it was tried first
   */
  record SlotRequest(
      long epoch, int slot, RequestId id, long answeredBelow, long ageMillis, KeyRequest request)
      implements NodeMessage {}

  /**
   * What waited at a master for one node. It is answered with {@link Reply.Answers}, as soon as
   * some of the requests are; to the others there are further ones, at the name of the master's
   * node.
   *
   * @param from the master's node
   * @param number counts the batches of that process
   * @param requests 1 to {@link Limits#BATCH_REQUESTS_MAX}
   */
  record Batch(NodeName from, long number, List<SlotRequest> requests) implements NodeMessage {
    public Batch {
      requests = List.copyOf(requests);
    }
  }

  /**
   * What the holder of some copies has to say to that of others at one time.
   *
   * @param messages 2 to {@link Limits#BATCH_REQUESTS_MAX}
   */
  record Several(List<PeerMessage> messages) implements NodeMessage {
    public Several {
      messages = List.copyOf(messages);
    }
  }

  /**
   * Asks the primary of some slots for the keys that they have: {@link Reply.Page}.
   *
   * @param epoch of the table by which the master chose the node
   * @param slots 1 to {@link Limits#SCAN_SLOTS_MAX}
   * @param afterOrNull in the first slot, the key after which to begin; null for its first
   * @param prefix that keys must have, or no bytes
   * @param count how many keys are wanted, 1 to {@link Limits#SCAN_KEYS_MAX}
   */
  record SlotScan(long epoch, SlotSet slots, @Nullable Bytes afterOrNull, Bytes prefix, int count)
      implements NodeMessage {}

  /**
   * Asks a cache node what it has of a key, and what it remembers of the key's slot: {@link
   * Reply.CopyReport}.
   */
  record SlotInquiry(int slot, Bytes key) implements NodeMessage {}

  /** Asks for a {@link Reply.Status}. */
  record StatusRequest() implements NodeMessage {}

  /**
   * Asks for {@link Observation.Samples}.
   *
   * @param samples how many at most, the latest; 1 to {@link Limits#SAMPLES_MAX}
   */
  record HistoryRequest(int samples) implements NodeMessage {}

  /**
   * Asks for {@link Observation.HotKeys}.
   *
   * @param count how many at most, 1 to {@link Limits#HOT_KEYS_MAX}
   * @param prefixes one of which keys must have; none for all keys
   */
  record HotKeysRequest(int count, List<Bytes> prefixes) implements NodeMessage {
    public HotKeysRequest {
      prefixes = List.copyOf(prefixes);
    }
  }

  /** Asks a node to hand over what it holds and end. */
  record Leave() implements NodeMessage {}

  /**
   * Tells the coordinator that a node's process is to hold nothing any more; in the end, tells
   * everybody that it goes.
   *
   * @param going whether it goes now
   */
  record Leaving(Incarnation process, boolean going) implements NodeMessage {}

  /** Tells the coordinator that a learner has everything in some slots. */
  record Synced(SyncReport report) implements NodeMessage {}

  /** Tells the coordinator that a node keeps writes from being acknowledged. */
  record Suspected(Suspicion suspicion) implements NodeMessage {}

  /**
   * Tells the coordinator that a node voted, a while ago, for a table that it has not got: until
   * there is another, it grants no lease.
   *
   * @param epoch of the table that it has
   */
  record Voted(NodeName from, long epoch) implements NodeMessage {}

  /** Asks the coordinator to go on without a majority, with what is left. */
  record Recover() implements NodeMessage {}

  /** Asks the coordinator to have a table agreed that says so. */
  record Tune(TuningChange change) implements NodeMessage {}

  /**
   * Asks for the receiver's table, by an {@link Announcement} or an {@link Amendment}, if it is
   * newer than the one named, or if neither has any.
   */
  record TableRequest(NodeName from, long epoch, long lineage) implements NodeMessage {}

  /** Shows a table. */
  record Announcement(NodeName from, SlotTable table) implements NodeMessage {}

  /** Shows a table to who has the one before it. */
  record Amendment(NodeName from, TableDifference difference) implements NodeMessage {}
}
