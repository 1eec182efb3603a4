package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {
  @Test
  void aNumberedName_hasItsNumberAndHost() {
    NodeName name = new NodeName("apothik_3@127.0.0.1");

    assertThat(name.number()).hasValue(3);
    assertThat(name.host()).isEqualTo("127.0.0.1");
    assertThat(name)
        .hasToString("apothik_3@127.0.0.1")
        .isEqualTo(NodeName.numbered(3, name.host()));
  }

  @Test
  void aNameWithoutNumber_hasNone() {
    assertThat(new NodeName("master@localhost").number()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a@b", "Cache-1_999999999@host.example", "apothik_1@::1", "apothik-x@10.0.0.1"})
  void aWellFormedName_isAccepted(String name) {
    assertThat(new NodeName(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "apothik_3",
        "@127.0.0.1",
        "apothik_3@",
        "apothik_0@h",
        "apothik_01@h",
        "apothik_@h",
        "apothik_-1@h",
        "apothik_1234567890@h",
        "3apothik@h",
        "a_b_1@h",
        "a@b@c",
        "a b@c",
        "apothik_1@h\n",
        "é@h"
      })
  void aMalformedName_isRefusedByName(String name) {
    assertThatThrownBy(() -> new NodeName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void aNameOfTheGreatestLength_isAccepted() {
    String name = "a@" + "h".repeat(NodeName.CHARS_MAX - 2);

    assertThat(new NodeName(name).value()).hasSize(NodeName.CHARS_MAX);
  }

  @Test
  void aLongerName_isRefusedWithLengthAndLimit() {
    String name = "a@" + "h".repeat(NodeName.CHARS_MAX - 1);

    assertThatThrownBy(() -> new NodeName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("255")
        .hasMessageContaining("256");
  }

  @Test
  void byNumber_ordersTenAfterTwoAndTheUnnumberedLast() {
    List<NodeName> sorted =
        List.of("b@h", "n_10@h", "a@h", "n_2@h", "m_2@h").stream()
            .map(NodeName::new)
            .sorted(NodeName.BY_NUMBER)
            .toList();

    assertThat(sorted)
        .extracting(NodeName::value)
        .containsExactly("m_2@h", "n_2@h", "n_10@h", "a@h", "b@h");
  }
}
