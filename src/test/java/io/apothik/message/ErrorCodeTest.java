package io.apothik.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.ErrorCode.Applied;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {
  @Test
  void numbers_areUnique() {
    assertThat(ErrorCode.values()).extracting(ErrorCode::number).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void aCode_isFoundByItsNumber(ErrorCode code) {
    assertThat(ErrorCode.numbered(code.number())).isSameAs(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 9, Integer.MAX_VALUE})
  void anUnknownNumber_isRefused(int number) {
    assertThatThrownBy(() -> ErrorCode.numbered(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(number));
  }

  @Test
  void onlyWhatHappensAfterSending_mayHaveBeenApplied() {
    assertThat(ErrorCode.values())
        .filteredOn(code -> code.applied() == Applied.MAYBE)
        .containsExactly(
            ErrorCode.TIMEOUT,
            ErrorCode.NODE_LEFT,
            ErrorCode.UNDECIDED,
            ErrorCode.ANSWERED,
            ErrorCode.INTERNAL);
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_OWNER", "NO_OWNER", "TIMEOUT", "NODE_LEFT", "UNREACHABLE"})
  void whatAnotherTableCanCure_isRetryable(ErrorCode code) {
    assertThat(code.isRetryable()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"BAD_REQUEST", "KEY_EMPTY", "KEY_TOO_LONG", "VALUE_TOO_LONG", "UNKNOWN_OP"})
  void whatTheCallerGotWrong_isNotRetryable(ErrorCode code) {
    assertThat(code.isRetryable()).isFalse();
  }

  @Test
  void aFailure_survivesBeingThrown() {
    Reply.Failure failure = new Reply.Failure(ErrorCode.NO_OWNER, "the ring is empty", 0);

    assertThat(failure.toException().failure()).isEqualTo(failure);
    assertThat(failure.toException().getStackTrace()).isEmpty();
  }
}
