package io.apothik.door.bus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one frame holds, read token by token without building it. */
final class FrameCheck {
  private static final JsonFactory JSON = new JsonFactory();

  /** The frame types that the bridge answers, if only with "access denied". */
  private static final Set<String> TYPES = Set.of("send", "ping", "register", "unregister");

  /** Headers that the bridge takes as its own settings. */
  private static final Set<String> RESERVED_HEADERS = Set.of("timeout", "localOnly", "codecName");

  private final Map<String, JsonToken> kinds = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private boolean json;
  private @Nullable String problem;

  private FrameCheck() {}

  static FrameCheck of(ByteBuf content) {
    FrameCheck check = new FrameCheck();
    try (JsonParser parser = JSON.createParser(text(content))) {
      check.read(parser);
      check.json = true;
      if (check.problem == null) {
        check.problem = check.findProblem();
      }
    } catch (IOException malformed) {
      check.problem = "the frame is no JSON object in UTF-8";
    }
    return check;
  }

  /**
   * The frame as the bridge will read it. A parser that were given bytes would take UTF-16 as well,
   * which the bridge then drops without an answer, and some bytes that are no UTF-8.
   */
  private static String text(ByteBuf content) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(content.nioBuffer()).toString();
  }

  /** Whether the frame is one whole JSON object, whatever is in it. */
  boolean isJson() {
    return json;
  }

  /** Why the frame cannot be let through, or nothing. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Where the sender waits for an answer, or null if it does not say. */
  @Nullable String replyAddress() {
    return texts.get("replyAddress");
  }

  private void read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("no object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken kind = parser.nextToken();
      kinds.put(name, kind);
      texts.remove(name);
      if (kind == JsonToken.VALUE_STRING) {
        texts.put(name, parser.getText());
      } else if (name.equals("headers") && kind == JsonToken.START_OBJECT) {
        readHeaders(parser);
      } else {
        skip(parser);
      }
    }
    if (parser.nextToken() != null) {
      throw new IOException("more than one value");
    }
  }

  private void readHeaders(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING || RESERVED_HEADERS.contains(name)) {
        problem = "the header '%s' is not permitted, or no text".formatted(name);
      }
      skip(parser);
    }
  }

  /** Reads over what is inside, so that all of it is seen to be well-formed. */
  private static void skip(JsonParser parser) throws IOException {
    parser.skipChildren();
    if (parser.currentToken() == null) {
      throw new IOException("cut off");
    }
  }

  private @Nullable String findProblem() {
    String type = texts.get("type");
    if (type == null || !TYPES.contains(type)) {
      return "the frame's type is not one of send and ping";
    }
    if (kinds.containsKey("headers") && kinds.get("headers") != JsonToken.START_OBJECT) {
      return "the frame's headers are no object";
    }
    if (type.equals("ping")) {
      return null;
    }
    if (!texts.containsKey("address")) {
      return "the frame has no address, or it is no text";
    }
    if (type.equals("send") && !texts.containsKey("replyAddress")) {
      return "the frame has no replyAddress, or it is no text";
    }
    return null;
  }
}
