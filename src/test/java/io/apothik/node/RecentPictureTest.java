package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who may be shown which picture. */
class RecentPictureTest {
  private final List<Promise<Reply>> made = new ArrayList<>();
  private long nowMillis;
  private final RecentPicture picture =
      new RecentPicture(() -> TimeUnit.MILLISECONDS.toNanos(nowMillis));

  private Future<Reply> get(int ageMillisMax) {
    return picture.get(
        ageMillisMax,
        () -> {
          made.add(Promise.promise());
          return made.get(made.size() - 1).future();
        });
  }

  @Test
  void whileOneIsMade_allWaitForIt() {
    Future<Reply> first = get(500);
    nowMillis = 500;
    Future<Reply> second = get(500);
    made.get(0).complete(new Reply.Done());

    assertThat(made).hasSize(1);
    assertThat(first.succeeded()).isTrue();
    assertThat(second.succeeded()).isTrue();
  }

  @Test
  void onceItIsTooOld_anotherIsMade() {
    get(500);
    made.get(0).complete(new Reply.Done());
    nowMillis = 501;

    assertThat(get(1_000).succeeded()).isTrue();
    assertThat(get(500).isComplete()).isFalse();
    assertThat(made).hasSize(2);
  }

  @Test
  void whoWantsItAsItIsNow_hasItMade() {
    get(500);
    get(0);

    assertThat(made).hasSize(2);
  }

  @Test
  void oneThatFailed_isShownToNobodyElse() {
    get(500);
    made.get(0).fail("broken");

    assertThat(get(500).isComplete()).isFalse();
    assertThat(made).hasSize(2);
  }
}
