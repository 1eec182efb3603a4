package io.apothik.wire;

import io.apothik.slot.NodeName;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The node names that were read last, so that the form of few names is checked for many messages.
 * Each name has one place, by its hash, and whatever comes to that place replaces what was there:
 * so it never grows. Safe for use by several threads, which at worst read a name anew.
 */
final class NameCache {
  private static final int PLACES = 256;

  private final @Nullable NodeName[] names = new NodeName[PLACES];

  /**
   * The name that is written in some bytes of the array.
   *
   * @throws IllegalArgumentException if they are no name
   */
  NodeName name(byte[] array, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + array[i];
    }
    int place = Math.floorMod(hash ^ (hash >>> 16), PLACES);
    NodeName known = names[place];
    if (known != null && isWritten(known.value(), array, from, length)) {
      return known;
    }
    NodeName name = new NodeName(new String(array, from, length, StandardCharsets.UTF_8));
    names[place] = name;
    return name;
  }

  /** A name's characters are ASCII, one byte each, and no other byte is equal to one. */
  private static boolean isWritten(String name, byte[] array, int from, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != array[from + i]) {
        return false;
      }
    }
    return true;
  }
}
