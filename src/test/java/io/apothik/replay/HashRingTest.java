package io.apothik.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashRingTest {
  private static final int KEYS = 20_000;

  private final List<NodeName> ten = nodes(10);
  private final HashRing ring = new HashRing(ten);

  private static List<NodeName> nodes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> NodeName.numbered(i, "h")).toList();
  }

  private static Bytes key(int number) {
    return Bytes.utf8("key " + number);
  }

  @Test
  void noNodes_makeNoRing() {
    assertThatThrownBy(() -> new HashRing(List.of())).hasMessageContaining("without nodes");
  }

  @Test
  void oneNode_hasEveryKey() {
    HashRing alone = new HashRing(nodes(1));

    assertThat(IntStream.range(0, 100).mapToObj(i -> alone.nodeOf(key(i))).distinct()).hasSize(1);
  }

  @Test
  void orderOfNodes_doesNotMatter() {
    List<NodeName> reversed = new ArrayList<>(ten);
    Collections.reverse(reversed);
    HashRing other = new HashRing(reversed);

    assertThat(IntStream.range(0, KEYS).mapToObj(HashRingTest::key))
        .allMatch(key -> ring.nodeOf(key).equals(other.nodeOf(key)));
  }

  @Test
  void newcomer_takesItsShareAndNobodyElseGetsAnything() {
    List<NodeName> eleven = nodes(11);
    HashRing larger = new HashRing(eleven);

    List<NodeName> takers =
        IntStream.range(0, KEYS)
            .mapToObj(HashRingTest::key)
            .filter(key -> !ring.nodeOf(key).equals(larger.nodeOf(key)))
            .map(larger::nodeOf)
            .toList();

    assertThat(takers).containsOnly(eleven.get(10));
    assertThat(takers.size()).isBetween(KEYS / 11 / 2, KEYS / 11 * 2);
  }

  @Test
  void deadNode_leavesItsKeysToOthersAndTheRestWhereTheyAre() {
    HashRing smaller = new HashRing(ten.subList(1, 10));

    assertThat(IntStream.range(0, KEYS).mapToObj(HashRingTest::key))
        .allMatch(
            key ->
                ring.nodeOf(key).equals(ten.get(0))
                    || ring.nodeOf(key).equals(smaller.nodeOf(key)));
  }

  @Test
  void virtualNodes_keepSharesWithinHalfOfTheMean() {
    Map<NodeName, Integer> shares = new HashMap<>();
    IntStream.range(0, KEYS).forEach(i -> shares.merge(ring.nodeOf(key(i)), 1, Integer::sum));

    assertThat(shares.values()).hasSize(10).allMatch(share -> share > KEYS / 20);
    assertThat(shares.values()).allMatch(share -> share < KEYS / 10 * 3 / 2);
  }
}
