package io.apothik.message;

import io.apothik.slot.Bytes;
import io.apothik.slot.HandedOver;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.List;

/** What nodes say to each other. */
public sealed interface NodeMessage extends Message
    permits NodeMessage.SlotRequest,
        NodeMessage.StatusRequest,
        NodeMessage.Chunk,
        NodeMessage.Delivered,
        NodeMessage.Leaving,
        NodeMessage.Leave,
        NodeMessage.Announcement {

  /**
   * A master's request to the owner of a slot.
   *
   * @param epoch of the table by which the master chose the node
   * @param slot of the key, under that table
   */
  record SlotRequest(long epoch, int slot, KeyRequest request) implements NodeMessage {}

  /** Asks for a {@link Reply.Status}. */
  record StatusRequest() implements NodeMessage {}

  /**
   * Part of what a primary hands over to a learner.
   *
   * @param from the primary
   * @param batch grows with every batch that the primary sends
   * @param sequence counts the chunks of a batch from 0 on; the first and the last are empty, and
   *     only ask whether the learner listens, and whether it still holds it all
   * @param parts the entries, by slot
   */
  record Chunk(NodeName from, long batch, int sequence, List<Part> parts) implements NodeMessage {
    public Chunk {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Entries of one slot in a chunk.
   *
   * @param first whether the slot starts here: what the learner held in it before is stale
   */
  record Part(int slot, boolean first, List<Pair> pairs) {
    public Part {
      pairs = List.copyOf(pairs);
    }
  }

  /** A key and its value. */
  record Pair(Bytes key, Bytes value) {}

  /** Tells the coordinator that slots were handed over. */
  record Delivered(HandedOver handedOver) implements NodeMessage {}

  /** Tells the coordinator that a node is to hold nothing any more. */
  record Leaving(NodeName node) implements NodeMessage {}

  /** Asks a node to hand over what it holds and end. */
  record Leave() implements NodeMessage {}

  /** Shows every node the newest table. */
  record Announcement(SlotTable table) implements NodeMessage {}
}
