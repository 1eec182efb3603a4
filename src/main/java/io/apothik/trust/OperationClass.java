package io.apothik.trust;

import io.apothik.message.Operation;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What kind of thing a request does: rights are given by kind. */
public enum OperationClass {
  /** Sees entries, or how the cluster is. */
  READ,
  /** Changes entries. */
  WRITE,
  /** Starts, ends and fills nodes. */
  ADMIN;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The class with the given label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static OperationClass labelled(String label) {
    for (OperationClass one : values()) {
      if (one.label().equals(label)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no class of operations: read, write and admin are".formatted(label));
  }

  /** All classes to which the operation belongs: a write whose reply tells the value reads, too. */
  public static Set<OperationClass> of(Operation operation) {
    if (operation instanceof Operation.Increment
        || operation instanceof Operation.IncrementDecimal
        || operation instanceof Operation.HashIncrement) {
      return EnumSet.of(READ, WRITE);
    } else if (operation instanceof Operation.Copy) {
      return EnumSet.of(READ);
    }
    return EnumSet.of(operation.isWrite() ? WRITE : READ);
  }
}
