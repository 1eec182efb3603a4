package io.apothik.door.bus;

import io.apothik.message.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The frames that the guards answer with by themselves. */
public final class BridgeFrame {
  private BridgeFrame() {}

  /** An err frame; the address is where its receiver waits, if it said so. */
  public static JsonObject error(ErrorCode code, String reason, @Nullable String address) {
    JsonObject error = new JsonObject().put("type", "err");
    if (address != null) {
      error.put("address", address);
    }
    return error
        .put("failureCode", code.number())
        .put("failureType", "RECIPIENT_FAILURE")
        .put("message", code + ": " + reason);
  }

  /** A reply as the bridge itself would send it. */
  static JsonObject reply(String address, JsonObject body) {
    return new JsonObject()
        .put("type", "message")
        .put("address", address)
        .put("headers", new JsonObject())
        .put("body", body)
        .put("send", true);
  }

  static ByteBuf encode(ChannelHandlerContext ctx, JsonObject frame) {
    byte[] json = frame.encode().getBytes(StandardCharsets.UTF_8);
    return ctx.alloc().buffer(Integer.BYTES + json.length).writeInt(json.length).writeBytes(json);
  }
}
