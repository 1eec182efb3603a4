package io.apothik.slot;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members that are in the cluster right now, oldest first.
 *
 * <p>A name counts once: of two members with the same name the older one is in the set, so a
 * newcomer under a name that is taken disturbs nobody. Immutable.
 */
public final class LiveSet {
  /** Nobody. */
  public static final LiveSet NONE = new LiveSet(List.of());

  private final List<Member> members;
  private final List<NodeName> cacheNodes;
  private final Map<NodeName, Member> byName = new LinkedHashMap<>();

  /**
   * Copies, and drops later members with a name that an earlier one has.
   *
   * @param members in the order in which they joined
   */
  public LiveSet(Collection<Member> members) {
    members.forEach(member -> byName.putIfAbsent(member.name(), member));
    this.members = List.copyOf(byName.values());
    this.cacheNodes = this.members.stream().filter(Member::isCache).map(Member::name).toList();
  }

  /** All of them, in the order in which they joined. */
  public List<Member> members() {
    return members;
  }

  /** The names of the nodes with role {@code cache}, oldest first: the ring. */
  public List<NodeName> cacheNodes() {
    return cacheNodes;
  }

  /** The names of all members, oldest first. */
  public List<NodeName> names() {
    return members.stream().map(Member::name).toList();
  }

  /** The oldest cache node: the one that plans and proposes the next table. */
  public Optional<NodeName> coordinator() {
    return cacheNodes.isEmpty() ? Optional.empty() : Optional.of(cacheNodes.get(0));
  }

  public Optional<Member> member(NodeName name) {
    return Optional.ofNullable(byName.get(name));
  }

  public boolean contains(NodeName name) {
    return byName.containsKey(name);
  }

  /** Where each member that has a page has it, as host and port. */
  public Map<NodeName, String> webAddresses() {
    Map<NodeName, String> addresses = new LinkedHashMap<>();
    members.forEach(
        member -> member.webAddress().ifPresent(address -> addresses.put(member.name(), address)));
    return addresses;
  }

  /** Whether that very process is there. */
  public boolean has(Incarnation process) {
    Member member = byName.get(process.node());
    return member != null && member.incarnation().equals(process.id());
  }

  /** How many of the table's members are there. */
  public int membersOf(SlotTable table) {
    return (int) table.members().stream().filter(this::has).count();
  }

  /** The processes of the cache nodes, oldest first. */
  public List<Incarnation> cacheProcesses() {
    return members.stream().filter(Member::isCache).map(Member::process).toList();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LiveSet that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return members.toString();
  }
}
