package io.apothik.replica;

import io.apothik.message.Change;
import io.apothik.message.Effect;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one slot, in one term, on their way from the primary to the other copies:
 * primary-backup replication after PacificA (Lin et al., Microsoft Research, 2008, section 2).
 *
 * <p>A write is <em>committed</em> when all copies in sync have it and everything before it is
 * committed; a learner that has everything counts as in sync from the moment at which it can be
 * reported. A write is <em>settled</em> when every copy has it, learners included.
 *
 * <p>Every copy takes in the writes of a term in their order, without gaps, so that a copy that
 * knows a write knows the requests of all writes before it, too.
 *
 * <p>We depart from PacificA in that copies hold states, not a log: a write carries the whole
 * entry, and what an earlier primary left undecided is completed, never undone.
 */
final class Replication {
  private final int slot;
  private final long term;
  private final Shard shard;
  private final Host host;

  private final Window<Write> inFlight;

  // There are many slots, and few of them have more than one learner: small lists do.
  private List<Copy> fed = List.of();
  private List<NodeName> complete = List.of();

  private SlotOwners owners;
  private List<NodeName> targets = List.of();
  private List<NodeName> required = List.of();
  private Version inherited = Version.NONE;
  private long nextCounter = 1;
  private long markedCounter = 1;
  private boolean begunMore;

  Replication(Shard shard, SlotOwners owners, Host host) {
    this.slot = shard.slot();
    this.shard = shard;
    this.owners = owners;
    this.term = owners.term();
    this.host = host;
    this.inFlight = new Window<>(host.places());
    look();
  }

  long term() {
    return term;
  }

  SlotOwners owners() {
    return owners;
  }

  /** The nodes without whose word nothing is committed. */
  List<NodeName> required() {
    return required;
  }

  /** The nodes of all other copies. */
  List<NodeName> targets() {
    return targets;
  }

  /** Whether the node's copy is that one. */
  boolean isCopy(NodeName node, long since) {
    return owners.copyOf(node).filter(copy -> copy.since() == since).isPresent();
  }

  /** Takes on the owners of another table, under which this node is still the primary. */
  void onOwners(SlotOwners next, long nowMillis) {
    SlotOwners before = owners;
    owners = next;
    if (!fed.isEmpty()) {
      fed = fed.stream().filter(owners.learners()::contains).toList();
      complete = fed.stream().map(Copy::node).filter(complete::contains).toList();
    }
    look();
    if (!inFlight.isEmpty()) {
      inFlight.all().forEach(write -> write.missing().retainAll(targets));
      owners.learners().stream()
          .filter(copy -> !before.copies().contains(copy))
          .forEach(copy -> sendAll(copy.node(), nowMillis));
    }
  }

  /** What is on its way, for a new copy: what follows it there is taken in only after it. */
  private void sendAll(NodeName node, long nowMillis) {
    inFlight.all().forEach(write -> write.miss(node));
    sendFirst(node, inFlight.all(), nowMillis);
  }

  private void look() {
    List<NodeName> needed = new ArrayList<>(owners.backups().size());
    owners.backups().forEach(copy -> needed.add(copy.node()));
    List<NodeName> others = new ArrayList<>(needed);
    for (Copy learner : owners.learners()) {
      others.add(learner.node());
      if (complete.contains(learner.node())) {
        needed.add(learner.node());
      }
    }
    required = List.copyOf(needed);
    targets = others.size() == needed.size() ? required : List.copyOf(others);
  }

  /** The version that the next write has. */
  Version nextVersion() {
    return new Version(term, nextCounter);
  }

  /** How many writes are on their way. */
  int size() {
    return inFlight.size();
  }

  /**
   * Takes on what earlier primaries left undecided: newest states alone, each with the requests of
   * the writes to its key that it replaced. So until it is settled, those are not.
   *
   * @param settledBelow every write of a lesser version is on all copies
   */
  void inherit(List<Write> undecided, Version settledBelow) {
    inherited = settledBelow;
    begin(undecided);
  }

  /**
   * Sends writes to all other copies, which take in all of them or none: those of one transaction,
   * or what may be of one, or a single one.
   */
  void begin(List<Write> writes) {
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      if (i < writes.size() - 1) {
        write.goesWithNext();
      }
      enter(write);
    }
    if (!targets.isEmpty() && !writes.isEmpty()) {
      List<Change> changes = Write.toChanges(writes, writes.get(0).begunAtMillis());
      Version after = before(writes.get(0));
      targets.forEach(node -> send(node, after, changes));
    }
  }

  private void enter(Write write) {
    if (write.version().term() == term) {
      nextCounter = Math.max(nextCounter, write.version().counter() + 1);
    }
    begunMore = true;
    targets.forEach(write::miss);
    host.onInFlight(slot, true);
    inFlight.put(write);
  }

  private void send(NodeName node, List<Write> writes, long nowMillis) {
    send(node, before(writes.get(0)), Write.toChanges(writes, nowMillis));
  }

  /** The version of the write before it that is on its way, if there is one. */
  private Version before(Write write) {
    Write before = inFlight.before(write.major(), write.minor());
    return before == null ? Version.NONE : before.version();
  }

  private void send(NodeName node, Version after, List<Change> changes) {
    owners
        .copyOf(node)
        .map(
            copy ->
                new Replicate(
                    host.self(), slot, term, copy.since(), after, settledBelow(), changes))
        .ifPresent(message -> host.perform(new Effect.Send(node, message)));
  }

  /** Answers a call as soon as the newest write to the key is committed, if there is one. */
  void answerWhenCommitted(Bytes key, long call, Reply reply) {
    Write write = uncommitted(key);
    if (write == null) {
      host.perform(new Effect.Answer(call, reply));
    } else {
      write.await(call, reply);
    }
  }

  /** Whether every write of the key that was begun is committed. */
  boolean isCommitted(Bytes key) {
    return uncommitted(key) == null;
  }

  /** The newest write to the key, if it is not committed. */
  private @Nullable Write uncommitted(Bytes key) {
    for (int place = inFlight.size() - 1; place >= 0; place--) {
      Write write = inFlight.at(place);
      if (write.isCommitted()) {
        // They are committed in their order.
        return null;
      } else if (write.key().equals(key)) {
        return write;
      }
    }
    return null;
  }

  /** Whether every write that was begun is committed. */
  boolean isCommitted() {
    return inFlight.isEmpty() || inFlight.last().isCommitted();
  }

  /** Answers a call as soon as every write that was begun is committed. */
  void answerWhenAllCommitted(long call, Reply reply) {
    if (isCommitted()) {
      answer(call, reply);
    } else {
      inFlight.last().await(call, reply);
    }
  }

  /** Another copy has these writes. */
  void onReplicated(NodeName from, Collection<Version> versions) {
    for (Version version : versions) {
      Write write = inFlight.get(version.term(), version.counter());
      if (write != null) {
        write.missing().remove(from);
      }
    }
    advance();
    completeLearners();
  }

  /** A learner's copy got everything that was there when its turn came. */
  void onFed(Copy copy) {
    if (needsFeeding(copy)) {
      fed = with(fed, copy);
    }
    completeLearners();
  }

  boolean needsFeeding(Copy copy) {
    return owners.learners().contains(copy) && !fed.contains(copy);
  }

  /** From the moment that a learner has everything, nothing is committed that it has not. */
  private void completeLearners() {
    for (Copy copy : fed) {
      NodeName node = copy.node();
      boolean has = inFlight.all().stream().noneMatch(write -> write.missing().contains(node));
      if (has && !complete.contains(node)) {
        complete = with(complete, node);
        look();
      }
    }
  }

  private static <T> List<T> with(List<T> elements, T another) {
    return Stream.concat(elements.stream(), Stream.of(another)).toList();
  }

  /** The nodes of the learners that have everything, and can be reported. */
  List<NodeName> complete() {
    return complete;
  }

  /**
   * Commits, in order, what all required copies have; forgets, in order, what all copies have. A
   * copy that is new is sent all from the first write on that is not forgotten: were a delete
   * forgotten before the write that it undoes, nobody would tell that copy of it.
   */
  void advance() {
    int unsettled = 0;
    while (unsettled < inFlight.size()) {
      Write write = inFlight.at(unsettled);
      if (!write.isCommitted() && !commit(write)) {
        break;
      }
      if (unsettled == 0 && write.missing().isEmpty()) {
        inFlight.removeFirst();
      } else {
        unsettled++;
      }
    }
    if (inFlight.isEmpty()) {
      host.onInFlight(slot, false);
    }
    shard.settle(settledBelow());
  }

  private boolean commit(Write write) {
    for (NodeName node : required) {
      if (write.missing().contains(node)) {
        return false;
      }
    }
    write.commit().forEach(waiting -> answer(waiting.call(), waiting.reply()));
    host.listeners().committed(slot, write);
    return true;
  }

  /** Ends, with its writes on their way. */
  void end() {
    inFlight.clear();
  }

  /** Gives up: every call that waits gets this answer. */
  void abandon(Reply reply) {
    for (Write write : inFlight.all()) {
      write.takeWaiting().forEach(waiting -> answer(waiting.call(), reply));
    }
  }

  private void answer(long call, Reply reply) {
    host.perform(new Effect.Answer(call, reply));
  }

  /** Every write of a lesser version is on all copies. */
  Version settledBelow() {
    if (inFlight.isEmpty()) {
      return nextVersion();
    }
    Version first = inFlight.at(0).version();
    return first.term() < term ? inherited : first;
  }

  /** Whether there were new writes since this was asked last. */
  boolean hasBegunMore() {
    boolean more = begunMore;
    begunMore = false;
    return more;
  }

  /** Whether more is settled than when this was asked last. */
  boolean takeUnmarked() {
    Version settled = settledBelow();
    // Before what an earlier primary left is settled, nothing of this term is.
    long counter = settled.term() < term ? 0 : settled.counter();
    boolean unmarked = markedCounter < counter;
    markedCounter = counter;
    return unmarked;
  }

  /**
   * Sends again, to each node that has not acknowledged what was sent at that time or before, all
   * that it lacks, from the first on: what follows a gap would not be taken in.
   */
  void resend(long sentUntilMillis, long nowMillis) {
    if (inFlight.isEmpty()) {
      return;
    }
    Set<Write> again = new HashSet<>();
    for (NodeName node : targets) {
      List<Write> lacking =
          inFlight.all().stream().filter(write -> write.missing().contains(node)).toList();
      if (lacking.stream().anyMatch(write -> write.sentAtMillis() <= sentUntilMillis)) {
        again.addAll(sendFirst(node, lacking, nowMillis));
      }
    }
    again.forEach(write -> write.sentAgain(nowMillis));
  }

  /** Sends the first of these, as many as one message should hold, and what goes with them. */
  private List<Write> sendFirst(NodeName node, List<Write> writes, long nowMillis) {
    List<Write> first = Write.first(writes);
    send(node, first, nowMillis);
    return first;
  }

  /** The nodes in sync that have not acknowledged what began at that time or before. */
  List<NodeName> silentSince(long begunUntilMillis) {
    if (inFlight.isEmpty()) {
      return List.of();
    }
    return required.stream()
        .filter(
            node ->
                inFlight.all().stream()
                    .anyMatch(
                        write ->
                            write.begunAtMillis() <= begunUntilMillis
                                && write.missing().contains(node)))
        .toList();
  }
}
