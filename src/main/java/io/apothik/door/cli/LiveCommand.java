package io.apothik.door.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** A command that shows a picture again and again, until it is interrupted. */
abstract class LiveCommand extends BridgeCommand {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long frameMillis;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "End after so many pictures (default: never).")
  int frames;

  /**
   * @param frameMillis from picture to picture
   */
  LiveCommand(long frameMillis) {
    this.frameMillis = frameMillis;
  }

  /** Asks for what the picture shows. */
  abstract JsonObject ask(BridgeClient client) throws IOException;

  /** The picture of what was answered. */
  abstract String picture(JsonObject reply);

  @Override
  int run(BridgeClient client) throws IOException {
    for (int shown = 0; frames == 0 || shown < frames; shown++) {
      if (shown > 0 && !pause()) {
        return ExitCode.DONE;
      }
      JsonObject reply = ask(client);
      String picture = picture(reply);
      boolean clears = Terminal.isPresent() && frames != 1;
      print(reply, clears ? Terminal.CLEAR + picture : picture);
      out().flush();
    }
    return ExitCode.DONE;
  }

  /** Whether to go on. */
  private boolean pause() {
    try {
      return !ended.await(frameMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      ended.countDown();
      return false;
    }
  }
}
