package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Description;
import io.apothik.message.ErrorCode;
import io.apothik.message.Hash;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.message.ValueType;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HashEvaluationTest {
  private static final long NOW = 10_000;
  private static final Version OLD = new Version(1, 3);
  private static final Version NEXT = new Version(2, 7);

  @Test
  void set_absent_makesAHash() {
    Evaluation made = evaluated(set("a", "1", "b", "2"), null);

    assertThat(made.reply()).isEqualTo(new Reply.Number(2));
    assertThat(made.writtenOrNull()).isEqualTo(hash(NEXT, 0, "a", "1", "b", "2"));
  }

  @Test
  void set_present_countsNewFieldsAlone_andKeepsTheLifetime() {
    Evaluation made = evaluated(set("b", "3", "c", "4"), hash(OLD, NOW + 30, "a", "1", "b", "2"));

    assertThat(made.reply()).isEqualTo(new Reply.Number(1));
    assertThat(made.writtenOrNull()).isEqualTo(hash(NEXT, NOW + 30, "a", "1", "b", "3", "c", "4"));
  }

  @Test
  void get_tellsEachFieldInItsPlace() {
    Operation get = new Operation.HashGet(List.of(bytes("b"), bytes("none"), bytes("a")));

    assertThat(evaluated(get, hash(OLD, 0, "a", "1", "b", "2")).reply())
        .isEqualTo(
            new Reply.Values(
                List.of(Optional.of(bytes("2")), Optional.empty(), Optional.of(bytes("1")))));
  }

  @Test
  void get_absent_findsNothing() {
    assertThat(evaluated(new Operation.HashGet(List.of(bytes("a"))), null).reply())
        .isEqualTo(new Reply.Values(List.of(Optional.empty())));
  }

  @Test
  void delete_theLastField_deletesTheKey() {
    Evaluation made = evaluated(delete("a", "none"), hash(OLD, 0, "a", "1"));

    assertThat(made.reply()).isEqualTo(new Reply.Number(1));
    assertThat(made.writtenOrNull()).isEqualTo(Entry.tombstone(NEXT));
  }

  @Test
  void delete_noneOfTheFields_writesNothing() {
    assertThat(evaluated(delete("none"), hash(OLD, 0, "a", "1")).writtenOrNull()).isNull();
    assertThat(evaluated(delete("none"), null).writtenOrNull()).isNull();
  }

  @Test
  void increment_addsToTheField() {
    Evaluation made = evaluated(increment("n", 5), hash(OLD, 0, "n", "37"));

    assertThat(made.reply()).isEqualTo(new Reply.Number(42));
    assertThat(made.writtenOrNull()).isEqualTo(hash(NEXT, 0, "n", "42"));
  }

  @Test
  void increment_noNumber_isRefused() {
    assertThat(code(increment("n", 5), hash(OLD, 0, "n", "x"))).isEqualTo(ErrorCode.NOT_A_NUMBER);
  }

  @Test
  void aStringIsNoHash_andTheOtherWayRound() {
    Entry string = new Entry(OLD, bytes("v"), 0, 0);

    assertThat(code(set("a", "1"), string)).isEqualTo(ErrorCode.WRONG_TYPE);
    assertThat(code(new Operation.HashGetAll(), string)).isEqualTo(ErrorCode.WRONG_TYPE);
    assertThat(code(new Operation.Get(), hash(OLD, 0, "a", "1"))).isEqualTo(ErrorCode.WRONG_TYPE);
    assertThat(code(new Operation.Increment(1), hash(OLD, 0, "a", "1")))
        .isEqualTo(ErrorCode.WRONG_TYPE);
  }

  @Test
  void aHashThatWouldBeTooLong_isRefused() {
    Operation set =
        new Operation.HashSet(Map.of(bytes("f"), Bytes.copyOf(new byte[Limits.VALUE_BYTES_MAX])));

    assertThat(code(set, null)).isEqualTo(ErrorCode.VALUE_TOO_LONG);
  }

  @Test
  void describe_tellsTypeFieldsAndTimeLeft() {
    Description told =
        (Description)
            evaluated(new Operation.Describe(), hash(OLD, NOW + 250, "a", "1", "b", "2")).reply();

    assertThat(told.typeOrNull()).isEqualTo(ValueType.HASH);
    assertThat(told.length()).isEqualTo(2);
    assertThat(told.ttlMillis()).isEqualTo(250);
    assertThat(told.version()).isEqualTo(OLD);
  }

  @Test
  void describe_absent_isNothing() {
    assertThat(evaluated(new Operation.Describe(), null).reply()).isEqualTo(Description.ABSENT);
  }

  private static Bytes bytes(String text) {
    return Bytes.utf8(text);
  }

  private static Map<Bytes, Bytes> fields(String... fieldsAndValues) {
    Map<Bytes, Bytes> fields = new LinkedHashMap<>();
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      fields.put(bytes(fieldsAndValues[i]), bytes(fieldsAndValues[i + 1]));
    }
    return fields;
  }

  private static Operation set(String... fieldsAndValues) {
    return new Operation.HashSet(fields(fieldsAndValues));
  }

  private static Operation delete(String... fields) {
    return new Operation.HashDelete(List.of(fields).stream().map(Bytes::utf8).toList());
  }

  private static Operation increment(String field, long delta) {
    return new Operation.HashIncrement(bytes(field), delta);
  }

  private static Entry hash(Version version, long expiresAtMillis, String... fieldsAndValues) {
    Bytes encoded = Hash.encode(fields(fieldsAndValues));
    return new Entry(version, ValueType.HASH, encoded, expiresAtMillis, 0);
  }

  private static ErrorCode code(Operation operation, @Nullable Entry current) {
    return ((Reply.Failure) evaluated(operation, current).reply()).code();
  }

  private static Evaluation evaluated(Operation operation, @Nullable Entry current) {
    return Evaluation.of(new KeyRequest(bytes("h"), operation), current, NEXT, NOW);
  }
}
