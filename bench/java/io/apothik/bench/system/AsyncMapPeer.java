package io.apothik.bench.system;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import io.apothik.bench.load.Data;
import io.apothik.bench.load.Ending;
import io.apothik.bench.load.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;

/** Vert.x's {@code AsyncMap} over the same Hazelcast members as {@link ImapPeer}'s. */
final class AsyncMapPeer implements Peer {
  private final int backups;

  AsyncMapPeer(int backups) {
    this.backups = backups;
  }

  @Override
  public int backups() {
    return backups;
  }

  @Override
  public String promise() {
    return HazelcastMembers.promise(backups);
  }

  @Override
  public void serve(Setting setting) {
    Hazelcast.newHazelcastInstance(HazelcastMembers.config(setting, backups, false));
  }

  @Override
  public Target connect(Setting setting) throws Exception {
    Config config = HazelcastMembers.config(setting, backups, true);
    HazelcastClusterManager manager = new HazelcastClusterManager(config);
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setEventBusOptions(new EventBusOptions().setHost(Setting.HOST));
    Vertx vertx =
        Waiting.result(Vertx.builder().with(options).withClusterManager(manager).buildClustered());
    HazelcastMembers.await(manager.getHazelcastInstance(), 1 + backups);
    return new Client(
        vertx.getOrCreateContext(),
        Waiting.result(vertx.sharedData().getClusterWideMap(HazelcastMembers.MAP)));
  }

  /** The map, on one event loop. */
  private static final class Client implements Target {
    private final Context context;
    private final AsyncMap<byte[], byte[]> map;
    private Data data = new Data(1, 1);
    private List<byte[]> values = List.of();

    private Client(Context context, AsyncMap<byte[], byte[]> map) {
      this.context = context;
      this.map = map;
    }

    @Override
    public void use(Data used) {
      data = used;
      values = used.values(value -> value);
    }

    @Override
    public void run(Runnable start) {
      context.runOnContext(ignored -> start.run());
    }

    @Override
    public void get(int key, Ending ending) {
      map.get(data.key(key))
          .onComplete(
              value -> ending.done(value == null ? Ending.ABSENT : value.length), ending::failed);
    }

    @Override
    public void put(int key, Ending ending) {
      byte[] value = values.get(key % values.size());
      map.put(data.key(key), value)
          .onComplete(nothing -> ending.done(value.length), ending::failed);
    }
  }
}
