package io.apothik.slot;

import java.util.Collection;
import java.util.List;

/** The original system's ring: as many slots as nodes, in the order of the nodes' numbers. */
public final class ModuloRing {
  private ModuloRing() {}

  /**
   * The table in which the i-th node, by number, has slot i.
   *
   * @param epoch at least 1, or anything if there are no nodes
   * @return {@link SlotTable#NONE} if there are no nodes
   */
  public static SlotTable table(long epoch, Collection<Incarnation> nodes) {
    List<Incarnation> members =
        nodes.stream().sorted((a, b) -> NodeName.BY_NUMBER.compare(a.node(), b.node())).toList();
    List<SlotOwners> owners =
        members.stream().map(member -> SlotOwners.founded(new Copy(member.node(), 1))).toList();
    return owners.isEmpty()
        ? SlotTable.NONE
        : SlotTable.of(epoch, List.of(), members, owners, List.of());
  }
}
