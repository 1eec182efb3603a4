package io.apothik.trust;

import io.apothik.slot.Bytes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody may do, and with which keys.
 *
 * @param classes of the operations
 * @param prefixes one of which a key must begin with; that of no bytes stands for every key
 */
public record Rights(Set<OperationClass> classes, List<Bytes> prefixes) {
  /** Everything, with every key. */
  public static final Rights ALL =
      new Rights(EnumSet.allOf(OperationClass.class), List.of(Bytes.EMPTY));

  /** Copies both. */
  public Rights {
    classes = Set.copyOf(classes);
    prefixes = List.copyOf(prefixes);
  }

  /** Whether operations of that class that concern no key are allowed. */
  public boolean allows(OperationClass operation) {
    return classes.contains(operation);
  }

  /** Whether operations of that class are allowed with that key. */
  public boolean allows(OperationClass operation, Bytes key) {
    return allows(operation) && prefixes.stream().anyMatch(key::startsWith);
  }

  /**
   * Whether operations of that class are allowed with every key that begins so; with no bytes, with
   * every key.
   */
  public boolean allowsEvery(OperationClass operation, Bytes beginning) {
    // A beginning is a key like any other: what follows it takes no prefix away.
    return allows(operation, beginning);
  }
}
