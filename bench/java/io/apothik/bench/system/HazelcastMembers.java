package io.apothik.bench.system;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.HazelcastInstance;

/** Hazelcast members with its own defaults, apart from where they listen and find each other. */
final class HazelcastMembers {
  static final String MAP = "bench";

  private HazelcastMembers() {}

  /**
   * The configuration of a member.
   *
   * @param lite whether it stores nothing
   */
  static Config config(Setting setting, int backups, boolean lite) {
    Config config = new Config("bench-" + setting.firstPort());
    config.setClusterName("bench-" + setting.firstPort());
    config.setLiteMember(lite);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(setting.port()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(Setting.HOST);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember(Setting.HOST + ":" + setting.firstPort());
    config.getMapConfig(MAP).setBackupCount(backups).setAsyncBackupCount(0);
    return config;
  }

  /** What an acknowledged write promises, by whichever road it came. */
  static String promise(int backups) {
    return backups == 0
        ? "1 copy; acknowledged by the partition's owner"
        : "2 copies, one synchronous backup; acknowledged when both have it";
  }

  /** Returns when so many members store, and every partition has its copies. */
  static void await(HazelcastInstance member, int storing) {
    Waiting.until(
        "all members, and all copies",
        () -> {
          long data =
              member.getCluster().getMembers().stream().filter(one -> !one.isLiteMember()).count();
          return data == storing && member.getPartitionService().isClusterSafe();
        });
  }
}
