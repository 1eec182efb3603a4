package io.apothik.message;

/** Whatever travels over the event bus: callers' requests, replies, and nodes' own messages. */
public sealed interface Message permits Request, Reply, NodeMessage {}
