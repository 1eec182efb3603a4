package io.apothik.slot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members that are in the cluster right now, oldest first.
 *
 * <p>A name counts once: of two members with the same name the older one is in the set, so a
 * newcomer under a name that is taken disturbs nobody.
 *
 * @param members in the order in which they joined
 */
public record LiveSet(List<Member> members) {
  /** Nobody. */
  public static final LiveSet NONE = new LiveSet(List.of());

  /** Copies, and drops later members with a name that an earlier one has. */
  public LiveSet {
    Map<NodeName, Member> byName = new LinkedHashMap<>();
    members.forEach(member -> byName.putIfAbsent(member.name(), member));
    members = List.copyOf(byName.values());
  }

  /** The names of the nodes with role {@code cache}, oldest first: the ring. */
  public List<NodeName> cacheNodes() {
    return members.stream().filter(Member::isCache).map(Member::name).toList();
  }

  /** The names of all members, oldest first. */
  public List<NodeName> names() {
    return members.stream().map(Member::name).toList();
  }

  /** The oldest cache node: the one that plans and proposes the next table. */
  public Optional<NodeName> coordinator() {
    return members.stream().filter(Member::isCache).map(Member::name).findFirst();
  }

  public Optional<Member> member(NodeName name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  public boolean contains(NodeName name) {
    return member(name).isPresent();
  }

  /** Whether that very process is there. */
  public boolean has(Incarnation process) {
    return member(process.node()).filter(m -> m.process().equals(process)).isPresent();
  }

  /** How many of the table's members are there. */
  public int membersOf(SlotTable table) {
    return (int) table.members().stream().filter(this::has).count();
  }

  /** The processes of the cache nodes, oldest first. */
  public List<Incarnation> cacheProcesses() {
    return members.stream().filter(Member::isCache).map(Member::process).toList();
  }
}
