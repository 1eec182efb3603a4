package io.apothik.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.apothik.message.Settings.Quorum;
import io.apothik.slot.Placement;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void backups_beyondTheLimit_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settings(Placement.SLOTS, 4, Quorum.MAJORITY))
        .withMessage("4 backups are not between 0 and 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65})
  void loops_beyondTheLimits_areRefused(int loops) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.DEFAULT.withLoops(loops))
        .withMessage("%d event loops are not between 1 and 64", loops);
  }

  @Test
  void severalLoops_withoutSlotsToDivide_areRefused() {
    Settings modulo = new Settings(Placement.MODULO, 0, Quorum.NONE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> modulo.withLoops(2))
        .withMessage("with the placement modulo there is one event loop, not 2");
  }

  /** Nodes with one loop go together with those of a version that knew no others. */
  @Test
  void label_namesTheLoopsOnlyIfThereAreSeveral() {
    assertThat(Settings.DEFAULT.label()).isEqualTo("slots/1/majority");
    assertThat(Settings.DEFAULT.withLoops(4).label()).isEqualTo("slots/1/majority/4 loops");
  }

  /** How many backups there are, tables say: so nodes go together that were started with others. */
  @Test
  void nodes_goTogether_whereAllButTheBackupsIsTheSame() {
    assertThat(Settings.DEFAULT.goWith("slots/3/majority")).isTrue();
    assertThat(Settings.DEFAULT.withLoops(4).goWith("slots/0/majority/4 loops")).isTrue();
    assertThat(Settings.DEFAULT.goWith("slots/1/none")).isFalse();
    assertThat(Settings.DEFAULT.goWith("slots/1/majority/4 loops")).isFalse();
    assertThat(Settings.DEFAULT.goWith("modulo")).isFalse();
    assertThat(new Settings(Placement.MODULO, 0, Quorum.NONE).goWith("modulo")).isTrue();
  }

  /** A node may have every second or every fifth slot, and they are to be on all its loops. */
  @ParameterizedTest
  @CsvSource({"2, 2", "3, 2", "5, 5", "4, 8", "2, 32", "7, 32"})
  void everyNthSlot_isSpreadOverTheLoops(int n, int loops) {
    Settings settings = Settings.DEFAULT.withLoops(loops);
    Long[] slots = Collections.nCopies(loops, 0L).toArray(Long[]::new);
    IntStream.range(0, Placement.Slots.COUNT)
        .filter(slot -> slot % n == 1)
        .forEach(slot -> slots[settings.loopOf(slot)]++);

    double mean = (double) Placement.Slots.COUNT / n / loops;
    assertThat(slots)
        .allSatisfy(count -> assertThat(count).isBetween(part(mean, 0.7), part(mean, 1.3)));
  }

  private static long part(double mean, double factor) {
    return Math.round(mean * factor);
  }
}
