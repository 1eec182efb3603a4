package io.apothik.bench.system;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.apothik.bench.load.Data;
import io.apothik.bench.load.Ending;
import io.apothik.bench.load.Target;
import java.util.List;

/**
 * Hazelcast's {@code IMap} through {@code getAsync} and {@code setAsync}, on a lite member or on
 * the member that owns all keys. The next request starts on the thread that completes the last one:
 * there is no hop to an event loop.
 */
final class ImapPeer implements Peer {
  private final int backups;
  private final boolean local;

  ImapPeer(int backups, boolean local) {
    this.backups = backups;
    this.local = local;
  }

  @Override
  public int backups() {
    return backups;
  }

  @Override
  public int servers() {
    return local ? 0 : 1 + backups;
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
  public Target connect(Setting setting) {
    HazelcastInstance member =
        Hazelcast.newHazelcastInstance(HazelcastMembers.config(setting, backups, !local));
    HazelcastMembers.await(member, 1 + backups);
    return new Client(member.getMap(HazelcastMembers.MAP));
  }

  /** The map, from any thread. */
  private static final class Client implements Target {
    private final IMap<byte[], byte[]> map;
    private Data data = new Data(1, 1);
    private List<byte[]> values = List.of();

    private Client(IMap<byte[], byte[]> map) {
      this.map = map;
    }

    @Override
    public void use(Data used) {
      data = used;
      values = used.values(value -> value);
    }

    @Override
    public void get(int key, Ending ending) {
      map.getAsync(data.key(key)).whenComplete(ending::read);
    }

    @Override
    public void put(int key, Ending ending) {
      byte[] value = values.get(key % values.size());
      map.setAsync(data.key(key), value)
          .whenComplete((nothing, failure) -> ending.written(value.length, failure));
    }
  }
}
