package io.apothik.slot;

/** How keys become slots, and whether a slot has an owner that alone may serve it. */
public sealed interface Placement {

  /** The default: Redis Cluster's slots, owned by the nodes that the slot table names. */
  Placement SLOTS = new Slots();

  /** The original system, kept for replaying its experiments: no owners, no migration. */
  Placement MODULO = new Modulo();

  /** The name by which options, attributes and replies call this placement. */
  String label();

  /**
   * The key's slot, in 0..slotCount-1.
   *
   * @param slotCount the number of slots in the current table, at least 1
   */
  int slotOf(Bytes key, int slotCount);

  /** How {@link #slotOf} came to its result, as a formula for people. */
  String explain(Bytes key, int slotCount);

  /** Whether only a slot's owner may act on its keys, and entries follow their slots. */
  boolean owned();

  /**
   * The placement with the given label.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Placement labelled(String label) {
    return switch (label) {
      case "slots" -> SLOTS;
      case "modulo" -> MODULO;
      default ->
          throw new IllegalArgumentException(
              "placement '" + label + "' is neither slots nor modulo");
    };
  }

  /**
   * {@code CRC16(key) mod 16384}, over the part between the first <code>{</code> and the next
   * <code>}</code> if that part is not empty (the Redis Cluster specification, "Hash tags").
   */
  record Slots() implements Placement {
    /** The number of slots, as in Redis Cluster. */
    public static final int COUNT = 16_384;

    @Override
    public String label() {
      return "slots";
    }

    @Override
    public int slotOf(Bytes key, int slotCount) {
      Range tag = Range.hashedPart(key);
      return Crc16.of(key, tag.from, tag.to) % slotCount;
    }

    @Override
    public String explain(Bytes key, int slotCount) {
      Range tag = Range.hashedPart(key);
      int crc = Crc16.of(key, tag.from, tag.to);
      String hashed = tag.isWhole(key) ? "key" : "bytes %d to %d".formatted(tag.from, tag.to - 1);
      return "crc16(%s) = %d; %d mod %d = %d"
          .formatted(hashed, crc, crc, slotCount, crc % slotCount);
    }

    @Override
    public boolean owned() {
      return true;
    }

    private record Range(int from, int to) {
      static Range hashedPart(Bytes key) {
        int open = indexOf(key, '{', 0);
        int close = open < 0 ? -1 : indexOf(key, '}', open + 1);
        return close > open + 1 ? new Range(open + 1, close) : new Range(0, key.length());
      }

      boolean isWhole(Bytes key) {
        return from == 0 && to == key.length();
      }

      private static int indexOf(Bytes key, char wanted, int from) {
        for (int i = from; i < key.length(); i++) {
          if (key.unsignedAt(i) == wanted) {
            return i;
          }
        }
        return -1;
      }
    }
  }

  /** {@code phash2(key, n)}, where n is the number of nodes in the ring. */
  record Modulo() implements Placement {
    @Override
    public String label() {
      return "modulo";
    }

    @Override
    public int slotOf(Bytes key, int slotCount) {
      return Phash2.of(key, slotCount);
    }

    @Override
    public String explain(Bytes key, int slotCount) {
      return "phash2(key, %d) = %d".formatted(slotCount, slotOf(key, slotCount));
    }

    @Override
    public boolean owned() {
      return false;
    }
  }
}
