package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.ErrorCode;
import io.apothik.message.Holdings;
import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import io.apothik.message.Settings;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedClusterTest {
  private static final int SLOTS = 128;
  private static final int SETTLE_MILLIS_MAX = 30_000;

  private final List<String> trace = new ArrayList<>();
  private final SimulatedCluster cluster = cluster(42);

  private SimulatedCluster cluster(long seed) {
    SimulatedCluster started =
        new SimulatedCluster(
            seed, Settings.DEFAULT, SLOTS, (atMillis, what) -> trace.add(atMillis + " " + what));
    started.start(5);
    assertThat(started.settle(SETTLE_MILLIS_MAX)).isTrue();
    return started;
  }

  private static NodeName node(int number) {
    return NodeName.numbered(number, SimulatedCluster.HOST);
  }

  private void fill(int count) {
    for (int i = 1; i <= count; i++) {
      assertThat(cluster.ask(put("k_" + i, "v" + i))).isInstanceOf(Reply.Changed.class);
    }
  }

  private static KeyRequest put(String key, String value) {
    return KeyRequest.put(Bytes.utf8(key), Bytes.utf8(value));
  }

  private long entries() {
    return cluster.holdings().values().stream().mapToLong(Holdings::entries).sum();
  }

  @Test
  void nodesThatStartTogether_divideTheSlotsOnce() {
    assertThat(cluster.table().members()).hasSize(5);
    assertThat(cluster.holdings().values())
        .allSatisfy(holdings -> assertThat(holdings.slots()).isBetween(25, 26));
  }

  @Test
  void whatIsAsked_isAnswered() {
    cluster.ask(put("city", "Paris"));

    Reply reply = cluster.ask(KeyRequest.get(Bytes.utf8("city")));

    assertThat(((Reply.Value) reply).valueOrNull()).isEqualTo(Bytes.utf8("Paris"));
  }

  @Test
  void nodeThatIsKilled_takesNothingAwayOfWhatHasABackup() {
    fill(100);

    cluster.kill(node(2));
    assertThat(cluster.settle(SETTLE_MILLIS_MAX)).isTrue();

    assertThat(cluster.nodes()).doesNotContain(node(2)).hasSize(4);
    assertThat(entries()).isEqualTo(100);
  }

  @Test
  void nodeThatIsAdded_getsItsShare() {
    fill(100);

    cluster.start(node(6));
    assertThat(cluster.settle(SETTLE_MILLIS_MAX)).isTrue();

    assertThat(cluster.holdings())
        .hasEntrySatisfying(node(6), holdings -> assertThat(holdings.entries()).isPositive());
    assertThat(entries()).isEqualTo(100);
  }

  @Test
  void nodeThatLeaves_isGoneAfterItHandedOver() {
    fill(100);

    cluster.leave(node(3));
    assertThat(cluster.settle(SETTLE_MILLIS_MAX)).isTrue();

    assertThat(cluster.isAlive(node(3))).isFalse();
    assertThat(entries()).isEqualTo(100);
  }

  @Test
  void nodeThatIsThere_isNotStartedAgain() {
    assertThatThrownBy(() -> cluster.start(node(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("apothik_1@sim");
  }

  @Test
  void masterThatSeesAMinority_refusesAtOnce() {
    cluster.partition(
        Map.of("master", 1, node(1).value(), 1, node(2).value(), 1, node(3).value(), 0));
    cluster.advance(2L * SimulatedCluster.SILENCE_MILLIS);

    Reply reply = cluster.ask(put("city", "Paris"));

    assertThat(((Reply.Failure) reply).code()).isEqualTo(ErrorCode.NO_QUORUM);
  }

  @Test
  void nodesThatWereCutOff_findBack() {
    fill(100);
    cluster.partition(Map.of(node(1).value(), 1));
    cluster.advance(2L * SimulatedCluster.SILENCE_MILLIS);
    assertThat(cluster.table().members()).hasSize(4);

    cluster.heal();
    cluster.advance(SimulatedCluster.REJOIN_MILLIS);

    assertThat(cluster.settle(SETTLE_MILLIS_MAX)).isTrue();
    assertThat(cluster.table().members()).hasSize(5);
    assertThat(entries()).isEqualTo(100);
  }

  @Test
  void sameSeed_isTheSameCourse() {
    List<String> first = List.copyOf(trace);
    trace.clear();

    cluster(42);

    assertThat(trace).isEqualTo(first);
  }

  @Test
  void anotherSeed_isAnotherCourse() {
    List<String> first = List.copyOf(trace);
    trace.clear();

    cluster(43);

    assertThat(trace).isNotEqualTo(first);
  }
}
