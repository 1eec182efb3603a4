package io.apothik.wire;

import io.apothik.message.Lifetime;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Append;
import io.apothik.message.Operation.CompareAndSet;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Operation.Delete;
import io.apothik.message.Operation.DeleteVersion;
import io.apothik.message.Operation.Exists;
import io.apothik.message.Operation.Expire;
import io.apothik.message.Operation.Get;
import io.apothik.message.Operation.Increment;
import io.apothik.message.Operation.Put;
import io.apothik.message.Operation.Touch;
import java.util.List;
import java.util.Objects;

/** What is to be done with a key, as bytes. */
final class OperationWire {
  private static final Get GET = new Get();

  static final Family<Operation> FAMILY =
      new Family<>(
          "operation",
          List.of(
              // Whether it may be stale stands at the end of the message: see NodeWire.
              new Kind<>(1, Get.class, (out, get) -> {}, in -> GET),
              Kind.empty(2, new Exists()),
              new Kind<>(3, Put.class, OperationWire::write, OperationWire::readPut),
              Kind.empty(4, new Delete()),
              new Kind<>(
                  5,
                  Increment.class,
                  (out, increment) -> out.signed(increment.delta()),
                  in -> new Increment(in.nextSigned())),
              new Kind<>(
                  6,
                  Append.class,
                  (out, append) -> out.bytes(append.suffix()),
                  in -> new Append(in.nextBytes())),
              new Kind<>(
                  7,
                  CompareAndSet.class,
                  (out, change) -> out.bytes(change.expected()).bytes(change.next()),
                  in -> new CompareAndSet(in.nextBytes(), in.nextBytes())),
              new Kind<>(
                  8,
                  Expire.class,
                  (out, expire) -> write(out, expire.lifetime()),
                  in -> new Expire(readLifetime(in))),
              Kind.empty(9, new Touch()),
              new Kind<>(
                  20,
                  DeleteVersion.class,
                  (out, delete) -> out.version(delete.version()),
                  in -> new DeleteVersion(in.nextVersion()))));

  private static final byte UNCONDITIONAL = 0;
  private static final byte IF_ABSENT = 1;
  private static final byte IF_VERSION = 2;

  private OperationWire() {}

  private static void write(WireWriter out, Put put) {
    out.bytes(put.value());
    write(out, put.lifetime());
    out.flag(put.keepTtl());
    write(out, put.condition());
  }

  private static Put readPut(WireReader in) {
    return new Put(in.nextBytes(), readLifetime(in), in.nextFlag(), readCondition(in));
  }

  private static void write(WireWriter out, Lifetime lifetime) {
    out.number(lifetime.ttlMillis()).number(lifetime.maxIdleMillis());
  }

  private static Lifetime readLifetime(WireReader in) {
    long ttlMillis = in.nextNumber();
    long maxIdleMillis = in.nextNumber();
    return ttlMillis == 0 && maxIdleMillis == 0
        ? Lifetime.UNLIMITED
        : new Lifetime(ttlMillis, maxIdleMillis);
  }

  private static void write(WireWriter out, Condition condition) {
    switch (condition.kind()) {
      case NONE -> out.octet(UNCONDITIONAL);
      case ABSENT -> out.octet(IF_ABSENT);
      case VERSION -> out.octet(IF_VERSION).version(Objects.requireNonNull(condition.version()));
    }
  }

  private static Condition readCondition(WireReader in) {
    byte kind = in.nextOctet();
    return switch (kind) {
      case UNCONDITIONAL -> Condition.NONE;
      case IF_ABSENT -> Condition.ABSENT;
      case IF_VERSION -> Condition.version(in.nextVersion());
      default -> throw new WireException("no condition " + kind);
    };
  }
}
