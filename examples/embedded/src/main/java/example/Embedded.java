package example;

import io.apothik.door.api.Apothik;
import io.apothik.door.api.Cache;
import io.apothik.door.api.CacheOptions;
import io.apothik.door.api.Codec;
import io.apothik.node.NodeConfig;
import io.apothik.slot.NodeName;
import java.io.IOException;
import java.nio.file.Path;

/** An application that is a cache node: start it several times, and its processes share a cache. */
public final class Embedded {
  private static final int FIRST_PORT = 7401;

  private Embedded() {}

  /**
   * @param args the number of this process, from 1 on, and the port of the first one
   */
  public static void main(String[] args) throws IOException {
    int number = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    int firstPort = args.length > 1 ? Integer.parseInt(args[1]) : FIRST_PORT;
    NodeConfig config =
        NodeConfig.named(NodeName.numbered(number, "127.0.0.1"), Path.of("../../cluster.xml"))
            .withCluster("embedded", "127.0.0.1:" + firstPort)
            .withJoinPort(firstPort + number - 1);
    Apothik apothik = Apothik.node(config).await();

    Cache<String, Long> counters =
        apothik.cache("counters", CacheOptions.of(Codec.STRING, Codec.LONG));
    System.out.println("start number " + counters.increment("starts", 1).await());

    System.out.println("Enter ends this node; it hands over what it holds.");
    System.in.read();
    apothik.close().await();
  }
}
