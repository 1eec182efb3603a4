package io.apothik.door.resp;

import io.apothik.credential.Protection;
import io.apothik.message.Limits;
import io.apothik.message.Master;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all clients of one node share. Used on one context. */
final class Door {
  private static final Placement PLACEMENT = new Placement.Slots();

  private final Master master;
  private final Protection protection;
  private final boolean cluster;
  private final Executor context;
  private final Map<Long, Session> sessions = new LinkedHashMap<>();
  private final ScanCursors cursors = new ScanCursors();
  private final long sinceMillis = System.currentTimeMillis();
  private Topology topology;
  private long lastSession;
  private long commands;
  private long lastAskedMillis;

  /** When it was seen that slots went from here to others; 0 where none did. */
  private final long[] givenUpMillis = new long[Placement.Slots.COUNT];

  /**
   * @param cluster whether clients are sent to the owners of slots, or spoken for there
   * @param protection who may come in
   * @param context runs what is to be done on the context of the door
   */
  Door(Master master, boolean cluster, Protection protection, Executor context) {
    this.master = master;
    this.protection = protection;
    this.cluster = cluster;
    this.context = context;
    this.topology = Topology.of(master.table(), master.live(), master.name());
  }

  boolean isCluster() {
    return cluster;
  }

  NodeName self() {
    return master.name();
  }

  SlotTable table() {
    return master.table();
  }

  /** Who owns what, and where. */
  Topology topology() {
    if (!topology.isOf(master.table(), master.live())) {
      Topology next = Topology.of(master.table(), master.live(), master.name());
      long now = System.currentTimeMillis();
      for (int slot = 0; slot < givenUpMillis.length; slot++) {
        if (topology.isHere(slot) && !next.isHere(slot)) {
          givenUpMillis[slot] = now;
        }
      }
      topology = next;
    }
    return topology;
  }

  /**
   * Where a client has to go for a slot; nothing if it is answered here. For a while that is so for
   * slots that were here, too: else all clients would find out at the same moment that they have to
   * learn anew who owns what, and some are not made for nodes that they did not know before.
   */
  Optional<Topology.Place> elsewhere(int slot) {
    if (!cluster || topology().isHere(slot)) {
      return Optional.empty();
    }
    long sinceGivenUp = System.currentTimeMillis() - givenUpMillis[slot];
    return sinceGivenUp < Limits.RESP_SPOKEN_FOR_MILLIS
        ? Optional.empty()
        : Optional.of(topology.owner(slot));
  }

  static int slotOf(Bytes key) {
    return PLACEMENT.slotOf(key, Placement.Slots.COUNT);
  }

  /** Asks the master; the caller gets the reply on the context of the door. */
  void ask(Request request, Consumer<Reply> caller) {
    master.ask(
        request,
        Limits.TIMEOUT_MILLIS_DEFAULT,
        reply -> context.execute(() -> caller.accept(reply)));
  }

  /** Who may come in. */
  Protection protection() {
    return protection;
  }

  /** A client is cut off that did not read its replies. */
  void onSlowClient(String text) {
    master.onSlowClient(text);
  }

  /** Runs it on the context of the door. */
  void run(Runnable action) {
    context.execute(action);
  }

  ScanCursors cursors() {
    return cursors;
  }

  /** The node of whose slots alone a client is to see keys, or null. */
  @Nullable NodeName scanned() {
    return cluster ? self() : null;
  }

  Session open(String address, String localAddress) {
    Session session = new Session(++lastSession, address, localAddress, this);
    sessions.put(session.id(), session);
    return session;
  }

  void close(Session session) {
    sessions.remove(session.id());
  }

  Collection<Session> sessions() {
    return sessions.values();
  }

  /** How many clients there were. */
  long sessionsEver() {
    return lastSession;
  }

  void countCommand() {
    commands++;
  }

  /** A client asks for keys. */
  void isAsked() {
    lastAskedMillis = System.currentTimeMillis();
  }

  /**
   * Whether clients asked for keys in so long a time. Some look again and again who owns what, or
   * whether the node is there: they need not be waited for.
   */
  boolean isAskedWithin(long millis) {
    return System.currentTimeMillis() - lastAskedMillis < millis;
  }

  long commands() {
    return commands;
  }

  long upMillis() {
    return System.currentTimeMillis() - sinceMillis;
  }
}
