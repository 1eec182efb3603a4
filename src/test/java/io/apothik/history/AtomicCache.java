package io.apothik.history;

import io.apothik.history.Operation.Append;
import io.apothik.history.Operation.CompareAndSet;
import io.apothik.history.Operation.Increment;
import io.apothik.history.Operation.Put;
import io.apothik.history.Operation.PutIfAbsent;
import io.apothik.history.Operation.PutIfVersion;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One key of a cache that is atomic by construction; it shares no code with the checker. */
final class AtomicCache {
  private final Random random;
  private @Nullable String value;
  private int version;

  AtomicCache(Random random) {
    this.random = random;
  }

  void vanish() {
    value = null;
  }

  String version() {
    return Integer.toString(version);
  }

  Outcome apply(Operation operation) {
    if (operation instanceof Operation.Get) {
      return value == null ? new Outcome.Absent() : new Outcome.Found(value, versionOrNull());
    } else if (operation instanceof Operation.Exists) {
      return new Outcome.Presence(value != null);
    } else if (operation instanceof Operation.Delete) {
      boolean found = value != null;
      value = null;
      return new Outcome.Presence(found);
    } else if (operation instanceof Increment increment) {
      long sum = (value == null ? 0 : Long.parseLong(value)) + increment.delta();
      store(Long.toString(sum));
      return new Outcome.Sum(sum);
    } else if (operation instanceof Append append) {
      return new Outcome.Length(store((value == null ? "" : value) + append.suffix()));
    }
    return write(operation);
  }

  private Outcome write(Operation operation) {
    if (operation instanceof Put put) {
      return storeIf(true, put.value());
    } else if (operation instanceof PutIfAbsent put) {
      return storeIf(value == null, put.value());
    } else if (operation instanceof Operation.Expire) {
      return value == null ? new Outcome.NotStored() : storeIf(true, value);
    } else if (operation instanceof PutIfVersion put) {
      return storeIf(value != null && put.version().equals(version()), put.value());
    } else if (operation instanceof CompareAndSet swap) {
      return storeIf(swap.expected().equals(value), swap.next());
    }
    throw new AssertionError(operation);
  }

  private Outcome storeIf(boolean condition, String next) {
    if (!condition) {
      return new Outcome.NotStored();
    }
    store(next);
    return new Outcome.Stored(versionOrNull());
  }

  private int store(String next) {
    value = next;
    version++;
    return next.length();
  }

  /** Not every reply names the version. */
  private @Nullable String versionOrNull() {
    return random.nextBoolean() ? version() : null;
  }
}
