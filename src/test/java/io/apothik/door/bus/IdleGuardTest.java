package io.apothik.door.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the guard does as time goes by, which is told here how fast. */
class IdleGuardTest {
  private static final int LARGE = 1_000_000;

  private final EmbeddedChannel channel = new EmbeddedChannel();

  @BeforeEach
  void stand() {
    channel.freezeTime();
    channel.pipeline().addLast(new IdleGuard(text -> {}));
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  private static ByteBuf large() {
    return Unpooled.buffer(LARGE).writerIndex(LARGE);
  }

  /** What is not flushed waits as what nobody reads. */
  private void leaveWaiting() {
    ChannelFuture written = channel.write(large());
    assertThat(written.isSuccess()).isFalse();
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void whoSendsNothingForTenMinutes_isCutOff() {
    pass(Limits.BRIDGE_IDLE_MILLIS_MAX - 1);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whoSendsNowAndThen_isNot() {
    for (int i = 0; i < 10; i++) {
      pass(Limits.BRIDGE_IDLE_MILLIS_MAX - 1);
      channel.writeInbound(Unpooled.copyInt(i));
    }
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void whoTakesNothingOfWhatWaits_isCutOff() {
    leaveWaiting();

    pass(Limits.BRIDGE_STALL_MILLIS_MAX - 1);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whoTakesWhatWaits_isNot() {
    channel.writeOutbound(large());

    pass(Limits.BRIDGE_STALL_MILLIS_MAX);
    assertThat(channel.isOpen()).isTrue();
  }
}
