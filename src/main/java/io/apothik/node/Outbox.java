package io.apothik.node;

import io.apothik.message.Change;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Several;
import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Chunk;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Unsettled;
import io.apothik.message.PeerMessage.Yielded;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a node's copies have to say to those of others: all that comes up for the same node while
 * one round of events is handled travels in one message. Used on one context.
 */
final class Outbox {
  private static final int MESSAGE_BYTES = 64;

  private static final class Waiting {
    private final List<PeerMessage> messages = new ArrayList<>();
    private long bytes;
  }

  private final Consumer<Runnable> later;
  private final BiConsumer<NodeName, NodeMessage> road;
  private final Map<NodeName, Waiting> waiting = new LinkedHashMap<>();
  private boolean due;

  /**
   * @param later runs something when the events at hand are handled
   * @param road takes a message to a node
   */
  Outbox(Consumer<Runnable> later, BiConsumer<NodeName, NodeMessage> road) {
    this.later = later;
    this.road = road;
  }

  void send(NodeName to, NodeMessage message) {
    if (!(message instanceof PeerMessage peer) || peer instanceof Chunk) {
      road.accept(to, message);
      return;
    }
    Waiting here = waiting.computeIfAbsent(to, absent -> new Waiting());
    here.messages.add(peer);
    here.bytes += bytes(peer);
    if (here.bytes >= Limits.BATCH_BYTES_FULL
        || here.messages.size() == Limits.BATCH_REQUESTS_MAX) {
      waiting.remove(to);
      send(to, here);
    } else if (!due) {
      due = true;
      later.accept(this::flush);
    }
  }

  private void flush() {
    due = false;
    Map<NodeName, Waiting> all = new LinkedHashMap<>(waiting);
    waiting.clear();
    all.forEach(this::send);
  }

  private void send(NodeName to, Waiting what) {
    List<PeerMessage> messages = joined(what.messages);
    road.accept(to, messages.size() == 1 ? messages.get(0) : new Several(messages));
  }

  /** The same, with the writes of a slot that follow each other in one message. */
  private static List<PeerMessage> joined(List<PeerMessage> messages) {
    List<PeerMessage> joined = new ArrayList<>(messages.size());
    int end;
    for (int begin = 0; begin < messages.size(); begin = end) {
      end = begin + 1;
      while (end < messages.size() && follows(messages.get(end), messages.get(end - 1))) {
        end++;
      }
      joined.add(
          end == begin + 1
              ? messages.get(begin)
              : join((Replicate) messages.get(begin), messages.subList(begin + 1, end)));
    }
    return joined;
  }

  private static boolean follows(PeerMessage message, PeerMessage before) {
    return message instanceof Replicate later
        && before instanceof Replicate earlier
        && later.slot() == earlier.slot()
        && later.term() == earlier.term()
        && later.since() == earlier.since()
        && later.after().equals(last(earlier).version());
  }

  private static Replicate join(Replicate first, List<PeerMessage> rest) {
    List<Change> changes = new ArrayList<>(first.changes());
    Replicate last = first;
    for (PeerMessage message : rest) {
      last = (Replicate) message;
      changes.addAll(last.changes());
    }
    return new Replicate(
        first.from(),
        first.slot(),
        first.term(),
        first.since(),
        first.after(),
        last.settledBelow(),
        changes);
  }

  private static Change last(Replicate message) {
    return message.changes().get(message.changes().size() - 1);
  }

  private static long bytes(PeerMessage message) {
    long bytes = MESSAGE_BYTES;
    if (message instanceof Replicate replicate) {
      bytes += bytes(replicate.changes());
    } else if (message instanceof Yielded yielded) {
      for (Unsettled slot : yielded.slots()) {
        bytes += MESSAGE_BYTES + bytes(slot.changes());
      }
    }
    return bytes;
  }

  private static long bytes(List<Change> changes) {
    long bytes = 0;
    for (Change change : changes) {
      bytes += MESSAGE_BYTES + change.key().length();
      bytes += change.valueOrNull() == null ? 0 : change.valueOrNull().length();
    }
    return bytes;
  }
}
