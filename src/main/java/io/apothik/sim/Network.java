package io.apothik.sim;

import io.apothik.slot.NodeName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Delivers messages late, out of order, twice, or not at all; and none between the two sides of a
 * partition.
 */
public final class Network {
  /** The side of whoever is in reach of all. */
  static final int BOTH = -1;

  private static final int DELAY_MILLIS_MAX = 400;
  private static final int DELAY_MILLIS_USUAL = 8;
  private static final int SUSPICION_MILLIS = 1_000;

  private final Timeline timeline;
  private final Random random;
  private final Map<String, Integer> sides = new TreeMap<>();
  private final Set<Link> mute = new HashSet<>();

  private final Map<Link, Integer> slow = new HashMap<>();

  private Quality quality;
  private long muteUntilMillis = Long.MIN_VALUE;
  private long cutAtMillis;

  /**
   * What becomes of messages, each a share of them, 0 to 1.
   *
   * @param loss what gets lost
   * @param lateness what comes late
   * @param repetition what comes twice
   */
  public record Quality(double loss, double lateness, double repetition) {
    /** Everything comes once, and soon. */
    public static final Quality GOOD = new Quality(0, 0, 0);
  }

  private record Link(String from, String to) {}

  Network(Timeline timeline, Random random, Quality quality) {
    this.timeline = timeline;
    this.random = random;
    this.quality = quality;
  }

  /** Whether messages between the two get through. */
  boolean connects(String one, String other) {
    if (sides.isEmpty()) {
      return true;
    }
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
    return quality.lateness() > 0 ? DELAY_MILLIS_MAX : DELAY_MILLIS_USUAL;
  }

  /** Whether no link is silent, nor anybody under suspicion because one was. */
  boolean isClear() {
    return timeline.nowMillis() >= muteUntilMillis + SUSPICION_MILLIS;
  }

  /** Puts everybody who is named on the side that is named. */
  void partition(Map<String, Integer> sideOf) {
    sides.clear();
    sides.putAll(sideOf);
    cutAtMillis = timeline.nowMillis();
  }

  /** Whether the partition that there is has been for so long. */
  boolean isCutSince(long millis) {
    return timeline.nowMillis() - cutAtMillis >= millis;
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

  /** All that the two send each other takes so much longer, for so long. */
  void slow(NodeName one, NodeName other, int delayMillis, long millis) {
    for (Link link :
        List.of(new Link(one.value(), other.value()), new Link(other.value(), one.value()))) {
      slow.merge(link, delayMillis, Integer::sum);
      timeline.in(millis, () -> slow.merge(link, -delayMillis, Integer::sum));
    }
  }

  /** Delivers everything once and soon from now on. */
  void becomeGood() {
    quality = Quality.GOOD;
  }

  /** Delivers one message, or not, or twice. */
  void send(String from, String to, Runnable delivery) {
    int copies = random.nextDouble() < quality.repetition() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      sendOnce(from, to, delivery);
    }
  }

  private void sendOnce(String from, String to, Runnable delivery) {
    boolean lost = random.nextDouble() < quality.loss();
    Link link = new Link(from, to);
    if (lost || mute.contains(link) || !connects(from, to)) {
      return;
    }
    boolean late = random.nextDouble() < quality.lateness();
    int delay = 1 + random.nextInt(late ? DELAY_MILLIS_MAX : DELAY_MILLIS_USUAL);
    timeline.in(
        delay + slow.getOrDefault(link, 0),
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
