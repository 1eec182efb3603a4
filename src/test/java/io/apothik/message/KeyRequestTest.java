package io.apothik.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apothik.slot.Bytes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

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

    assertThat(KeyRequest.put(KEY, longest).operation())
        .isInstanceOfSatisfying(
            Operation.Put.class, put -> assertThat(put.value()).isEqualTo(longest));
  }

  @Test
  void anEmptyValue_isAccepted() {
    assertThatCode(() -> KeyRequest.put(KEY, Bytes.utf8(""))).doesNotThrowAnyException();
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
  void readsAndTouches_areNoWrites() {
    assertThat(KeyRequest.get(KEY).operation().isWrite()).isFalse();
    assertThat(KeyRequest.exists(KEY).operation().isWrite()).isFalse();
    assertThat(new Operation.Touch().isWrite()).isFalse();
  }

  @Test
  void whatCanChangeAnEntry_isAWrite() {
    assertThat(KeyRequest.put(KEY, VALUE).operation().isWrite()).isTrue();
    assertThat(KeyRequest.delete(KEY).operation().isWrite()).isTrue();
    assertThat(new Operation.Increment(1).isWrite()).isTrue();
    assertThat(new Operation.Expire(Lifetime.UNLIMITED).isWrite()).isTrue();
  }

  @Test
  void aLifetimeBeyondTheLimit_isRefusedWithValueAndLimit() {
    FailureException failure = failure(() -> new Lifetime(Limits.LIFETIME_MILLIS_MAX + 1, 0));

    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(failure)
        .hasMessageContaining(String.valueOf(Limits.LIFETIME_MILLIS_MAX + 1))
        .hasMessageContaining(String.valueOf(Limits.LIFETIME_MILLIS_MAX));
  }

  private static FailureException failure(ThrowingCallable action) {
    return catchThrowableOfType(FailureException.class, action);
  }

  private static Bytes bytes(int length) {
    return Bytes.utf8("x".repeat(length));
  }
}
