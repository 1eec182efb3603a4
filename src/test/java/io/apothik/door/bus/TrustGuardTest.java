package io.apothik.door.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.credential.Protection;
import io.apothik.trust.QuickHash;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the guard does as time goes by, which is told here how fast. */
@ExtendWith(VertxExtension.class)
class TrustGuardTest {
  @Test
  void whoDoesNotSayWhoItIs_isCutOff(Vertx vertx, @TempDir Path directory) throws IOException {
    EmbeddedChannel channel = channel(vertx, directory, "alice");

    channel.advanceTimeBy(9_999, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();

    ByteBuf told = channel.readOutbound();
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("NOT_AUTHENTICATED: nobody said within 10000 ms who asks");
    told.release();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aStrangerWhoIsServed_isNotCutOff(Vertx vertx, @TempDir Path directory) throws IOException {
    EmbeddedChannel channel = channel(vertx, directory, "default");

    channel.advanceTimeBy(1, TimeUnit.HOURS);
    channel.runScheduledPendingTasks();

    assertThat(channel.isOpen()).isTrue();
  }

  private static EmbeddedChannel channel(Vertx vertx, Path directory, String user)
      throws IOException {
    String password = user.equals("default") ? "-" : QuickHash.of("secret");
    Path users = Files.writeString(directory.resolve("users"), user + " " + password + " read *");
    Protection protection = LiveBridge.await(Protection.open(vertx, users, null));
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    channel.pipeline().addLast(new TrustGuard(protection, "apothik", 10_000));
    return channel;
  }
}
