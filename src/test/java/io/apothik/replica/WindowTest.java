package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.Version;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final int STEPS = 20_000;
  private static final int VERSIONS = 40;

  private record Named(Version version, int name) implements Window.Item {
    @Override
    public long major() {
      return version.term();
    }

    @Override
    public long minor() {
      return version.counter();
    }
  }

  private final Places places = new Places();
  private final Window<Named> items = new Window<>(places);

  @Test
  void items_areThoseOfASortedMap() {
    long seed = Long.getLong("apothik.seed", System.nanoTime());
    Random random = new Random(seed);
    TreeMap<Version, Named> expected = new TreeMap<>();

    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(4) == 0) {
        Version some = anyVersion(random);
        items.remove(some.term(), some.counter());
        expected.remove(some);
      } else if (random.nextInt(VERSIONS) < expected.size()) {
        assertThat(items.removeFirst())
            .as("seed %d, step %d", seed, step)
            .isEqualTo(expected.pollFirstEntry().getValue());
      } else {
        Named item = new Named(anyVersion(random), step);
        items.put(item);
        expected.put(item.version(), item);
      }

      Version some = anyVersion(random);
      assertThat(items.all())
          .as("seed %d, step %d", seed, step)
          .containsExactlyElementsOf(expected.values());
      assertThat(items.get(some.term(), some.counter()))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(expected.get(some));
      var before = expected.lowerEntry(some);
      assertThat(items.before(some.term(), some.counter()))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(before == null ? null : before.getValue());
      assertThat(places.size()).as("seed %d, step %d", seed, step).isEqualTo(expected.size());
    }
  }

  @Test
  void windows_thatShareTheirPlaces_keepTheirItems() {
    Window<Named> others = new Window<>(places);
    Named one = new Named(new Version(1, 1), 0);
    Named another = new Named(new Version(1, 1), 1);
    others.put(one);
    items.put(one);
    others.clear();

    others.put(another);

    assertThat(items.all()).containsExactly(one);
    assertThat(others.all()).containsExactly(another);
  }

  @Test
  void window_thatIsCleared_givesItsPlacesBack() {
    items.put(new Named(new Version(1, 1), 0));
    items.put(new Named(new Version(1, 2), 1));

    items.clear();

    assertThat(items.isEmpty()).isTrue();
    assertThat(places.size()).isZero();
  }

  @Test
  void theLast_isTheGreatest_andPlacesCountFromTheFirst() {
    Named middle = new Named(new Version(1, 9), 0);
    Named greatest = new Named(new Version(2, 1), 1);
    Named least = new Named(new Version(1, 8), 2);

    List.of(middle, greatest, least).forEach(items::put);

    assertThat(items.last()).isEqualTo(greatest);
    assertThat(items.at(0)).isEqualTo(least);
    assertThat(items.size()).isEqualTo(3);
  }

  @Test
  void whereNothingIsLeft_nothingCanBeTaken() {
    items.put(new Named(new Version(1, 1), 0));
    items.removeFirst();

    assertThat(items.isEmpty()).isTrue();
    assertThatThrownBy(items::removeFirst).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(items::last).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static Version anyVersion(Random random) {
    return new Version(1 + random.nextInt(2), 1 + random.nextInt(VERSIONS / 2));
  }
}
