package example;

import io.apothik.door.api.Apothik;
import io.apothik.door.api.Cache;
import io.apothik.door.api.CacheOptions;
import io.apothik.door.api.Codec;
import io.apothik.node.NodeConfig;
import io.apothik.slot.NodeName;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** A process that stores nothing, and uses the cache of others with a Vert.x of its own. */
public final class Client {
  private static final int FIRST_PORT = 7401;

  /** Of this process among all of the cluster; its port is as far behind the first one's. */
  private static final int NUMBER = 50;

  private Client() {}

  /**
   * @param args the port of a node of the example "embedded"
   */
  public static void main(String[] args) {
    int firstPort = args.length > 0 ? Integer.parseInt(args[0]) : FIRST_PORT;
    NodeConfig config =
        NodeConfig.named(NodeName.numbered(NUMBER, "127.0.0.1"), Path.of("../../cluster.xml"))
            .withCluster("embedded", "127.0.0.1:" + firstPort)
            .withJoinPort(firstPort + NUMBER);
    Vertx vertx = Vertx.vertx();
    Apothik apothik = Apothik.client(vertx, config).await();

    Cache<String, Long> counters =
        apothik.cache("counters", CacheOptions.of(Codec.STRING, Codec.LONG));
    System.out.println("started so far: " + counters.get("starts").await().orElse(0L));

    apothik.close().await();
    vertx.close().await();
  }
}
