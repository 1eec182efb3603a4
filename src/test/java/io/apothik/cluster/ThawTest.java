package io.apothik.cluster;

import static io.apothik.cluster.Thaw.FROZEN_MILLIS_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.ClusterState;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThawTest {
  private static final long NOW = 1_000_000;

  private final Thaw thaw = new Thaw();
  private HazelcastInstance member;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    Config config = Config.loadFromFile(Path.of("cluster.xml").toFile());
    config.setClusterName("thaw-" + System.nanoTime());
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    int port = FreePorts.reserve("127.0.0.1");
    // Else it waits for whoever listens at the next ports to say whether they are members.
    config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    member = Hazelcast.newHazelcastInstance(config);
    cluster = member.getCluster();
  }

  @AfterEach
  void end() {
    member.getLifecycleService().terminate();
  }

  @Test
  void aClusterThatStaysFrozen_isThawed() {
    cluster.changeClusterState(ClusterState.FROZEN);
    thaw.look(cluster, NOW);

    thaw.look(cluster, NOW + FROZEN_MILLIS_MAX + 1);

    assertThat(cluster.getClusterState()).isEqualTo(ClusterState.ACTIVE);
  }

  @Test
  void aClusterThatIsFrozenForATime_isLeftAlone() {
    cluster.changeClusterState(ClusterState.FROZEN);
    thaw.look(cluster, NOW);

    thaw.look(cluster, NOW + FROZEN_MILLIS_MAX);

    assertThat(cluster.getClusterState()).isEqualTo(ClusterState.FROZEN);
  }

  @Test
  void theTimeBeginsAgain_withEachFrost() {
    cluster.changeClusterState(ClusterState.FROZEN);
    thaw.look(cluster, NOW);
    cluster.changeClusterState(ClusterState.ACTIVE);
    thaw.look(cluster, NOW + 1);
    cluster.changeClusterState(ClusterState.FROZEN);

    thaw.look(cluster, NOW + FROZEN_MILLIS_MAX + 1);

    assertThat(cluster.getClusterState()).isEqualTo(ClusterState.FROZEN);
  }

  @Test
  void whatIsNotFrozen_staysAsItIs() {
    cluster.changeClusterState(ClusterState.PASSIVE);
    thaw.look(cluster, NOW);

    thaw.look(cluster, NOW + FROZEN_MILLIS_MAX + 1);

    assertThat(cluster.getClusterState()).isEqualTo(ClusterState.PASSIVE);
  }
}
