package io.apothik.slot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * For one epoch, who is in the ring, who holds each slot, and what else is agreed upon: the {@link
 * Tuning}. Immutable.
 *
 * <p>Slots are numbered from 0 to {@link #slotCount} - 1. The table with epoch 0 has no slots: it
 * stands for "no table yet".
 *
 * <p>The lineage tells apart tables that were chosen without a majority of those before, as happens
 * on the two sides of a partition of two nodes: it is another one from each such choice on, and a
 * greater one. Of two tables the one with the greater epoch is newer, and with equal epochs the one
 * with the lesser lineage, which is that of a majority if there is one.
 */
public final class SlotTable {
  /** How many branches a table remembers. */
  public static final int BRANCHES_MAX = 8;

  /** The epoch of the table with which a cluster begins. */
  public static final long FIRST_EPOCH = 1;

  /** No table yet: epoch 0, no slots, nobody. */
  public static final SlotTable NONE =
      new SlotTable(0, List.of(), Members.NOBODY, Ownership.NONE, List.of(), 0, null);

  private final long epoch;
  private final List<Branch> branches;
  private final Members members;
  private final List<Loss> losses;
  private final Ownership owners;
  private final int waiting;
  private final @Nullable Tuning tuning;

  private SlotTable(
      long epoch,
      List<Branch> branches,
      Members members,
      Ownership owners,
      List<Loss> losses,
      int waiting,
      @Nullable Tuning tuning) {
    this.epoch = epoch;
    this.branches =
        List.copyOf(branches.subList(Math.max(0, branches.size() - BRANCHES_MAX), branches.size()));
    this.members = members;
    this.losses = List.copyOf(losses);
    this.owners = owners;
    this.waiting = waiting;
    this.tuning = tuning;
  }

  /**
   * The table in which slot i has the i-th owners.
   *
   * @param branches on the way to it, oldest first
   * @param members the cache nodes that choose the next table, in a fixed order
   * @param losses the latest ones, oldest first
   * @throws IllegalArgumentException if the epoch is under 1, or there is no slot
   */
  public static SlotTable of(
      long epoch,
      List<Branch> branches,
      Collection<Incarnation> members,
      List<SlotOwners> owners,
      List<Loss> losses) {
    if (epoch < 1 || owners.isEmpty()) {
      throw new IllegalArgumentException(
          "epoch %d with %d slots is no table".formatted(epoch, owners.size()));
    }
    return new SlotTable(
        epoch, branches, Members.of(members), Ownership.of(owners), losses, 0, null);
  }

  /** The table of the next epoch, chosen by a majority. */
  public SlotTable next(
      Collection<Incarnation> nextMembers, List<SlotOwners> nextOwners, List<Loss> nextLosses) {
    return new SlotTable(
        epoch + 1,
        branches,
        members.changedTo(nextMembers),
        owners.changedTo(nextOwners),
        nextLosses,
        0,
        tuning);
  }

  /** The same content, as the table of the next epoch. */
  public SlotTable again() {
    return new SlotTable(epoch + 1, branches, members, owners, losses, waiting, tuning);
  }

  /** This table, as one that was chosen without a majority. */
  public SlotTable withLineage(long other) {
    List<Branch> more = new ArrayList<>(branches);
    more.add(new Branch(epoch, other));
    return new SlotTable(epoch, more, members, owners, losses, waiting, tuning);
  }

  /**
   * This table, where so many slots without learners wait for their turn to pass to another
   * primary.
   */
  public SlotTable withWaiting(int slots) {
    return new SlotTable(epoch, branches, members, owners, losses, slots, tuning);
  }

  /** This table, where that is in force; null for a table that says nothing of it. */
  public SlotTable withTuning(@Nullable Tuning other) {
    return new SlotTable(epoch, branches, members, owners, losses, waiting, other);
  }

  /**
   * The same table with the other one's owners in place of its own where these are equal, so that
   * comparing the two slot by slot costs next to nothing.
   */
  public SlotTable sharing(SlotTable other) {
    return new SlotTable(
        epoch, branches, members, other.owners.changedTo(allOwners()), losses, waiting, tuning);
  }

  /**
   * What makes another table of this one.
   *
   * @throws IllegalArgumentException if the two have another number of slots
   */
  public TableDifference differenceTo(SlotTable next) {
    if (next.slotCount() != slotCount()) {
      throw new IllegalArgumentException(
          "%d slots cannot become %d".formatted(slotCount(), next.slotCount()));
    }
    List<Incarnation> before = members();
    List<Incarnation> after = next.members();
    List<Incarnation> gone = before.stream().filter(member -> !next.isMember(member)).toList();
    List<Incarnation> stay = before.stream().filter(next::isMember).toList();
    boolean inOrder = stay.equals(after.subList(0, Math.min(stay.size(), after.size())));
    SlotSet slots = slotsOtherThan(next);
    return new TableDifference(
        epoch,
        lineage(),
        next.epoch,
        next.branches,
        inOrder ? gone : before,
        after.subList(inOrder ? stay.size() : 0, after.size()),
        next.losses,
        next.waiting,
        slots,
        slots.stream().mapToObj(next::owners).toList(),
        Objects.equals(tuning, next.tuning) ? null : next.tuning);
  }

  /**
   * The table that differs from this one by that much.
   *
   * @throws IllegalArgumentException if it is the difference from another table
   */
  public SlotTable with(TableDifference difference) {
    if (!difference.isFrom(this)) {
      throw new IllegalArgumentException("%s is not from %s".formatted(difference, this));
    }
    List<Incarnation> nextMembers = new ArrayList<>(members());
    nextMembers.removeAll(Set.copyOf(difference.gone()));
    nextMembers.addAll(difference.added());
    return new SlotTable(
        difference.epoch(),
        difference.branches(),
        members.changedTo(nextMembers),
        owners.with(difference.slots(), difference.owners()),
        difference.losses(),
        difference.waiting(),
        difference.tuningOrNull() == null ? tuning : difference.tuningOrNull());
  }

  /**
   * The slots that have other owners in that table; if it has another number of slots, all of this
   * one.
   */
  public SlotSet slotsOtherThan(SlotTable other) {
    return owners.slotsOtherThan(other.owners);
  }

  public long epoch() {
    return epoch;
  }

  /** That of the latest branch; 0 if there was none. */
  public long lineage() {
    return Branch.lineageOf(branches);
  }

  /** The latest branches on the way to this table, oldest first. */
  public List<Branch> branches() {
    return branches;
  }

  /**
   * Whether that table is this one, or lies on the way to it. Of one from which more than {@link
   * #BRANCHES_MAX} branches lead here it is not known, and so not said.
   */
  public boolean descendsFrom(SlotTable other) {
    long lineage = other.lineage();
    int branch = branches.size() - 1;
    while (branch >= 0 && branches.get(branch).lineage() != lineage) {
      branch--;
    }
    boolean known = branch >= 0 || (lineage == 0 && branches.size() < BRANCHES_MAX);
    long last = branch + 1 < branches.size() ? branches.get(branch + 1).epoch() - 1 : epoch;
    return other.isEmpty() || (known && other.epoch <= last);
  }

  /** The processes of the cache nodes that choose the next table. */
  public List<Incarnation> members() {
    return members.inOrder();
  }

  public boolean isMember(Incarnation process) {
    return members.has(process);
  }

  /** Whether some process of that name is a member. */
  public boolean isMember(NodeName node) {
    return members.has(node);
  }

  /** The names of the members. */
  public List<NodeName> nodes() {
    return members().stream().map(Incarnation::node).toList();
  }

  /** The latest losses of slots, oldest first. */
  public List<Loss> losses() {
    return losses;
  }

  public int slotCount() {
    return owners.slotCount();
  }

  public boolean isEmpty() {
    return owners.slotCount() == 0;
  }

  public boolean isNewerThan(SlotTable other) {
    return isNewerThan(other.epoch, other.lineage());
  }

  /** Whether this table is newer than the one with that epoch and lineage. */
  public boolean isNewerThan(long otherEpoch, long otherLineage) {
    return isNewer(epoch, lineage(), otherEpoch, otherLineage);
  }

  static boolean isNewer(long epoch, long lineage, long otherEpoch, long otherLineage) {
    return epoch != otherEpoch ? epoch > otherEpoch : lineage < otherLineage;
  }

  /**
   * The owners of one slot.
   *
   * @throws IndexOutOfBoundsException if there is no such slot
   */
  public SlotOwners owners(int slot) {
    return owners.of(slot);
  }

  /** The owners of all slots, in their order. */
  public List<SlotOwners> allOwners() {
    return owners.inOrder();
  }

  /** The nodes that hold a copy of at least one slot, in the order of their first slot. */
  public Set<NodeName> holders() {
    return owners.holders();
  }

  /** How many slots each node is primary of; a node that has none is absent. */
  public Map<NodeName, Integer> slotsServed() {
    return owners.slotsServed();
  }

  /** How many slots without learners wait for their turn to pass to another primary. */
  public int waiting() {
    return waiting;
  }

  /** How many slots have a learner, or wait for their turn to pass to another primary. */
  public int moving() {
    return waiting + owners.filling();
  }

  /** What is in force that can be changed; nothing if the table says nothing of it. */
  public Optional<Tuning> tuning() {
    return Optional.ofNullable(tuning);
  }

  /** The slots whose owners satisfy the condition. */
  public SlotSet slotsWhere(Predicate<SlotOwners> condition) {
    return owners.slotsWhere(condition);
  }

  /** Whether the other table has the same members, tuning, and owners of every slot. */
  public boolean sameContent(SlotTable other) {
    return members().equals(other.members())
        && Objects.equals(tuning, other.tuning)
        && owners.equals(other.owners);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SlotTable that
        && epoch == that.epoch
        && branches.equals(that.branches)
        && losses.equals(that.losses)
        && waiting == that.waiting
        && sameContent(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(epoch, branches, members(), owners);
  }

  @Override
  public String toString() {
    return "epoch %d, %d slots, %d moving, %s"
        .formatted(epoch, slotCount(), moving(), slotsServed());
  }
}
