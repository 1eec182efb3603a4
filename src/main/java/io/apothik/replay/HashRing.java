package io.apothik.replay;

import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * A consistent-hash ring with virtual nodes: each node has {@link #POINTS_PER_NODE} points on a
 * circle of 2^32, and a key belongs to the node whose point is the first from the key's own on
 * (Karger, Lehman, Leighton, Panigrahy, Levine, Lewin, "Consistent Hashing and Random Trees", STOC
 * 1997). Points are those of Ketama, which made it common among memcached's clients: MD5 of the
 * node's name, a hyphen and a number gives four. Immutable.
 */
final class HashRing {
  static final int POINTS_PER_NODE = 160;

  private static final int POINTS_PER_DIGEST = 4;
  private static final long UNSIGNED_INT = 0xffff_ffffL;

  private final List<NodeName> nodes;

  /** In ascending order: a point in the upper half, and the index of its node in the lower one. */
  private final long[] points;

  /**
   * The ring of these nodes.
   *
   * @param nodes at least one
   */
  HashRing(List<NodeName> nodes) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a ring without nodes");
    }
    this.nodes = List.copyOf(nodes);
    this.points = new long[nodes.size() * POINTS_PER_NODE];
    int at = 0;
    for (int node = 0; node < nodes.size(); node++) {
      for (int i = 0; i < POINTS_PER_NODE / POINTS_PER_DIGEST; i++) {
        ByteBuffer digest = md5(Bytes.utf8(nodes.get(node) + "-" + i));
        for (int j = 0; j < POINTS_PER_DIGEST; j++) {
          // Points are unsigned; with the sign turned, longs are ordered as they are.
          points[at++] = position(digest.getInt()) | node;
        }
      }
    }
    Arrays.sort(points);
  }

  /** The node to which the key belongs. */
  NodeName nodeOf(Bytes key) {
    int found = Arrays.binarySearch(points, position(md5(key).getInt()));
    int next = found < 0 ? ~found : found;
    return nodes.get((int) points[next == points.length ? 0 : next]);
  }

  private static long position(int point) {
    return ((point & UNSIGNED_INT) << Integer.SIZE) ^ Long.MIN_VALUE;
  }

  private static ByteBuffer md5(Bytes text) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(text.toArray()))
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has MD5", missing);
    }
  }
}
