package io.apothik.scale;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What something cost a cluster.
 *
 * @param millis simulated time that it took
 * @param messages that were sent, by what they are about; a topic without any may be absent
 * @param bytes of these messages
 * @param cpuNanos processor time that all nodes together spent, coding and decoding included
 * @param busiestNanos time that the node spent that spent most
 * @param tables the tables that followed each other, oldest first
 */
public record Cost(
    long millis,
    Map<Topic, Long> messages,
    Map<Topic, Long> bytes,
    long cpuNanos,
    long busiestNanos,
    List<Publication> tables) {
  /**
   * A table as it is sent.
   *
   * @param fullBytes of the message that shows all of it
   * @param differenceBytes of the message that shows it to who has the one before; equal to {@code
   *     fullBytes} if there is none before
   * @param slots how many have other owners than before
   */
  public record Publication(long fullBytes, long differenceBytes, int slots) {}

  /** Copies. */
  public Cost {
    messages = new EnumMap<>(messages);
    bytes = new EnumMap<>(bytes);
    tables = List.copyOf(tables);
  }

  /** Of all topics together. */
  public long allMessages() {
    return messages.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Of all topics together. */
  public long allBytes() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  public long messages(Topic topic) {
    return messages.getOrDefault(topic, 0L);
  }

  public long bytes(Topic topic) {
    return bytes.getOrDefault(topic, 0L);
  }
}
