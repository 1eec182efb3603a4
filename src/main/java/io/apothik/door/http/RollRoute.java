package io.apothik.door.http;

import io.apothik.message.Limits;
import io.apothik.message.Master;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.message.RollVerdict;
import io.apothik.slot.NodeName;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers whether the node can go now, by what {@link RollVerdict} says: killed, which is asked if
 * nothing else is, or with {@code ?by=leave} by handing over what it holds.
 */
final class RollRoute implements Handler<RoutingContext> {
  private static final String BY = "by";

  private final Master master;

  RollRoute(Master master) {
    this.master = master;
  }

  @Override
  public void handle(RoutingContext request) {
    List<String> ways = request.queryParam(BY);
    String by = ways.isEmpty() ? "kill" : ways.get(0);
    if (ways.size() > 1 || !(by.equals("kill") || by.equals("leave"))) {
      request.response().setStatusCode(400);
      request.json(new JsonObject().put("error", "by is '%s': it is kill or leave".formatted(by)));
      return;
    }
    Context context = request.vertx().getOrCreateContext();
    master.ask(
        new Request.Cluster(),
        Limits.TIMEOUT_MILLIS_DEFAULT,
        reply -> context.runOnContext(ignored -> answer(request, by, reply)));
  }

  private void answer(RoutingContext request, String by, Reply reply) {
    if (reply instanceof Reply.ClusterView view) {
      RollVerdict verdict = new RollVerdict(view, master.name());
      boolean yes = by.equals("leave") ? verdict.mayLeave() : verdict.mayBeKilled();
      OperatorRoutes.answer(request, yes, json(verdict, by));
    } else {
      OperatorRoutes.answer(
          request, false, new JsonObject().put("by", by).put("missing", List.of(reply.toString())));
    }
  }

  /** The verdict, what is missing, and the numbers behind that. */
  static JsonObject json(RollVerdict verdict, String by) {
    List<String> missing = new ArrayList<>(verdict.missingToLeave());
    if (!by.equals("leave")) {
      missing.addAll(verdict.missingToBeKilled());
    }
    Reply.ClusterView view = verdict.view();
    return new JsonObject()
        .put("by", by)
        .put("safeToKill", verdict.mayBeKilled())
        .put("safeToLeave", verdict.mayLeave())
        .put("missing", new JsonArray(missing))
        .put("epoch", view.epoch())
        .put("backups", view.backups())
        .put("otherCacheNodes", verdict.otherCacheNodes().size())
        .put("moving", view.moving())
        .put("degraded", view.degraded())
        .put("silent", names(verdict.silent()))
        .put("leaving", names(verdict.leaving()))
        .put("behind", names(verdict.behind()));
  }

  private static JsonArray names(List<NodeName> nodes) {
    return new JsonArray(nodes.stream().map(NodeName::value).toList());
  }
}
