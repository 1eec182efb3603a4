package io.apothik.door.http;

import io.apothik.credential.Protection;
import io.apothik.message.Master;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * What operators and their tools ask of a node: how it is, and its metrics. An answer about health
 * is 200 for yes and 503 for no, with a JSON object that names what is missing.
 */
public final class OperatorRoutes {
  public static final String LIVE = "/health/live";
  public static final String READY = "/health/ready";
  public static final String SAFE_TO_ROLL = "/health/safe-to-roll";
  public static final String METRICS = "/metrics";

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private OperatorRoutes() {}

  /**
   * Mounts them.
   *
   * @param master of the node
   * @param registry where the node shows its metrics
   * @param protection who may come in: strangers learn whether the node is live and ready, and
   *     nothing else
   */
  public static void mount(
      Router router,
      Master master,
      HealthSource source,
      PrometheusMeterRegistry registry,
      Protection protection) {
    NodeChecks checks = new NodeChecks(master, source);
    PasswordGuard guard = new PasswordGuard(protection);
    boolean brief = guard.asks();
    router.get(LIVE).handler(request -> answer(request, checks.live(request.vertx()), brief));
    router.get(READY).handler(request -> answer(request, checks.ready(request.vertx()), brief));
    router.get(SAFE_TO_ROLL).handler(guard).handler(new RollRoute(master));
    router.get(METRICS).handler(guard).handler(scraping(registry));
  }

  private static void answer(RoutingContext request, HealthChecks checks, boolean brief) {
    checks
        .checkStatus()
        .onFailure(request::fail)
        .onSuccess(
            result ->
                answer(
                    request, CheckResult.isUp(result), brief ? new JsonObject() : result.toJson()));
  }

  static void answer(RoutingContext request, boolean yes, JsonObject body) {
    request.response().setStatusCode(yes ? 200 : 503);
    request.json(body);
  }

  /** Not on the event loop: there may be hundreds of meters. */
  private static Handler<RoutingContext> scraping(PrometheusMeterRegistry registry) {
    return request ->
        request
            .vertx()
            .executeBlocking(() -> registry.scrape())
            .onFailure(request::fail)
            .onSuccess(
                text -> request.response().putHeader("content-type", PROMETHEUS_TEXT).end(text));
  }
}
