package io.apothik.sim;

import io.apothik.slot.NodeName;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Delivers messages late, out of order, twice, or not at all; and none between the two sides of a
 * partition.
 */
final class Network {
  /** The side of whoever is in reach of all. */
  static final int BOTH = -1;

  private static final int DELAY_MILLIS_MAX = 400;
  private static final int DELAY_MILLIS_USUAL = 8;
  private static final int SUSPICION_MILLIS = 1_000;

  private final Timeline timeline;
  private final Random random;
  private final Map<String, Integer> sides = new TreeMap<>();
  private final Set<Link> mute = new HashSet<>();

  private double loss;
  private double lateness;
  private double repetition;
  private long muteUntilMillis = Long.MIN_VALUE;

  private record Link(String from, String to) {}

  Network(Timeline timeline, Random random) {
    this.timeline = timeline;
    this.random = random;
    boolean bad = random.nextInt(3) > 0;
    this.loss = bad ? random.nextDouble() * 0.1 : 0;
    this.lateness = bad ? random.nextDouble() * 0.15 : 0;
    this.repetition = bad ? random.nextDouble() * 0.05 : 0;
  }

  /** Loses, delays and repeats up to so many times as much. */
  Network(Timeline timeline, Random random, double worse) {
    this.timeline = timeline;
    this.random = random;
    this.loss = random.nextDouble() * 0.1 * worse;
    this.lateness = random.nextDouble() * 0.15 * worse;
    this.repetition = random.nextDouble() * 0.05 * worse;
  }

  /** Whether messages between the two get through. */
  boolean connects(String one, String other) {
    int side = sides.getOrDefault(one, 0);
    int otherSide = sides.getOrDefault(other, 0);
    return side == otherSide || side == BOTH || otherSide == BOTH;
  }

  boolean connects(NodeName one, NodeName other) {
    return connects(one.value(), other.value());
  }

  boolean isWhole() {
    return sides.isEmpty();
  }

  /** How long a message can be under way. */
  int delayMillisMax() {
    return lateness > 0 ? DELAY_MILLIS_MAX : DELAY_MILLIS_USUAL;
  }

  /** Whether no link is silent, nor anybody under suspicion because one was. */
  boolean isClear() {
    return timeline.nowMillis() >= muteUntilMillis + SUSPICION_MILLIS;
  }

  /** Puts everybody who is named on the side that is named. */
  void partition(Map<String, Integer> sideOf) {
    sides.clear();
    sides.putAll(sideOf);
  }

  void heal() {
    sides.clear();
  }

  /** Loses all that is sent in that direction for so long. */
  void mute(NodeName from, NodeName to, long millis) {
    Link link = new Link(from.value(), to.value());
    if (mute.add(link)) {
      muteUntilMillis = Math.max(muteUntilMillis, timeline.nowMillis() + millis);
      timeline.in(millis, () -> mute.remove(link));
    }
  }

  /** Delivers everything once and soon from now on. */
  void becomeGood() {
    loss = 0;
    lateness = 0;
    repetition = 0;
  }

  /** Delivers one message, or not, or twice. */
  void send(String from, String to, Runnable delivery) {
    int copies = random.nextDouble() < repetition ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      sendOnce(from, to, delivery);
    }
  }

  private void sendOnce(String from, String to, Runnable delivery) {
    boolean lost = random.nextDouble() < loss || mute.contains(new Link(from, to));
    if (lost || !connects(from, to)) {
      return;
    }
    boolean late = random.nextDouble() < lateness;
    int delay = 1 + random.nextInt(late ? DELAY_MILLIS_MAX : DELAY_MILLIS_USUAL);
    timeline.in(
        delay,
        () -> {
          if (connects(from, to)) {
            delivery.run();
          }
        });
  }

  /** One reply at most: what a request-reply over a connection brings. */
  <T> Consumer<T> once(Consumer<T> receiver) {
    boolean[] done = new boolean[1];
    return reply -> {
      if (!done[0]) {
        done[0] = true;
        receiver.accept(reply);
      }
    };
  }
}
