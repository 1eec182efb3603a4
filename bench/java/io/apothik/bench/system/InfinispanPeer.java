package io.apothik.bench.system;

import io.apothik.bench.load.Data;
import io.apothik.bench.load.Ending;
import io.apothik.bench.load.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.infinispan.AdvancedCache;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.context.Flag;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;

/**
 * Infinispan, embedded, with synchronous distribution, through {@code getAsync} and {@code
 * putAsync} on a node of no capacity. Its own TCP stack, apart from how nodes find each other. The
 * next request starts on the thread that completes the last one.
 */
final class InfinispanPeer implements Peer {
  private static final String CACHE = "bench";
  private static final String STACK = "org/infinispan/configuration/default-jgroups-tcp.xml";
  private static final String MULTICAST_DISCOVERY = "(?s)<MPING.*?/>";
  private static final String OFFSET = "${jgroups.fd.port-offset:50000}";

  /** Its own offset, added to the ports that are in use here, is beyond the last port. */
  private static final String SMALL_OFFSET = "10000";

  private final int backups;

  InfinispanPeer(int backups) {
    this.backups = backups;
  }

  @Override
  public int backups() {
    return backups;
  }

  @Override
  public String promise() {
    return backups == 0
        ? "1 copy; acknowledged by the owner; putAsync returns the former value, which is skipped"
        : "2 copies; acknowledged when both have it; putAsync returns the former value, which is"
            + " skipped";
  }

  @Override
  public void serve(Setting setting) throws IOException {
    EmbeddedCacheManager manager = manager(setting, false);
    manager.getCache(CACHE);
  }

  @Override
  public Target connect(Setting setting) throws IOException {
    EmbeddedCacheManager manager = manager(setting, true);
    AdvancedCache<String, byte[]> cache =
        manager.<String, byte[]>getCache(CACHE).getAdvancedCache();
    Waiting.until("all members, and all copies", () -> isComplete(manager, cache));
    return new Client(cache);
  }

  private boolean isComplete(EmbeddedCacheManager manager, AdvancedCache<String, byte[]> cache) {
    List<?> members = manager.getMembers();
    return members != null
        && members.size() == servers() + 1
        && cache.getDistributionManager().getCacheTopology().getPendingCH() == null
        && cache
                .getDistributionManager()
                .getCacheTopology()
                .getReadConsistentHash()
                .locateOwnersForSegment(0)
                .size()
            == 1 + backups;
  }

  private EmbeddedCacheManager manager(Setting setting, boolean client) throws IOException {
    GlobalConfigurationBuilder global = GlobalConfigurationBuilder.defaultClusteredBuilder();
    global
        .transport()
        .clusterName("bench-" + setting.firstPort())
        .addProperty(JGroupsTransport.CONFIGURATION_XML, stack(setting));
    if (client) {
      global.zeroCapacityNode(true);
    }
    Configuration cache =
        new ConfigurationBuilder()
            .clustering()
            .cacheMode(CacheMode.DIST_SYNC)
            .hash()
            .numOwners(1 + backups)
            .build();
    EmbeddedCacheManager manager = new DefaultCacheManager(global.build());
    manager.defineConfiguration(CACHE, cache);
    return manager;
  }

  private static String stack(Setting setting) throws IOException {
    ClassLoader loader = DefaultCacheManager.class.getClassLoader();
    try (InputStream own = loader.getResourceAsStream(STACK)) {
      if (own == null) {
        throw new IOException("Infinispan has no " + STACK);
      }
      String hosts = "%s[%d]".formatted(Setting.HOST, setting.firstPort());
      return new String(own.readAllBytes(), StandardCharsets.UTF_8)
          .replaceAll(
              MULTICAST_DISCOVERY, "<TCPPING initial_hosts=\"" + hosts + "\" port_range=\"0\"/>")
          .replaceAll("bind_addr=\"[^\"]*\"", "bind_addr=\"" + Setting.HOST + "\"")
          .replaceAll("bind_port=\"[^\"]*\"", "bind_port=\"" + setting.port() + "\"")
          .replace(OFFSET, SMALL_OFFSET);
    }
  }

  /** The cache, from any thread. */
  private static final class Client implements Target {
    private final AdvancedCache<String, byte[]> cache;
    private final AdvancedCache<String, byte[]> writing;
    private Data data = new Data(1, 1);
    private List<byte[]> values = List.of();

    private Client(AdvancedCache<String, byte[]> cache) {
      this.cache = cache;
      this.writing = cache.withFlags(Flag.IGNORE_RETURN_VALUES);
    }

    @Override
    public void use(Data used) {
      data = used;
      values = used.values(value -> value);
    }

    @Override
    public void get(int key, Ending ending) {
      var unused =
          cache
              .getAsync(new String(data.key(key), StandardCharsets.US_ASCII))
              .whenComplete(ending::read);
    }

    @Override
    public void put(int key, Ending ending) {
      byte[] value = values.get(key % values.size());
      var unused =
          writing
              .putAsync(new String(data.key(key), StandardCharsets.US_ASCII), value)
              .whenComplete((before, failure) -> ending.written(value.length, failure));
    }
  }
}
