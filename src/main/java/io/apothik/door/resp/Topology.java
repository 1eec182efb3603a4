package io.apothik.door.resp;

import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who owns what, and where, as clients of a cluster are told. Every node is a primary of some slots
 * and has copies of others, so none is called a replica. For the slots of a node without a door of
 * this kind, the one that tells it speaks.
 */
final class Topology {
  /**
   * A node.
   *
   * @param id 40 hexadecimal digits that belong to its name
   * @param port of its door
   * @param busPort of its event bus
   */
  record Place(NodeName name, String id, String host, int port, int busPort) {}

  /** Slots that follow each other, the last one included. */
  record Range(int first, int last, Place owner) {}

  private final SlotTable table;
  private final LiveSet live;
  private final Map<NodeName, Place> places;
  private final List<Range> ranges;
  private final Place self;

  private Topology(SlotTable table, LiveSet live, Map<NodeName, Place> places, Place self) {
    this.table = table;
    this.live = live;
    this.places = places;
    this.self = self;
    this.ranges = ranges();
  }

  static Topology of(SlotTable table, LiveSet live, NodeName self) {
    Map<NodeName, Place> places = new LinkedHashMap<>();
    for (Member member : live.members()) {
      if (member.doors().redis() != 0 && (member.isCache() || member.name().equals(self))) {
        places.put(member.name(), place(member.name(), member.doors().redis(), member.busPort()));
      }
    }
    Place own = places.getOrDefault(self, place(self, 0, 0));
    return new Topology(table, live, places, own);
  }

  private static Place place(NodeName name, int port, int busPort) {
    return new Place(name, id(name), name.host(), port, busPort);
  }

  /** The name by which clients of a cluster know a node. */
  private static String id(NodeName name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(name.value().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  @SuppressWarnings("ReferenceEquality") // Both are replaced as a whole.
  boolean isOf(SlotTable otherTable, LiveSet otherLive) {
    return table == otherTable && live == otherLive;
  }

  private List<Range> ranges() {
    List<Range> all = new ArrayList<>();
    int first = 0;
    for (int slot = 1; slot <= table.slotCount(); slot++) {
      Place owner = owner(slot - 1);
      if (slot == table.slotCount() || !owner(slot).equals(owner)) {
        all.add(new Range(first, slot - 1, owner));
        first = slot;
      }
    }
    return all;
  }

  /** Where a slot is. */
  Place owner(int slot) {
    return table.isEmpty() ? self : places.getOrDefault(table.owners(slot).primary().node(), self);
  }

  /** Whether this node answers for a slot. */
  boolean isHere(int slot) {
    return owner(slot).name().equals(self.name());
  }

  Place self() {
    return self;
  }

  long epoch() {
    return table.epoch();
  }

  /** The nodes that clients can go to: all that have slots, and this one. */
  List<Place> places() {
    List<Place> all = new ArrayList<>();
    for (Place place : places.values()) {
      if (place.equals(self) || table.nodes().contains(place.name())) {
        all.add(place);
      }
    }
    return all;
  }

  List<Range> all() {
    return ranges;
  }

  List<Range> of(Place owner) {
    return ranges.stream().filter(range -> range.owner().equals(owner)).toList();
  }
}
