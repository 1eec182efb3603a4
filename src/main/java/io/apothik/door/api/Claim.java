package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.slot.Bytes;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Whoever loads the value of a key says so.
 *
 * @param token of this load, and of no other
 * @param node on which it runs
 * @param failureOrNull what came of it if it failed; null while it is under way
 */
record Claim(String token, String node, @Nullable String failureOrNull) {
  /** What is told of a failure at most. */
  private static final int FAILURE_CHARS_MAX = 1_000;

  boolean isFailed() {
    return failureOrNull != null;
  }

  Claim failed(String failure) {
    int length = Math.min(failure.length(), FAILURE_CHARS_MAX);
    return new Claim(token, node, failure.substring(0, length));
  }

  Bytes toBytes() {
    JsonObject json = new JsonObject().put("token", token).put("node", node);
    if (failureOrNull != null) {
      json.put("failure", failureOrNull);
    }
    return Bytes.utf8(json.encode());
  }

  /**
   * The claim that the bytes stand for.
   *
   * @throws FailureException with UNREADABLE
   */
  static Claim parse(Bytes bytes) {
    try {
      JsonObject json = new JsonObject(bytes.asText().orElse(""));
      return new Claim(
          json.getString("token", ""), json.getString("node", ""), json.getString("failure"));
    } catch (DecodeException | ClassCastException unreadable) {
      throw new FailureException(ErrorCode.UNREADABLE, "'%s' is no claim".formatted(bytes));
    }
  }
}
