package example;

import io.apothik.door.api.Apothik;
import io.apothik.door.api.Cache;
import io.apothik.door.api.CacheOptions;
import io.apothik.door.api.Codec;
import io.apothik.node.NodeConfig;
import io.apothik.slot.NodeName;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cache before a database: what is not there is read once, however many want it. */
public final class CacheAside {
  private static final int PORT = 7601;
  private static final int LOOKUPS = 1_000;
  private static final int PRODUCTS = 10;

  private CacheAside() {}

  /**
   * @param args the port of this node
   */
  public static void main(String[] args) throws SQLException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : PORT;
    NodeConfig config =
        NodeConfig.named(NodeName.numbered(1, "127.0.0.1"), Path.of("../../cluster.xml"))
            .withCluster("cache-aside", "127.0.0.1:" + port)
            .withJoinPort(port);
    Apothik apothik = Apothik.node(config).await();
    try (Products products = new Products(PRODUCTS)) {
      Cache<Long, Product> cache =
          apothik.cache(
              "products",
              CacheOptions.of(Codec.LONG, Codec.of(Product.class))
                  .withTimeToLive(Duration.ofHours(1))
                  .withRefreshAfter(Duration.ofMinutes(50)));

      List<Future<Product>> lookups = new ArrayList<>();
      for (long lookup = 0; lookup < LOOKUPS; lookup++) {
        // Databases block, so ask them on a worker thread.
        lookups.add(
            cache.getOrLoad(
                lookup % PRODUCTS,
                id -> apothik.vertx().executeBlocking(() -> products.find(id), false)));
      }
      Future.all(lookups).await();
      System.out.printf("%d lookups, %d queries%n", LOOKUPS, products.queries());
    }
    apothik.close().await();
  }
}
