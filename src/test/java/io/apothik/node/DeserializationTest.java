package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.apothik.cluster.FreePorts;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What comes over Hazelcast's port brings nothing to life that a node does not need. */
class DeserializationTest {
  private static final String HOST = "127.0.0.1";
  private static final AtomicInteger CAME_TO_LIFE = new AtomicInteger();

  /** Does something as soon as it is read, as what attackers send does. */
  private static final class Payload implements Callable<String>, Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      CAME_TO_LIFE.incrementAndGet();
    }

    @Override
    public String call() {
      return "ran";
    }
  }

  @Test
  void aTaskThatAMemberSends_isNotRead() {
    try (TestCluster cluster = TestCluster.of(1)) {
      HazelcastInstance node = TestCluster.hazelcast(cluster.node(1));
      HazelcastInstance attacker = memberBeside(node);
      try {
        int before = CAME_TO_LIFE.get();

        assertThatThrownBy(() -> submit(attacker)).hasStackTraceContaining("is not allowed");
        assertThat(CAME_TO_LIFE).hasValue(before);
      } finally {
        attacker.shutdown();
      }
    }
  }

  @Test
  void aValueThatAMemberPuts_isNotRead() {
    try (TestCluster cluster = TestCluster.of(1)) {
      HazelcastInstance node = TestCluster.hazelcast(cluster.node(1));
      HazelcastInstance attacker = memberBeside(node);
      try {
        int before = CAME_TO_LIFE.get();
        attacker.getMap("__vertx.haInfo").put("node", new Payload());
        IMap<String, Object> map = node.getMap("__vertx.haInfo");

        assertThatThrownBy(() -> map.get("node")).hasStackTraceContaining("is not allowed");
        assertThat(CAME_TO_LIFE).hasValue(before);
      } finally {
        attacker.shutdown();
      }
    }
  }

  @Test
  void aClientOfHazelcast_getsNothing() {
    try (TestCluster cluster = TestCluster.of(1)) {
      HazelcastInstance node = TestCluster.hazelcast(cluster.node(1));
      ClientConfig config = new ClientConfig().setProperty("hazelcast.logging.type", "slf4j");
      config.setClusterName(node.getConfig().getClusterName());
      int port = node.getCluster().getLocalMember().getAddress().getPort();
      config.getNetworkConfig().addAddress(HOST + ":" + port);
      config
          .getConnectionStrategyConfig()
          .getConnectionRetryConfig()
          .setClusterConnectTimeoutMillis(1_000);

      assertThatThrownBy(() -> HazelcastClient.newHazelcastClient(config))
          .hasMessageContaining("Unable to connect");
    }
  }

  /** Else the tests above would prove nothing. */
  @Test
  void withoutTheFilter_aTaskIsReadAndRuns() throws Exception {
    HazelcastInstance lax = Hazelcast.newHazelcastInstance(laxConfig());
    HazelcastInstance attacker = memberBeside(lax);
    try {
      int before = CAME_TO_LIFE.get();

      assertThat(submit(attacker)).isEqualTo("ran");
      assertThat(CAME_TO_LIFE.get()).isGreaterThan(before);
    } finally {
      attacker.shutdown();
      lax.getLifecycleService().terminate();
    }
  }

  private static Config laxConfig() {
    Config config = new Config().setClusterName("lax-" + ProcessHandle.current().pid());
    config.getNetworkConfig().setPort(FreePorts.reserve(HOST));
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(HOST);
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true);
    return config
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.logging.type", "slf4j");
  }

  /** Somebody who joins as a member, with no filter of his own. */
  private static HazelcastInstance memberBeside(HazelcastInstance node) {
    Member member = node.getCluster().getLocalMember();
    Config config = laxConfig().setClusterName(node.getConfig().getClusterName());
    String partitions = node.getConfig().getProperty("hazelcast.partition.count");
    if (partitions != null) {
      config.setProperty("hazelcast.partition.count", partitions);
    }
    config
        .getNetworkConfig()
        .getJoin()
        .getTcpIpConfig()
        .addMember(HOST + ":" + member.getAddress().getPort());
    HazelcastInstance joined = Hazelcast.newHazelcastInstance(config);
    assertThat(joined.getCluster().getMembers()).hasSize(2);
    return joined;
  }

  private static String submit(HazelcastInstance attacker) throws Exception {
    Member member = attacker.getCluster().getMembers().iterator().next();
    return attacker
        .getExecutorService("tasks")
        .submitToMember(new Payload(), member)
        .get(30, TimeUnit.SECONDS);
  }
}
