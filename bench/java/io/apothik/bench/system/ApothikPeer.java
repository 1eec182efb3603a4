package io.apothik.bench.system;

import io.apothik.bench.load.Data;
import io.apothik.bench.load.Ending;
import io.apothik.bench.load.Target;
import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import io.apothik.message.Settings;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.node.NodeConfig.Memory;
import io.apothik.slot.Bytes;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import java.nio.file.Path;
import java.util.List;

/** Apothik, asked through {@link Node#ask} on a client node or on the node that owns all keys. */
final class ApothikPeer implements Peer {
  private static final long TIMEOUT_MILLIS = 10_000;

  private final int backups;
  private final boolean local;
  private final int loops;

  /**
   * @param loops event loops of each cache node
   */
  ApothikPeer(int backups, boolean local, int loops) {
    this.backups = backups;
    this.local = local;
    this.loops = loops;
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
    String promise =
        backups == 0
            ? "1 copy; acknowledged by the primary; a retried write is applied once"
            : "2 copies; acknowledged when both have it; the primary reads under a lease;"
                + " a retried write is applied once";
    return loops == 1 ? promise : promise + "; " + loops + " event loops a cache node";
  }

  @Override
  public void serve(Setting setting) throws Exception {
    Waiting.result(Node.start(config(setting, setting.number(), Role.CACHE)));
  }

  @Override
  public Target connect(Setting setting) throws Exception {
    int number = setting.ports().size() + 1;
    Node node =
        Waiting.result(Node.start(config(setting, number, local ? Role.CACHE : Role.CLIENT)));
    Waiting.until("a table with all copies", () -> isComplete(node.table()));
    return new Client(node);
  }

  private boolean isComplete(SlotTable table) {
    if (table.nodes().size() != 1 + backups) {
      return false;
    }
    for (int slot = 0; slot < table.slotCount(); slot++) {
      if (table.owners(slot).inSync().size() != 1 + backups) {
        return false;
      }
    }
    return true;
  }

  private NodeConfig config(Setting setting, int number, Role role) {
    NodeConfig config =
        config(NodeName.numbered(number, Setting.HOST), setting.firstPort(), backups);
    return config
        .withSettings(config.settings().withLoops(loops))
        .withRole(role)
        .withPorts(setting.port(), DoorPorts.NONE);
  }

  /** A node of the cluster whose first server has that port. */
  static NodeConfig config(NodeName name, int firstPort, int backups) {
    Memory memory =
        new Memory(
            Memory.DEFAULT.bytes(),
            Long.getLong("apothik.bench.migration", Memory.DEFAULT.migrationBytesPerSecond()));
    return NodeConfig.named(name, Path.of("cluster.xml"))
        .withSettings(new Settings(Placement.SLOTS, backups, Settings.Quorum.MAJORITY))
        .withMemory(memory)
        .withCluster("bench-" + firstPort, Setting.HOST + ":" + firstPort);
  }

  /** A node with one event loop, on which requests start and end. */
  private static final class Client implements Target {
    private final Node node;
    private final Context context;
    private Data data = new Data(1, 1);
    private List<Bytes> values = List.of();

    private Client(Node node) {
      this.node = node;
      this.context = node.vertx().getOrCreateContext();
    }

    @Override
    public void use(Data used) {
      data = used;
      values = used.values(Bytes::copyOf);
    }

    @Override
    public void run(Runnable start) {
      context.runOnContext(ignored -> start.run());
    }

    @Override
    public void get(int key, Ending ending) {
      node.ask(KeyRequest.get(Bytes.copyOf(data.key(key))), TIMEOUT_MILLIS)
          .onComplete(result -> tell(result, 0, ending));
    }

    @Override
    public void put(int key, Ending ending) {
      Bytes value = values.get(key % values.size());
      node.ask(KeyRequest.put(Bytes.copyOf(data.key(key)), value), TIMEOUT_MILLIS)
          .onComplete(result -> tell(result, value.length(), ending));
    }

    private static void tell(AsyncResult<Reply> result, int written, Ending ending) {
      if (result.failed()) {
        ending.failed(result.cause());
      } else if (result.result() instanceof Reply.Value found) {
        Bytes value = found.valueOrNull();
        ending.done(value == null ? Ending.ABSENT : value.length());
      } else if (result.result() instanceof Reply.Changed) {
        ending.done(written);
      } else {
        ending.failed(new IllegalStateException(result.result().toString()));
      }
    }
  }
}
