package io.apothik.door.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.Seed;
import io.apothik.message.FailureException;
import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyspaceTest {
  @Test
  void aKey_isBehindTheNameOfItsCache() {
    Keyspace<String> users = new Keyspace<>("users", Codec.STRING);

    assertThat(users.full("ada:1")).isEqualTo(Bytes.utf8("users:ada:1"));
    assertThat(users.key(Bytes.utf8("users:ada:1"))).isEqualTo("ada:1");
  }

  @Test
  void aKeyOfAnotherType_isRefused_andNamed() {
    Keyspace<Long> numbers = new Keyspace<>("numbers", Codec.LONG);

    assertThatThrownBy(() -> numbers.key(Bytes.utf8("numbers:one")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("numbers")
        .hasMessageContaining("one")
        .hasMessageContaining("64-bit integer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "{a}", "a b", "!load", "ü", "a/b"})
  void aNameThatCouldBeMistaken_isRefused(String name) {
    assertThatThrownBy(() -> new Keyspace<>(name, Codec.STRING))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void aNameOf65Characters_isRefused() {
    assertThatThrownBy(() -> new Keyspace<>("x".repeat(65), Codec.STRING))
        .isInstanceOf(FailureException.class);
    assertThat(new Keyspace<>("x".repeat(64), Codec.STRING).name()).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"users:1", "users:{1}", "users:{}", "users:}{", "users:a}b{c}", "x{y"})
  void aClaim_isInTheSlotOfItsKey(String key) {
    assertSameSlot(Bytes.utf8(key), key);
  }

  @Test
  void aClaim_isInTheSlotOfItsKey_whateverItsBytesAre() {
    long seed = Seed.next();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] key = new byte[1 + random.nextInt(12)];
      for (int at = 0; at < key.length; at++) {
        key[at] = (byte) "{}:ab".charAt(random.nextInt(5));
      }
      assertSameSlot(Bytes.copyOf(key), "seed " + seed);
    }
  }

  private static void assertSameSlot(Bytes key, String what) {
    assertThat(slot(Claims.keyFor(key))).as("%s: %s", what, key).isEqualTo(slot(key));
  }

  private static int slot(Bytes key) {
    return Placement.SLOTS.slotOf(key, Placement.Slots.COUNT);
  }
}
