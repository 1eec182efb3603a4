package io.apothik.supervisor;

import io.apothik.credential.TlsFiles;
import io.apothik.door.cli.Guest;
import io.apothik.door.cli.RunFile;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Master;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A client node that lives as long as a command; its name lets there be one at a time. */
public final class ClientGuest implements Guest {
  private static final long LOOK_MILLIS = 20;
  private static final int TABLE_LOOKS_MAX = 500;

  private final Node node;

  private ClientGuest(Node node) {
    this.node = node;
  }

  /** See {@link Guest.Maker}; completes when it can route requests. */
  public static Guest join(String cluster, RunFile running, @Nullable Identity identity)
      throws IOException {
    NodeName name = new NodeName("bench@" + running.host());
    LogFile.open(LogFile.of(RunFile.directory(cluster), name), false);
    NodeConfig config =
        NodeConfig.named(name, Path.of(System.getProperty("apothik.home", "."), "cluster.xml"))
            .withRole(Role.CLIENT)
            .withSettings(running.settings())
            .withCluster(cluster, running.join())
            .withMeters(new CompositeMeterRegistry())
            .withTls(tls(identity));
    try {
      return new ClientGuest(Await.result(Node.start(config).compose(ClientGuest::routed)));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static @Nullable TlsFiles tls(@Nullable Identity identity) {
    return identity == null
        ? null
        : new TlsFiles(identity.certificate(), identity.key(), identity.authority(), true);
  }

  /** The node, once it knows by which table to route. */
  private static Future<Node> routed(Node node) {
    return routed(node, TABLE_LOOKS_MAX);
  }

  private static Future<Node> routed(Node node, int looks) {
    if (!node.table().isEmpty()) {
      return Future.succeededFuture(node);
    } else if (looks == 0) {
      return node.close()
          .transform(
              closed ->
                  Future.failedFuture(
                      new FailureException(ErrorCode.NO_OWNER, "the cluster shows no table")));
    }
    return node.vertx().timer(LOOK_MILLIS).compose(timer -> routed(node, looks - 1));
  }

  @Override
  public Master master() {
    return node;
  }

  @Override
  public void close() {
    Await.quietly(node.leave());
  }
}
