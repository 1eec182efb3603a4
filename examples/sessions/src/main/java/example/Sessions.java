package example;

import io.apothik.door.api.Apothik;
import io.apothik.door.api.ApothikSessionStore;
import io.apothik.node.NodeConfig;
import io.apothik.slot.NodeName;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SessionHandler;
import java.nio.file.Path;

/** A web application whose sessions outlive its processes: any of them serves any browser. */
public final class Sessions {
  private static final int FIRST_PORT = 7501;
  private static final int FIRST_WEB_PORT = 8081;

  private Sessions() {}

  /**
   * @param args the number of this process, from 1 on; the port of the first one to join through;
   *     the port of the first one for browsers
   */
  public static void main(String[] args) {
    int number = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    int firstPort = args.length > 1 ? Integer.parseInt(args[1]) : FIRST_PORT;
    int webPort = (args.length > 2 ? Integer.parseInt(args[2]) : FIRST_WEB_PORT) + number - 1;
    NodeConfig config =
        NodeConfig.named(NodeName.numbered(number, "127.0.0.1"), Path.of("../../cluster.xml"))
            .withCluster("sessions", "127.0.0.1:" + firstPort)
            .withJoinPort(firstPort + number - 1);
    Apothik apothik = Apothik.node(config).await();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> apothik.close().await()));

    Vertx vertx = apothik.vertx();
    Router router = Router.router(vertx);
    router.route().handler(SessionHandler.create(ApothikSessionStore.create(vertx, apothik)));
    router.get("/").handler(Sessions::greet);
    vertx.createHttpServer().requestHandler(router).listen(webPort, "127.0.0.1").await();
    System.out.println("http://127.0.0.1:" + webPort + "/");
  }

  private static void greet(RoutingContext visit) {
    Integer before = visit.session().get("visits");
    int visits = before == null ? 1 : before + 1;
    visit.session().put("visits", visits);
    visit.end("visit " + visits + "\n");
  }
}
