package io.apothik.door.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodecTest {
  record User(String name, int age, List<String> roles) {}

  /** As an application writes it that still has the old mail field. */
  record OldUser(String name, String mail) {}

  static final class Bean {
    private String city = "";

    public String getCity() {
      return city;
    }

    public void setCity(String city) {
      this.city = city;
    }
  }

  @Test
  void text_isWrittenAsUtf8() {
    assertThat(Codec.STRING.encode("Zürich")).isEqualTo(Bytes.utf8("Zürich"));
    assertThat(Codec.STRING.decode(Bytes.utf8("Zürich"))).isEqualTo("Zürich");
  }

  @Test
  void bytesThatAreNoText_areRefusedAsText() {
    assertThatThrownBy(() -> Codec.STRING.decode(Bytes.copyOf(new byte[] {(byte) 0xff})))
        .hasMessageContaining("UTF-8");
  }

  @Test
  void aNumber_isWrittenAsCountersAre() {
    assertThat(Codec.LONG.encode(Long.MIN_VALUE)).isEqualTo(Bytes.utf8("-9223372036854775808"));
    assertThat(Codec.LONG.decode(Bytes.utf8("42"))).isEqualTo(42);
    assertThatThrownBy(() -> Codec.LONG.decode(Bytes.utf8("x"))).hasMessageContaining("x");
  }

  @Test
  void bytesAndJson_comeBackAsTheyWere() {
    Bytes bytes = Bytes.copyOf(new byte[] {0, -1, 1});
    JsonObject json = new JsonObject().put("a", 1).put("b", new JsonObject().put("c", "d"));

    assertThat(Codec.BYTES.decode(Codec.BYTES.encode(bytes))).isEqualTo(bytes);
    assertThat(Codec.JSON.decode(Codec.JSON.encode(json))).isEqualTo(json);
  }

  @Test
  void aRecord_comesBackEqual_withItsFieldsInAlphabeticalOrder() {
    Codec<User> codec = Codec.of(User.class);
    User user = new User("Ada", 36, List.of("admin"));

    assertThat(codec.encode(user).toString())
        .isEqualTo("{\"age\":36,\"name\":\"Ada\",\"roles\":[\"admin\"]}");
    assertThat(codec.decode(codec.encode(user))).isEqualTo(user);
  }

  @Test
  void aBean_comesBackWithItsProperties() {
    Codec<Bean> codec = Codec.of(Bean.class);
    Bean bean = new Bean();
    bean.setCity("Paris");

    assertThat(codec.decode(codec.encode(bean)).getCity()).isEqualTo("Paris");
  }

  @Test
  void aFieldThatTheClassDoesNotHave_isIgnored() {
    Bytes old = Codec.of(OldUser.class).encode(new OldUser("Ada", "ada@example.org"));

    assertThat(Codec.of(User.class).decode(old).name()).isEqualTo("Ada");
  }

  @Test
  void whatIsNotOfTheClass_isRefused() {
    Codec<User> codec = Codec.of(User.class);

    assertThat(codec.type()).isEqualTo("User");
    for (String wrong : List.of("", "null", "12", "{\"age\":\"old\"}", "nonsense")) {
      assertThatThrownBy(() -> codec.decode(Bytes.utf8(wrong)))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void twoFunctions_makeACodec() {
    Codec<Map.Entry<String, String>> codec =
        Codec.of(
            "pair",
            pair -> Bytes.utf8(pair.getKey() + "=" + pair.getValue()),
            bytes -> Map.entry(bytes.toString().split("=", 2)[0], "?"));

    assertThat(codec.type()).isEqualTo("pair");
    assertThat(codec.encode(Map.entry("a", "b"))).isEqualTo(Bytes.utf8("a=b"));
  }
}
