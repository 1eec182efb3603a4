package io.apothik.door.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.FailureException;
import io.apothik.message.Hearing;
import io.apothik.message.Reply;
import io.apothik.message.SlotEvent.Changed;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotSet;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NearCacheTest {
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Reply.Value FOUND = value("found", 0);

  private long now = 5_000;
  private long age;
  private final NearCache near = new NearCache(new NearCacheOptions(10_000, 1_000), () -> now);

  private static Reply.Value value(String text, long ttlMillis) {
    return new Reply.Value(Bytes.utf8(text), new Version(1, 1), ttlMillis);
  }

  private final class Heard implements Hearing {
    @Override
    public long ageMillis(Bytes key) {
      return age;
    }

    @Override
    public void end() {}
  }

  @BeforeEach
  void hears() {
    near.hears(new Heard());
  }

  @Test
  void whatWasFound_isKept() {
    near.read(KEY).found(FOUND);

    assertThat(near.findOrNull(KEY)).isEqualTo(FOUND);
  }

  @Test
  void whatIsAbsent_isNotKept() {
    near.read(KEY).found(new Reply.Value(null, Version.NONE, 0));

    assertThat(near.findOrNull(KEY)).isNull();
  }

  @Test
  void whatWasChanged_isForgotten() {
    near.read(KEY).found(FOUND);

    near.changed(new Changed(0, KEY, new Version(1, 2), true));

    assertThat(near.findOrNull(KEY)).isNull();
  }

  @Test
  void whatChangesWhileItIsRead_isNotKept() {
    NearCache.Reading reading = near.read(KEY);

    near.changed(new Changed(0, KEY, new Version(1, 2), true));
    reading.found(FOUND);

    assertThat(near.findOrNull(KEY)).isNull();
  }

  @Test
  void whatMayHaveChangedWhileItWasRead_isNotKept() {
    NearCache.Reading reading = near.read(KEY);

    near.missed(SlotSet.of(0));
    reading.found(FOUND);

    assertThat(near.findOrNull(KEY)).isNull();
  }

  @Test
  void slotsOfWhichChangesWereMissed_areForgotten_andNoOthers() {
    Bytes other = Bytes.utf8("other");
    near.read(KEY).found(FOUND);
    near.read(other).found(FOUND);

    near.missed(SlotSet.of(Placement.SLOTS.slotOf(KEY, Placement.Slots.COUNT)));

    assertThat(near.findOrNull(KEY)).isNull();
    assertThat(near.findOrNull(other)).isEqualTo(FOUND);
  }

  @Test
  void slotOfWhichNothingWasHeardForLong_isNotAnsweredFor() {
    near.read(KEY).found(FOUND);

    age = 1_001;
    assertThat(near.findOrNull(KEY)).isNull();
    age = 1_000;
    assertThat(near.findOrNull(KEY)).isEqualTo(FOUND);
  }

  @Test
  void whoDoesNotHearYet_keepsNothing() {
    NearCache deaf = new NearCache(new NearCacheOptions(10_000, 1_000), () -> now);

    deaf.read(KEY).found(FOUND);
    deaf.hears(new Heard());

    assertThat(deaf.findOrNull(KEY)).isNull();
  }

  @Test
  void timeToLive_goesOn() {
    near.read(KEY).found(value("brief", 300));

    now += 299;
    assertThat(near.findOrNull(KEY)).isEqualTo(value("brief", 1));
    now += 1;
    assertThat(near.findOrNull(KEY)).isNull();
  }

  @Test
  void stalenessOutOfRange_isRefused() {
    CacheOptions<String, String> options = CacheOptions.of(Codec.STRING, Codec.STRING);

    assertThatThrownBy(() -> options.withNearCache(1_000, Duration.ofMillis(999)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("999 ms is not between 1000 and 60000");
    assertThatThrownBy(() -> options.withNearCache(0, Duration.ofSeconds(1)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("0 bytes");
  }
}
