package io.apothik.node;

import io.apothik.core.CacheNode;
import io.apothik.core.Loops;
import io.apothik.message.Effect;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Leaving;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.RequestId;
import io.apothik.message.Settings;
import io.apothik.replica.CaffeineEviction;
import io.apothik.slot.Bytes;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Planning;
import io.apothik.slot.Provision;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import io.apothik.wire.MessageWire;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Lets a few cache nodes of few slots live a short life in memory: they found a cluster, are
 * written to and read from, another one joins, and one leaves. What a process does for the first
 * time takes it long, as classes are loaded and nothing is compiled yet; and while slots pass,
 * nobody serves them.
 */
final class WarmUp {
  private static final String HOST = "warm-up";
  private static final int SLOTS = 128;
  private static final int FOUNDERS = 3;
  private static final int REQUESTS = 500;
  private static final int TICK_MILLIS = 20;
  private static final int MILLIS_MAX = 60_000;
  private static final long MEMORY_BYTES = Tuning.MEMORY_BYTES_MIN;
  private static final Provision PROVISION =
      new Provision(new Tuning(1, MEMORY_BYTES, 1 << 30), MEMORY_BYTES);

  private static boolean done;

  private final List<Toy> nodes = new ArrayList<>();
  private List<Runnable> onTheirWay = new ArrayList<>();
  private long nowMillis;
  private int begun;

  private WarmUp() {}

  /**
   * Does it, unless this process did it before; keeps the calling thread for some tenths of a
   * second.
   */
  static synchronized void once() {
    if (!done) {
      done = true;
      run();
    }
  }

  /**
   * Does it, and returns the table to which it led.
   *
   * @throws IllegalStateException if the nodes do not come to an end
   */
  static SlotTable run() {
    WarmUp life = new WarmUp();
    for (int i = 0; i < FOUNDERS; i++) {
      life.begin().core.expect(FOUNDERS);
    }
    life.settle();
    life.writeAndRead();
    life.begin().core.joinedOthers();
    life.settle();
    Toy leaver = life.nodes.get(1);
    life.nodes.forEach(toy -> toy.take(new Leaving(leaver.self, false)));
    life.end(leaver);
    life.settle();
    return life.nodes.get(0).core.table();
  }

  /** One node: the real core. */
  private final class Toy {
    private final Incarnation self;
    private final CacheNode core;

    Toy(int number) {
      self = new Incarnation(NodeName.numbered(number, HOST), HOST + number);
      core =
          new CacheNode(
              self,
              Settings.DEFAULT,
              SLOTS,
              () -> new CaffeineEviction(MEMORY_BYTES, System::nanoTime),
              (long) number << Integer.SIZE,
              PROVISION,
              Loops.one(this::perform));
    }

    private void perform(Effect effect) {
      if (effect instanceof Effect.Send send) {
        Buffer bytes = Buffer.buffer();
        MessageWire.encode(bytes, send.message());
        onTheirWay.add(() -> deliver(send.to(), bytes));
      } else if (effect instanceof Effect.Plan plan) {
        onTheirWay.add(() -> plan(plan.planning()));
      }
    }

    private void plan(Planning planning) {
      core.onPlanned(planning, planning.plan(), nowMillis);
    }

    private void take(NodeMessage message) {
      core.on(message, nowMillis);
    }
  }

  private void deliver(NodeName to, Buffer bytes) {
    NodeMessage message = (NodeMessage) MessageWire.decode(bytes, 0, bytes.length());
    nodes.stream().filter(toy -> toy.self.node().equals(to)).forEach(toy -> toy.take(message));
  }

  private Toy begin() {
    Toy toy = new Toy(++begun);
    nodes.add(toy);
    membersChanged();
    return toy;
  }

  /** A node that is leaving goes as soon as it has handed over what it held. */
  private void end(Toy leaver) {
    passUntil(() -> !leaver.core.table().isMember(leaver.self));
    nodes.remove(leaver);
    membersChanged();
  }

  private void membersChanged() {
    LiveSet live = new LiveSet(nodes.stream().map(WarmUp::member).toList());
    nodes.forEach(toy -> toy.core.onLive(live, nowMillis));
  }

  private static Member member(Toy toy) {
    return new Member(toy.self.node(), Role.CACHE, toy.self.id(), 0, 0, DoorPorts.NONE);
  }

  private void writeAndRead() {
    for (int i = 0; i < REQUESTS; i++) {
      Bytes key = Bytes.utf8("key" + i);
      ask(i, KeyRequest.put(key, key));
      ask(i, KeyRequest.get(key));
      pass();
    }
  }

  private void ask(int number, KeyRequest request) {
    int slot = number % SLOTS;
    RequestId id = request.operation().isWrite() ? new RequestId(1, number + 1) : RequestId.NONE;
    for (Toy toy : nodes) {
      SlotTable table = toy.core.table();
      if (table.owners(slot).isPrimary(toy.self.node())) {
        toy.core.onRequest(
            number, new SlotRequest(table.epoch(), slot, id, 0, 0, request), nowMillis);
      }
    }
  }

  private void settle() {
    passUntil(() -> nodes.stream().allMatch(this::isSettled));
  }

  private boolean isSettled(Toy toy) {
    SlotTable table = toy.core.table();
    return table.members().size() == nodes.size()
        && table.moving() == 0
        && table.epoch() == nodes.get(0).core.table().epoch();
  }

  private void passUntil(BooleanSupplier isDone) {
    long until = nowMillis + MILLIS_MAX;
    while (!isDone.getAsBoolean()) {
      if (nowMillis > until) {
        throw new IllegalStateException(
            "after %d ms: %s".formatted(nowMillis, nodes.get(0).core.table()));
      }
      pass();
    }
  }

  /** A millisecond, in which what was sent before arrives. */
  private void pass() {
    nowMillis++;
    List<Runnable> arriving = onTheirWay;
    onTheirWay = new ArrayList<>();
    arriving.forEach(Runnable::run);
    if (nowMillis % TICK_MILLIS == 0) {
      nodes.forEach(toy -> toy.core.tick(nowMillis));
    }
  }
}
