package io.apothik.replica;

import io.apothik.message.NodeMessage.Chunk;
import io.apothik.slot.HandedOver;
import io.apothik.slot.NodeName;

/** What a {@link Replica} wants done by whoever has a network and a clock. */
public sealed interface Effect permits Effect.Send, Effect.SendLater, Effect.Report {
  /** The learner to which this belongs. */
  NodeName learner();

  /** Send the chunk and give the answer to {@link Replica#onAnswer}. */
  record Send(NodeName learner, Chunk chunk) implements Effect {}

  /** After a short while, ask {@link Replica#onRetry} what has become of this chunk. */
  record SendLater(NodeName learner, Chunk chunk) implements Effect {}

  /** Tell the coordinator. */
  record Report(HandedOver handedOver) implements Effect {
    @Override
    public NodeName learner() {
      return handedOver.to();
    }
  }
}
