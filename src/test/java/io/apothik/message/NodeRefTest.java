package io.apothik.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apothik.slot.NodeName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRefTest {
  private static final NodeName THREE = new NodeName("apothik_3@127.0.0.1");
  private static final NodeName OTHER_THREE = new NodeName("apothik_3@127.0.0.2");
  private static final NodeName MASTER = new NodeName("master@127.0.0.1");

  @Test
  void aNumber_meansTheNodeThatBearsIt() {
    NodeRef ref = new NodeRef("3");

    assertThat(ref.resolve(List.of(MASTER, THREE))).isEqualTo(THREE);
  }

  @Test
  void aName_meansTheNodeOfThatName() {
    NodeRef ref = new NodeRef(OTHER_THREE.value());

    assertThat(ref.resolve(List.of(THREE, OTHER_THREE))).isEqualTo(OTHER_THREE);
  }

  @Test
  void aNumberThatNobodyBears_isAnUnknownNode() {
    FailureException failure =
        catchThrowableOfType(
            FailureException.class, () -> new NodeRef("4").resolve(List.of(THREE, MASTER)));

    assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN_NODE);
    assertThat(failure).hasMessageContaining("4");
  }

  @Test
  void aNumberThatTwoBear_isAmbiguousAndNamesBoth() {
    FailureException failure =
        catchThrowableOfType(
            FailureException.class, () -> new NodeRef("3").resolve(List.of(THREE, OTHER_THREE)));

    assertThat(failure.code()).isEqualTo(ErrorCode.AMBIGUOUS_NODE);
    assertThat(failure).hasMessageContainingAll("3", THREE.value(), OTHER_THREE.value());
  }

  @Test
  void aNodeNamedTwice_isOneNode() {
    assertThat(new NodeRef("3").resolve(List.of(THREE, THREE))).isEqualTo(THREE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "03", "1234567890", "three", "3@", " 3"})
  void whatIsNeitherNumberNorName_isABadRequest(String text) {
    FailureException failure =
        catchThrowableOfType(FailureException.class, () -> new NodeRef(text));

    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(failure).hasMessageContaining("'" + text + "'");
  }
}
