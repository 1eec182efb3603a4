package io.apothik.message;

import io.apothik.slot.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields with their values, in one sequence of bytes: how many fields there are; then, in the order
 * in which they came first, each field's length, the field, its value's length, the value. Numbers
 * take seven bits a byte, the lowest first, and the eighth bit says that more follow (LEB128).
 *
 * <p>It is meant for objects and sessions of some dozens of fields: whoever writes one field writes
 * all of them.
 */
public final class Hash {
  private static final int LOW_BITS = 0x7f;
  private static final int BITS = 7;

  private Hash() {}

  /** The bytes that stand for these fields. */
  public static Bytes encode(Map<Bytes, Bytes> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, fields.size());
    fields.forEach(
        (field, value) -> {
          write(out, field);
          write(out, value);
        });
    return Bytes.within(out.toByteArray(), 0, out.size());
  }

  private static void write(ByteArrayOutputStream out, Bytes bytes) {
    write(out, bytes.length());
    out.writeBytes(bytes.toArray());
  }

  private static void write(ByteArrayOutputStream out, int number) {
    int rest = number;
    for (; (rest & ~LOW_BITS) != 0; rest >>>= BITS) {
      out.write(rest | ~LOW_BITS);
    }
    out.write(rest);
  }

  /** The fields that the bytes stand for, to be changed at will; in their order. */
  public static Map<Bytes, Bytes> decode(Bytes encoded) {
    Reader in = new Reader(encoded);
    Map<Bytes, Bytes> fields = new LinkedHashMap<>();
    for (int left = in.nextNumber(); left > 0; left--) {
      fields.put(in.nextBytes(), in.nextBytes());
    }
    return fields;
  }

  /** How many fields there are. */
  public static int size(Bytes encoded) {
    return new Reader(encoded).nextNumber();
  }

  /** The value of a field, or null. */
  public static @Nullable Bytes get(Bytes encoded, Bytes field) {
    Reader in = new Reader(encoded);
    for (int left = in.nextNumber(); left > 0; left--) {
      boolean found = in.nextBytes().equals(field);
      if (found) {
        return in.nextBytes();
      }
      in.skipBytes();
    }
    return null;
  }

  private static final class Reader {
    private final byte[] array;
    private int at;

    private Reader(Bytes encoded) {
      this.array = encoded.toArray();
    }

    private int nextNumber() {
      int number = 0;
      for (int shift = 0; ; shift += BITS) {
        byte octet = array[at++];
        number |= (octet & LOW_BITS) << shift;
        if (octet >= 0) {
          return number;
        }
      }
    }

    /** In an array of their own: who keeps them does not keep the others. */
    private Bytes nextBytes() {
      int length = nextNumber();
      at += length;
      return Bytes.copyOf(array, at - length, at);
    }

    private void skipBytes() {
      int length = nextNumber();
      at += length;
    }
  }
}
