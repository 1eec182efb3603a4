package io.apothik.core;

import io.apothik.message.EventMessage;
import io.apothik.message.EventMessage.Events;
import io.apothik.message.EventMessage.Listen;
import io.apothik.message.Listener;
import io.apothik.message.SlotEvent;
import io.apothik.message.SlotEvent.Changed;
import io.apothik.message.SlotEvent.Closed;
import io.apothik.message.SlotEvent.Opened;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How a process hears of changes: from each event loop of each cache node it has a stream of
 * events, and asks for more of them again and again. Every slot is told of by its primary alone.
 * When that changes, nothing is missed if the one before said that it told all, and to whom the
 * slot went; in every other case the slot is reported as one in which changes may have been missed.
 *
 * <p>Used by one thread, but for {@link #freshAtMillis}.
 */
public final class Listening {
  /** How often a cache node is asked, at least. */
  public static final long ASK_MILLIS = 500;

  /** So many events are heard before the teller is told so sooner. */
  private static final int UNSAID_MAX = 1_000;

  /** For so long a new primary's events wait for the end of those of the one before. */
  private static final long HANDOVER_MILLIS_MAX = 1_000;

  /** Takes what is asked to an event loop of a cache node; it may get lost. */
  public interface Road {
    void send(NodeName to, int loop, Listen message);
  }

  private record Address(NodeName node, int loop) {}

  /** One event loop of a cache node. */
  private static final class Teller {
    private final Incarnation process;
    private HeardStream stream = new HeardStream(HeardStream.UNKNOWN);
    private long askedAtMillis = EventMessage.NEVER;
    private long saidHeard;

    Teller(Incarnation process) {
      this.process = process;
    }
  }

  private final Incarnation self;
  private final int loops;
  private final Listener listener;
  private final Road road;
  private final Map<Address, Teller> tellers = new LinkedHashMap<>();
  private final Map<Integer, HeardSlot> slots = new TreeMap<>();
  private final Set<Integer> missed = new LinkedHashSet<>();
  private final Set<Integer> waiting = new LinkedHashSet<>();
  private final AtomicReferenceArray<@Nullable HeardStream> open;

  private SlotTable table = SlotTable.NONE;
  private List<Bytes> prefixes = List.of();
  private long wish;
  private long completeWish;

  /**
   * @param loops how many event loops each cache node has
   */
  public Listening(Incarnation self, int slotCount, int loops, Listener listener, Road road) {
    this.self = self;
    this.loops = loops;
    this.listener = listener;
    this.road = road;
    this.open = new AtomicReferenceArray<>(slotCount);
  }

  /**
   * Other prefixes count from now on; none to listen no more.
   *
   * @return the number of this wish
   */
  public long wish(Collection<Bytes> wanted, long nowMillis) {
    prefixes = List.copyOf(wanted);
    wish++;
    if (prefixes.isEmpty()) {
      forgetAll();
    } else {
      tellers.forEach((address, teller) -> ask(address, teller, nowMillis));
    }
    return wish;
  }

  /**
   * Whether every cache node tells by that wish, or a later one, and every slot was told of, so
   * that no change is missed. A node may need several messages to say of which slots it tells.
   */
  public boolean isComplete(long number) {
    boolean complete =
        !tellers.isEmpty()
            && tellers.values().stream().allMatch(teller -> teller.stream.wish() >= number)
            && slots.size() == open.length();
    completeWish = complete ? Math.max(completeWish, number) : completeWish;
    return complete;
  }

  /**
   * Up to which moment, by the clock of this process, all changes in a slot are heard; {@link
   * EventMessage#NEVER} if that is not known. Safe for use by several threads.
   */
  public long freshAtMillis(int slot) {
    HeardStream stream = open.get(slot);
    return stream == null ? EventMessage.NEVER : stream.freshAtMillis();
  }

  /** Other cache nodes hold the slots. */
  public void install(SlotTable next, long nowMillis) {
    if (!next.isNewerThan(table)) {
      return;
    }
    boolean parted = !next.descendsFrom(table);
    table = next;
    if (parted) {
      forgetAll();
    }
    List<Address> gone = new ArrayList<>();
    tellers.forEach(
        (address, teller) -> {
          if (!next.isMember(teller.process)) {
            end(teller.stream);
            gone.add(address);
          }
        });
    gone.forEach(tellers::remove);
    for (Incarnation member : next.members()) {
      for (int loop = 0; loop < loops; loop++) {
        Address address = new Address(member.node(), loop);
        if (!tellers.containsKey(address)) {
          Teller teller = new Teller(member);
          tellers.put(address, teller);
          ask(address, teller, nowMillis);
        }
      }
    }
    report();
  }

  private void forgetAll() {
    tellers.values().forEach(teller -> teller.stream.end());
    tellers.replaceAll((address, teller) -> new Teller(teller.process));
    // Those who listen miss what happens until the slots are told of again.
    slots.keySet().forEach(slot -> open.set(slot, null));
    missed.addAll(slots.keySet());
    slots.clear();
    waiting.clear();
    report();
  }

  private void end(HeardStream stream) {
    stream.end();
    for (HeardSlot slot : slots.values()) {
      slot.ended(stream);
      look(slot);
    }
  }

  private void ask(Address address, Teller teller, long nowMillis) {
    if (prefixes.isEmpty()) {
      return;
    }
    teller.askedAtMillis = Math.max(nowMillis, teller.askedAtMillis + 1);
    teller.saidHeard = teller.stream.heard();
    road.send(
        address.node(),
        address.loop(),
        new Listen(
            self,
            teller.askedAtMillis,
            wish,
            prefixes,
            teller.stream.number(),
            teller.stream.heard()));
  }

  /** Takes in what a cache node tells. */
  public void on(Events events, long nowMillis) {
    Address address = new Address(events.from(), events.loop());
    Teller teller = tellers.get(address);
    if (teller == null || prefixes.isEmpty() || events.stream() < teller.stream.number()) {
      return;
    }
    if (events.stream() > teller.stream.number()) {
      if (events.first() > 0 || events.wish() < completeWish) {
        return;
      }
      end(teller.stream);
      teller.stream = new HeardStream(events.stream());
      teller.saidHeard = 0;
    }
    HeardStream stream = teller.stream;
    if (events.first() <= stream.heard()) {
      for (long next = stream.heard(); next < events.end(); next++) {
        stream.hear();
        take(stream, events.events().get((int) (next - events.first())), nowMillis);
      }
    }
    stream.hear(events);
    report();
    if (stream.heard() - teller.saidHeard >= UNSAID_MAX) {
      ask(address, teller, nowMillis);
    }
  }

  private void take(HeardStream stream, SlotEvent event, long nowMillis) {
    if (event.slot() >= open.length()) {
      return;
    }
    HeardSlot slot = slots.computeIfAbsent(event.slot(), this::slot);
    if (event instanceof Changed changed) {
      slot.changed(stream, changed);
    } else if (event instanceof Opened opened) {
      slot.opened(stream, opened.term(), opened.fromItsBeginning(), nowMillis);
    } else if (event instanceof Closed closed) {
      slot.closed(stream, closed.nextTerm());
    }
    look(slot);
  }

  private HeardSlot slot(int number) {
    return new HeardSlot(number, this::tell, () -> missed.add(number));
  }

  private void tell(Changed change) {
    // What was missed before it is reported before it.
    report();
    listener.changed(change);
  }

  private void look(HeardSlot slot) {
    open.set(slot.slot(), slot.openOrNull());
    if (slot.isWaiting()) {
      waiting.add(slot.slot());
    } else {
      waiting.remove(slot.slot());
    }
  }

  private void report() {
    if (!missed.isEmpty()) {
      SlotSet.Builder all = new SlotSet.Builder();
      missed.forEach(all::add);
      missed.clear();
      listener.missed(all.build());
    }
  }

  /** Does what is due; to be called some dozens of times a second. */
  public void tick(long nowMillis) {
    tellers.forEach(
        (address, teller) -> {
          if (nowMillis - ASK_MILLIS >= teller.askedAtMillis) {
            ask(address, teller, nowMillis);
          }
        });
    for (int number : List.copyOf(waiting)) {
      HeardSlot slot = slots.get(number);
      if (slot != null) {
        slot.tick(nowMillis - HANDOVER_MILLIS_MAX);
        look(slot);
      }
    }
    report();
  }
}
