package io.apothik.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apothik.message.KeyRequest.Op;
import io.apothik.slot.Bytes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRequestTest {
  private static final Bytes KEY = Bytes.utf8("k");
  private static final Bytes VALUE = Bytes.utf8("v");

  @Test
  void anEmptyKey_isRefused() {
    assertThat(failure(() -> KeyRequest.get(Bytes.utf8(""))).code()).isEqualTo(ErrorCode.KEY_EMPTY);
  }

  @Test
  void theLongestKey_isAccepted() {
    Bytes longest = bytes(Limits.KEY_BYTES_MAX);

    assertThat(KeyRequest.get(longest).key()).isEqualTo(longest);
  }

  @Test
  void aLongerKey_isRefusedWithKeyLengthAndLimit() {
    Bytes tooLong = bytes(Limits.KEY_BYTES_MAX + 1);

    FailureException failure = failure(() -> KeyRequest.delete(tooLong));

    assertThat(failure.code()).isEqualTo(ErrorCode.KEY_TOO_LONG);
    assertThat(failure).hasMessageContainingAll("'xxx", "65537", "65536").hasNoCause();
  }

  @Test
  void theLongestValue_isAccepted() {
    Bytes longest = bytes(Limits.VALUE_BYTES_MAX);

    assertThat(KeyRequest.put(KEY, longest).value()).isEqualTo(longest);
  }

  @Test
  void anEmptyValue_isAccepted() {
    assertThat(KeyRequest.put(KEY, Bytes.utf8("")).value().length()).isZero();
  }

  @Test
  void aLongerValue_isRefusedWithValueLengthAndLimit() {
    Bytes tooLong = bytes(Limits.VALUE_BYTES_MAX + 1);

    FailureException failure = failure(() -> KeyRequest.put(KEY, tooLong));

    assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_TOO_LONG);
    assertThat(failure).hasMessageContainingAll("'xxx", "1048577", "1048576");
  }

  @Test
  void lengthsCountBytesNotCharacters() {
    Bytes key = Bytes.utf8("é".repeat(Limits.KEY_BYTES_MAX / 2 + 1));

    assertThat(failure(() -> KeyRequest.exists(key)).code()).isEqualTo(ErrorCode.KEY_TOO_LONG);
  }

  @Test
  void aPutWithoutValue_isAMistake() {
    assertThatThrownBy(() -> new KeyRequest(Op.PUT, KEY, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUT")
  void aValueWithoutPut_isAMistake(Op op) {
    assertThatThrownBy(() -> new KeyRequest(op, KEY, VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(op.name());
  }

  @Test
  void theValueOfAGet_isAMistake() {
    assertThatThrownBy(() -> KeyRequest.get(KEY).value()).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void anOperation_isFoundByItsTag(Op op) {
    assertThat(Op.tagged(op.tag())).isSameAs(op);
  }

  @Test
  void anUnknownTag_isRefused() {
    assertThatThrownBy(() -> Op.tagged((byte) 99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("99");
  }

  @Test
  void onlyPutAndDelete_areWrites() {
    assertThat(Op.values()).filteredOn(Op::isWrite).containsExactly(Op.PUT, Op.DELETE);
  }

  private static FailureException failure(ThrowingCallable action) {
    return catchThrowableOfType(FailureException.class, action);
  }

  private static Bytes bytes(int length) {
    return Bytes.utf8("x".repeat(length));
  }
}
