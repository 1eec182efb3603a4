package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.SessionHandler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A web application on three nodes; each request of a browser goes to another one. */
class SessionsTest {
  private final TestCluster cluster = TestCluster.of(3);
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = vertx.createHttpClient();
  private final List<Integer> ports = new ArrayList<>();

  @BeforeEach
  void serve() {
    cluster.nodes().forEach(node -> ports.add(serve(node)));
  }

  @AfterEach
  void end() {
    result(vertx.close());
    cluster.close();
  }

  /** Counts the visits of a session, in the node's own Vert.x. */
  private static int serve(Node node) {
    Router router = Router.router(node.vertx());
    router
        .route()
        .handler(SessionHandler.create(ApothikSessionStore.create(node.vertx(), Apothik.of(node))));
    router
        .route()
        .handler(
            visit -> {
              Integer before = visit.session().get("visits");
              int visits = before == null ? 1 : before + 1;
              visit.session().put("visits", visits);
              visit.end("visit " + visits);
            });
    return result(node.vertx().createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
        .actualPort();
  }

  private record Visit(String body, String cookie) {}

  private Visit visit(int node, String cookie) {
    return result(
        http.request(HttpMethod.GET, ports.get(node - 1), "127.0.0.1", "/")
            .compose(request -> send(request, cookie))
            .compose(
                response ->
                    response
                        .body()
                        .map(body -> new Visit(body.toString(), cookie(response, cookie)))));
  }

  private static Future<HttpClientResponse> send(HttpClientRequest request, String cookie) {
    return request.putHeader("cookie", cookie).send();
  }

  private static String cookie(HttpClientResponse response, String before) {
    return response.cookies().isEmpty() ? before : response.cookies().get(0).split(";", 2)[0];
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
