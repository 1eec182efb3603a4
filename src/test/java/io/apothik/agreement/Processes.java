package io.apothik.agreement;

import io.apothik.slot.Copy;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.List;
import java.util.stream.Stream;

/** Processes of cache nodes, and what is made of them. */
final class Processes {
  private Processes() {}

  static Incarnation numbered(int number) {
    return new Incarnation(NodeName.numbered(number, "h"), "first");
  }

  /** Another process of the same node. */
  static Incarnation restarted(Incarnation process) {
    return new Incarnation(process.node(), "second");
  }

  /** A table with one slot, which is the first member's. */
  static SlotTable table(long epoch, Incarnation... members) {
    SlotOwners owners = SlotOwners.founded(new Copy(members[0].node(), 1));
    return SlotTable.of(epoch, List.of(), List.of(members), List.of(owners), List.of());
  }

  /** They are there, the oldest first. */
  static LiveSet live(Incarnation... processes) {
    return new LiveSet(Stream.of(processes).map(Processes::member).toList());
  }

  private static Member member(Incarnation process) {
    return new Member(process.node(), Role.CACHE, process.id(), 0, 0, DoorPorts.NONE);
  }
}
