package io.apothik.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apothik.message.Request.Fill;
import io.apothik.message.Request.Start;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  @Test
  void aFill_putsTheCounterUnderTheNumberedKey() {
    assertThat(new Fill(1, 1, 5_000).put(42))
        .isEqualTo(KeyRequest.put(Bytes.utf8("k_1_42"), Bytes.utf8("42")));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "2147483647, 1, 10000", "1, 2147473647, 10000"})
  void aFillInsideTheLimits_isAccepted(int number, int from, int count) {
    assertThat(new Fill(number, from, count).count()).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1, 1, number -1",
    "1, -1, 1, from -1",
    "1, 2147473648, 10000, from 2147473648",
    "1, 1, 0, count 0",
    "1, 1, 10001, count 10001"
  })
  void aFillOutsideTheLimits_isRefusedByFieldAndValue(
      int number, int from, int count, String named) {
    FailureException failure =
        catchThrowableOfType(FailureException.class, () -> new Fill(number, from, count));

    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(failure).hasMessageStartingWith(named + " is not between");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, NodeName.NUMBER_MAX})
  void aStartOfANumberThatANameCanHave_isAccepted(int number) {
    assertThat(new Start(number).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, NodeName.NUMBER_MAX + 1})
  void aStartOfANumberThatNoNameCanHave_isRefusedByValue(int number) {
    FailureException failure =
        catchThrowableOfType(FailureException.class, () -> new Start(number));

    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(failure).hasMessage("number " + number + " is not between 0 and 999999999");
  }
}
