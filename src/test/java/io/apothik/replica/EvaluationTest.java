package io.apothik.replica;

import static io.apothik.message.Operation.Allowed.ALWAYS;
import static io.apothik.message.Operation.Allowed.ANY_TTL;
import static io.apothik.message.Operation.Allowed.EARLIER_TTL;
import static io.apothik.message.Operation.Allowed.LATER_OR_NO_TTL;
import static io.apothik.message.Operation.Allowed.LATER_TTL;
import static io.apothik.message.Operation.Allowed.NO_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Decimals;
import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Allowed;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
  private static final long NOW = 10_000;
  private static final Version OLD = new Version(1, 3);
  private static final Version NEXT = new Version(2, 7);

  @Test
  void get_absent_findsNothing() {
    assertThat(reply(new Operation.Get(), null)).isEqualTo(Reply.Value.ABSENT);
  }

  @Test
  void get_present_tellsValueVersionAndTimeLeft() {
    Entry entry = new Entry(OLD, Bytes.utf8("v"), NOW + 250, 0);

    assertThat(reply(new Operation.Get(), entry))
        .isEqualTo(new Reply.Value(Bytes.utf8("v"), OLD, 250));
  }

  @Test
  void read_writesNothing() {
    assertThat(written(new Operation.Get(), entry("v"))).isNull();
    assertThat(written(new Operation.Exists(), entry("v"))).isNull();
    assertThat(written(new Operation.Touch(), entry("v"))).isNull();
  }

  @Test
  void exists_tellsWhetherItIsThere() {
    assertThat(reply(new Operation.Exists(), null)).isEqualTo(new Reply.Presence(false));
    assertThat(reply(new Operation.Exists(), entry("v"))).isEqualTo(new Reply.Presence(true));
  }

  @Test
  void delete_present_writesTombstone() {
    assertThat(written(new Operation.Delete(), entry("v"))).isEqualTo(Entry.tombstone(NEXT));
    assertThat(reply(new Operation.Delete(), entry("v"))).isEqualTo(new Reply.Presence(true));
  }

  @Test
  void delete_absent_writesNothing() {
    assertThat(written(new Operation.Delete(), null)).isNull();
    assertThat(reply(new Operation.Delete(), null)).isEqualTo(new Reply.Presence(false));
  }

  @Test
  void deleteOfAVersion_writesTombstone_onlyIfTheEntryHasIt() {
    assertThat(written(new Operation.DeleteVersion(OLD), entry("v")))
        .isEqualTo(Entry.tombstone(NEXT));
    assertThat(reply(new Operation.DeleteVersion(OLD), entry("v")))
        .isEqualTo(new Reply.Changed(true, Version.NONE));
    assertThat(written(new Operation.DeleteVersion(NEXT), entry("v"))).isNull();
    assertThat(reply(new Operation.DeleteVersion(NEXT), entry("v")))
        .isEqualTo(new Reply.Changed(false, OLD));
    assertThat(reply(new Operation.DeleteVersion(OLD), null))
        .isEqualTo(new Reply.Changed(false, Version.NONE));
  }

  @Test
  void put_writesWithNextVersion() {
    assertThat(reply(put("new", Condition.NONE), entry("v")))
        .isEqualTo(new Reply.Changed(true, NEXT));
    assertThat(written(put("new", Condition.NONE), entry("v")))
        .isEqualTo(new Entry(NEXT, Bytes.utf8("new"), 0, 0));
  }

  @Test
  void putIfAbsent_present_tellsTheVersionThatIsThere() {
    assertThat(reply(put("new", Condition.ABSENT), entry("v")))
        .isEqualTo(new Reply.Changed(false, OLD));
    assertThat(written(put("new", Condition.ABSENT), entry("v"))).isNull();
  }

  @Test
  void putIfAbsent_absent_writes() {
    assertThat(reply(put("new", Condition.ABSENT), null)).isEqualTo(new Reply.Changed(true, NEXT));
  }

  @Test
  void putIfVersion_same_writes() {
    assertThat(reply(put("new", Condition.version(OLD)), entry("v")))
        .isEqualTo(new Reply.Changed(true, NEXT));
  }

  @Test
  void putIfVersion_other_writesNothing() {
    assertThat(reply(put("new", Condition.version(new Version(1, 2))), entry("v")))
        .isEqualTo(new Reply.Changed(false, OLD));
  }

  @Test
  void putIfVersion_absent_writesNothing() {
    assertThat(reply(put("new", Condition.version(OLD)), null))
        .isEqualTo(new Reply.Changed(false, Version.NONE));
  }

  @Test
  void put_lifetime_countsFromNow() {
    Operation put =
        new Operation.Put(Bytes.utf8("new"), new Lifetime(500, 70), false, Condition.NONE);

    assertThat(written(put, null)).isEqualTo(new Entry(NEXT, Bytes.utf8("new"), NOW + 500, 70));
  }

  @Test
  void put_keepTtl_keepsTheTimeOfTheEntryBefore() {
    Operation put = new Operation.Put(Bytes.utf8("n"), Lifetime.UNLIMITED, true, Condition.NONE);
    Entry before = new Entry(OLD, Bytes.utf8("v"), NOW + 30, 9);

    assertThat(written(put, before)).isEqualTo(new Entry(NEXT, Bytes.utf8("n"), NOW + 30, 9));
  }

  @Test
  void put_keepTtl_absent_takesItsOwn() {
    Operation put = new Operation.Put(Bytes.utf8("n"), new Lifetime(500, 0), true, Condition.NONE);

    assertThat(written(put, null)).isEqualTo(new Entry(NEXT, Bytes.utf8("n"), NOW + 500, 0));
  }

  @Test
  void increment_absent_beginsAtZero() {
    assertThat(reply(new Operation.Increment(-4), null)).isEqualTo(new Reply.Number(-4));
    assertThat(written(new Operation.Increment(-4), null))
        .isEqualTo(new Entry(NEXT, Bytes.utf8("-4"), 0, 0));
  }

  @Test
  void increment_present_addsAndKeepsTheTimeToLive() {
    Entry before = new Entry(OLD, Bytes.utf8("40"), NOW + 30, 9);

    assertThat(written(new Operation.Increment(2), before))
        .isEqualTo(new Entry(NEXT, Bytes.utf8("42"), NOW + 30, 9));
  }

  @Test
  void increment_noNumber_isRefused() {
    for (String text : new String[] {"", "x", "1.5", "+1", " 1", "99999999999999999999"}) {
      assertThat(code(new Operation.Increment(1), entry(text)))
          .as("'%s'", text)
          .isEqualTo(ErrorCode.NOT_A_NUMBER);
    }
  }

  @Test
  void increment_notUtf8_isRefused() {
    Entry entry = new Entry(OLD, Bytes.copyOf(new byte[] {(byte) 0xff}), 0, 0);

    assertThat(code(new Operation.Increment(1), entry)).isEqualTo(ErrorCode.NOT_A_NUMBER);
  }

  @Test
  void increment_pastTheGreatest_isRefused() {
    Entry greatest = entry(Long.toString(Long.MAX_VALUE));

    assertThat(code(new Operation.Increment(1), greatest)).isEqualTo(ErrorCode.OVERFLOW);
    assertThat(written(new Operation.Increment(1), greatest)).isNull();
  }

  @Test
  void increment_pastTheLeast_isRefused() {
    assertThat(code(new Operation.Increment(-1), entry(Long.toString(Long.MIN_VALUE))))
        .isEqualTo(ErrorCode.OVERFLOW);
  }

  @Test
  void append_absent_isTheSuffix() {
    assertThat(reply(append(3), null)).isEqualTo(new Reply.Number(3));
  }

  @Test
  void append_present_tellsTheLengthAndKeepsTheTimeToLive() {
    Entry before = new Entry(OLD, Bytes.utf8("ab"), NOW + 30, 0);
    Operation append = new Operation.Append(Bytes.utf8("c"));

    assertThat(reply(append, before)).isEqualTo(new Reply.Number(3));
    assertThat(written(append, before)).isEqualTo(new Entry(NEXT, Bytes.utf8("abc"), NOW + 30, 0));
  }

  @Test
  void append_upToTheLimit_writes() {
    assertThat(reply(append(Limits.VALUE_BYTES_MAX - 1), entry("v")))
        .isEqualTo(new Reply.Number(Limits.VALUE_BYTES_MAX));
  }

  @Test
  void append_pastTheLimit_isRefused() {
    assertThat(code(append(Limits.VALUE_BYTES_MAX), entry("v")))
        .isEqualTo(ErrorCode.VALUE_TOO_LONG);
    assertThat(written(append(Limits.VALUE_BYTES_MAX), entry("v"))).isNull();
  }

  @Test
  void compareAndSet_expected_writesAndKeepsTheTimeToLive() {
    Entry before = new Entry(OLD, Bytes.utf8("a"), NOW + 30, 0);

    assertThat(written(compareAndSet("a", "b"), before))
        .isEqualTo(new Entry(NEXT, Bytes.utf8("b"), NOW + 30, 0));
  }

  @Test
  void compareAndSet_unexpected_tellsTheVersionThatIsThere() {
    assertThat(reply(compareAndSet("a", "b"), entry("c"))).isEqualTo(new Reply.Changed(false, OLD));
  }

  @Test
  void compareAndSet_absent_writesNothing() {
    assertThat(reply(compareAndSet("", "b"), null))
        .isEqualTo(new Reply.Changed(false, Version.NONE));
  }

  @Test
  void expire_present_changesTheLifetimeAlone() {
    Operation expire = new Operation.Expire(new Lifetime(80, 5));

    assertThat(written(expire, entry("v")))
        .isEqualTo(new Entry(NEXT, Bytes.utf8("v"), NOW + 80, 5));
  }

  @Test
  void expire_unlimited_staysForEver() {
    Entry before = new Entry(OLD, Bytes.utf8("v"), NOW + 30, 9);

    assertThat(written(new Operation.Expire(Lifetime.UNLIMITED), before))
        .isEqualTo(new Entry(NEXT, Bytes.utf8("v"), 0, 0));
  }

  @Test
  void expire_absent_writesNothing() {
    assertThat(reply(new Operation.Expire(new Lifetime(80, 0)), null))
        .isEqualTo(new Reply.Changed(false, Version.NONE));
  }

  @Test
  void expireIf_dependsOnTheTimeToLiveThatIsThere() {
    Entry mortal = new Entry(OLD, Bytes.utf8("v"), NOW + 50, 0);

    assertThat(allowed(entry("v"), 80)).containsExactlyInAnyOrder(ALWAYS, NO_TTL, LATER_OR_NO_TTL);
    assertThat(allowed(mortal, 80)).containsExactlyInAnyOrder(ALWAYS, ANY_TTL, EARLIER_TTL);
    assertThat(allowed(mortal, 20))
        .containsExactlyInAnyOrder(ALWAYS, ANY_TTL, LATER_OR_NO_TTL, LATER_TTL);
    assertThat(allowed(mortal, 0)).containsExactlyInAnyOrder(ALWAYS, ANY_TTL, EARLIER_TTL);
  }

  private static List<Allowed> allowed(Entry current, long ttlMillis) {
    Lifetime lifetime = new Lifetime(ttlMillis, 0);
    return Stream.of(Allowed.values())
        .filter(each -> written(new Operation.ExpireIf(lifetime, each), current) != null)
        .toList();
  }

  @Test
  void end_deletesIfTheTimeToLiveAllowsIt() {
    assertThat(written(new Operation.End(ALWAYS), entry("v"))).isEqualTo(Entry.tombstone(NEXT));
    assertThat(written(new Operation.End(ANY_TTL), entry("v"))).isNull();
    assertThat(reply(new Operation.End(ALWAYS), null))
        .isEqualTo(new Reply.Changed(false, Version.NONE));
  }

  @Test
  void putIfPresent_dependsOnWhetherTheKeyIsThere() {
    assertThat(written(put("n", Condition.PRESENT), null)).isNull();
    assertThat(written(put("n", Condition.PRESENT), entry("v")))
        .isEqualTo(new Entry(NEXT, Bytes.utf8("n"), 0, 0));
  }

  @Test
  void overwrite_putsZerosWhereNothingWas() {
    assertThat(written(new Operation.Overwrite(3, Bytes.utf8("x")), entry("a")))
        .isEqualTo(new Entry(NEXT, Bytes.utf8("a\0\0x"), 0, 0));
    assertThat(written(new Operation.Overwrite(1, Bytes.utf8("xy")), entry("abcd")))
        .isEqualTo(new Entry(NEXT, Bytes.utf8("axyd"), 0, 0));
  }

  @Test
  void overwrite_pastTheLimit_isRefused() {
    assertThat(code(new Operation.Overwrite(Limits.VALUE_BYTES_MAX, Bytes.utf8("x")), entry("a")))
        .isEqualTo(ErrorCode.VALUE_TOO_LONG);
  }

  @ParameterizedTest
  @CsvSource({
    "10.5, 0.1, 10.6",
    "3, 1.75, 4.75",
    "5.0e3, 200, 5200",
    "0.1, -0.1, 0",
    "1, 0.00000000000000000049, 1",
    "-2.50, 1, -1.5"
  })
  void incrementDecimal_addsWithoutAnErrorInBinary(String before, String delta, String after) {
    Operation increment = new Operation.IncrementDecimal(Decimals.parse(delta).orElseThrow());

    assertThat(reply(increment, entry(before)))
        .isEqualTo(new Reply.Value(Bytes.utf8(after), NEXT, 0));
    assertThat(written(increment, entry(before)))
        .isEqualTo(new Entry(NEXT, Bytes.utf8(after), 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1x", "0x10", "1e400", "nan", " 1", "1e", "--1"})
  void incrementDecimal_noDecimalNumber_isRefused(String value) {
    Operation increment = new Operation.IncrementDecimal(BigDecimal.ONE);

    assertThat(code(increment, entry(value))).isEqualTo(ErrorCode.NOT_A_DECIMAL);
  }

  private static Entry entry(String value) {
    return new Entry(OLD, Bytes.utf8(value), 0, 0);
  }

  private static Operation put(String value, Condition condition) {
    return new Operation.Put(Bytes.utf8(value), Lifetime.UNLIMITED, false, condition);
  }

  private static Operation append(int length) {
    return new Operation.Append(Bytes.copyOf(new byte[length]));
  }

  private static Operation compareAndSet(String expected, String next) {
    return new Operation.CompareAndSet(Bytes.utf8(expected), Bytes.utf8(next));
  }

  private static Reply reply(Operation operation, @Nullable Entry current) {
    return Evaluation.of(new KeyRequest(Bytes.utf8("k"), operation), current, NEXT, NOW).reply();
  }

  private static ErrorCode code(Operation operation, @Nullable Entry current) {
    return ((Reply.Failure) reply(operation, current)).code();
  }

  private static @Nullable Entry written(Operation operation, @Nullable Entry current) {
    return Evaluation.of(new KeyRequest(Bytes.utf8("k"), operation), current, NEXT, NOW)
        .writtenOrNull();
  }
}
