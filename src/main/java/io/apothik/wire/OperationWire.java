package io.apothik.wire;

import io.apothik.message.Decimals;
import io.apothik.message.Lifetime;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Allowed;
import io.apothik.message.Operation.Append;
import io.apothik.message.Operation.CompareAndSet;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Operation.Copy;
import io.apothik.message.Operation.Delete;
import io.apothik.message.Operation.DeleteVersion;
import io.apothik.message.Operation.Describe;
import io.apothik.message.Operation.End;
import io.apothik.message.Operation.Exists;
import io.apothik.message.Operation.Expire;
import io.apothik.message.Operation.ExpireIf;
import io.apothik.message.Operation.Get;
import io.apothik.message.Operation.Increment;
import io.apothik.message.Operation.IncrementDecimal;
import io.apothik.message.Operation.Overwrite;
import io.apothik.message.Operation.Put;
import io.apothik.message.Operation.Touch;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is to be done with a key, as bytes. */
final class OperationWire {
  private static final Get GET = new Get();

  private static final List<Kind<? extends Operation>> ANY =
      List.of(
          // Whether it may be stale stands at the end of the message: see NodeWire.
          new Kind<>(1, Get.class, (out, get) -> {}, in -> GET),
          Kind.empty(2, new Exists()),
          new Kind<>(3, Put.class, OperationWire::write, OperationWire::readPut),
          Kind.empty(4, new Delete()),
          new Kind<>(
              8,
              Expire.class,
              (out, expire) -> write(out, expire.lifetime()),
              in -> new Expire(readLifetime(in))),
          Kind.empty(9, new Touch()),
          Kind.empty(10, new Describe()),
          new Kind<>(
              11,
              ExpireIf.class,
              (out, expire) -> write(write(out, expire.lifetime()), expire.allowed()),
              in -> new ExpireIf(readLifetime(in), readAllowed(in))),
          new Kind<>(
              12, End.class, (out, end) -> write(out, end.allowed()), OperationWire::readEnd),
          new Kind<>(
              13,
              Copy.class,
              (out, copy) -> out.bytes(copy.to()).flag(copy.replaces()),
              in -> new Copy(in.nextBytes(), in.nextFlag())),
          new Kind<>(
              22,
              DeleteVersion.class,
              (out, delete) -> out.version(delete.version()),
              in -> new DeleteVersion(in.nextVersion())));

  private static final List<Kind<? extends Operation>> OF_STRINGS =
      List.of(
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
              14,
              Overwrite.class,
              (out, overwrite) -> out.number(overwrite.offset()).bytes(overwrite.part()),
              in -> new Overwrite(in.nextInt(), in.nextBytes())),
          new Kind<>(
              15,
              IncrementDecimal.class,
              (out, increment) -> out.text(Decimals.text(increment.delta())),
              OperationWire::readIncrementDecimal));

  private static final List<Kind<? extends Operation>> OF_ONE_KEY =
      Stream.of(ANY, OF_STRINGS, HashWire.KINDS).flatMap(List::stream).toList();

  static final Family<Operation> FAMILY = TransactionWire.family(OF_ONE_KEY);

  private static final byte UNCONDITIONAL = 0;
  private static final byte IF_ABSENT = 1;
  private static final byte IF_VERSION = 2;
  private static final byte IF_PRESENT = 3;

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

  private static WireWriter write(WireWriter out, Lifetime lifetime) {
    return out.number(lifetime.ttlMillis()).number(lifetime.maxIdleMillis());
  }

  private static void write(WireWriter out, Allowed allowed) {
    out.octet(
        switch (allowed) {
          case ALWAYS -> 0;
          case NO_TTL -> 1;
          case ANY_TTL -> 2;
          case EARLIER_TTL -> 3;
          case LATER_OR_NO_TTL -> 4;
          case LATER_TTL -> 5;
        });
  }

  private static Allowed readAllowed(WireReader in) {
    byte tag = in.nextOctet();
    return switch (tag) {
      case 0 -> Allowed.ALWAYS;
      case 1 -> Allowed.NO_TTL;
      case 2 -> Allowed.ANY_TTL;
      case 3 -> Allowed.EARLIER_TTL;
      case 4 -> Allowed.LATER_OR_NO_TTL;
      case 5 -> Allowed.LATER_TTL;
      default -> throw new WireException("no condition on a time to live " + tag);
    };
  }

  private static End readEnd(WireReader in) {
    return new End(readAllowed(in));
  }

  private static IncrementDecimal readIncrementDecimal(WireReader in) {
    String text = in.nextText();
    return new IncrementDecimal(
        Decimals.parse(text).orElseThrow(() -> new WireException("no decimal number " + text)));
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
      case PRESENT -> out.octet(IF_PRESENT);
      case VERSION -> out.octet(IF_VERSION).version(Objects.requireNonNull(condition.version()));
    }
  }

  private static Condition readCondition(WireReader in) {
    byte kind = in.nextOctet();
    return switch (kind) {
      case UNCONDITIONAL -> Condition.NONE;
      case IF_ABSENT -> Condition.ABSENT;
      case IF_PRESENT -> Condition.PRESENT;
      case IF_VERSION -> Condition.version(in.nextVersion());
      default -> throw new WireException("no condition " + kind);
    };
  }
}
