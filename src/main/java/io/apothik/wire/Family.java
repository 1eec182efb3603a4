package io.apothik.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of a sealed family: a tag says which of them it is, and its fields follow. */
final class Family<T> {
  private final String name;
  private final Map<Class<?>, Kind<? extends T>> byType = new HashMap<>();
  private final @Nullable Kind<? extends T>[] byTag;

  /**
   * @param name what its members are called, for messages to people
   * @throws IllegalArgumentException if two kinds have the same tag or type
   */
  Family(String name, List<? extends Kind<? extends T>> kinds) {
    this.name = name;
    this.byTag = tags();
    for (Kind<? extends T> kind : kinds) {
      if (byType.put(kind.type(), kind) != null || byTag[kind.tag()] != null) {
        throw new IllegalArgumentException("two %ss like %s".formatted(name, kind));
      }
      byTag[kind.tag()] = kind;
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> @Nullable Kind<? extends T>[] tags() {
    return new Kind[Kind.TAG_MAX + 1];
  }

  /**
   * Appends the record.
   *
   * @throws IllegalArgumentException if records of this kind do not travel between nodes
   */
  void write(WireWriter out, T record) {
    Kind<? extends T> kind = byType.get(record.getClass());
    if (kind == null) {
      throw new IllegalArgumentException(record.getClass() + " never leaves its node");
    }
    kind.write(out, record);
  }

  /**
   * The next record.
   *
   * @throws WireException if none has the tag
   */
  T read(WireReader in) {
    byte tag = in.nextOctet();
    Kind<? extends T> kind = tag < 0 ? null : byTag[tag];
    if (kind == null) {
      throw new WireException("no %s %d".formatted(name, tag));
    }
    return kind.reading().apply(in);
  }
}
