package io.apothik.door.resp;

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
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all clients of one node share. Used on one context. */
final class Door {
  private static final Placement PLACEMENT = new Placement.Slots();

  private final Master master;
  private final boolean cluster;
  private final Executor context;
  private final Map<Long, Session> sessions = new LinkedHashMap<>();
  private final ScanCursors cursors = new ScanCursors();
  private final long sinceMillis = System.currentTimeMillis();
  private Topology topology;
  private long lastSession;
  private long commands;

  /**
   * @param cluster whether clients are sent to the owners of slots, or spoken for there
   * @param context runs what is to be done on the context of the door
   */
  Door(Master master, boolean cluster, Executor context) {
    this.master = master;
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
      topology = Topology.of(master.table(), master.live(), master.name());
    }
    return topology;
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

  long commands() {
    return commands;
  }

  long upMillis() {
    return System.currentTimeMillis() - sinceMillis;
  }
}
