package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.SessionHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A web application on three nodes; each request of a browser goes to another one. */
class SessionsTest {
  private final TestCluster cluster = TestCluster.of(3);
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Integer> ports = new ArrayList<>();

  @BeforeEach
  void serve() {
    cluster.nodes().forEach(node -> ports.add(serve(node)));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  /** Counts the visits of a session, in the node's own Vert.x. */
  private static int serve(Node node) {
    SessionHandler sessions =
        SessionHandler.create(ApothikSessionStore.create(node.vertx(), Apothik.of(node)));
    Router router = Router.router(node.vertx());
    router.route().handler(sessions);
    router
        .route()
        .handler(
            visit -> {
              Integer before = visit.session().get("visits");
              int visits = before == null ? 1 : before + 1;
              visit.session().put("visits", visits);
              // By itself it is stored while the reply is on its way.
              sessions.flush(visit).onSuccess(stored -> visit.end("visit " + visits));
            });
    return result(node.vertx().createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
        .actualPort();
  }

  private record Visit(String body, String cookie) {}

  private Visit visit(int node, String cookie) {
    URI root = URI.create("http://127.0.0.1:" + ports.get(node - 1));
    HttpRequest request = HttpRequest.newBuilder(root).header("cookie", cookie).build();
    HttpResponse<String> response = http.sendAsync(request, BodyHandlers.ofString()).join();
    String given =
        response.headers().firstValue("set-cookie").map(set -> set.split(";", 2)[0]).orElse(cookie);
    return new Visit(response.body(), given);
  }

  @Test
  void sessions_outliveTheNodeThatBeganThem() {
    List<String> cookies = new ArrayList<>();
    for (int browser = 0; browser < 20; browser++) {
      cookies.add(visit(3, "").cookie());
    }
    assertThat(visit(1, cookies.get(0)).body()).isEqualTo("visit 2");

    Node dying = cluster.node(3);
    cluster.crash(dying);

    for (int browser = 1; browser < cookies.size(); browser++) {
      Visit second = visit(1 + browser % 2, cookies.get(browser));
      assertThat(second).isEqualTo(new Visit("visit 2", cookies.get(browser)));
    }
    assertThat(visit(2, cookies.get(0)).body()).isEqualTo("visit 3");
  }

  @Test
  void aCookieOfNoSession_beginsANewOne() {
    String unknown = "vertx-web.session=" + "0".repeat(32);

    Visit visit = visit(1, unknown);

    assertThat(visit.body()).isEqualTo("visit 1");
    assertThat(visit.cookie()).isNotEqualTo(unknown);
    assertThat(visit(2, visit.cookie()).body()).isEqualTo("visit 2");
  }
}
