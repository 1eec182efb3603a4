package io.apothik.node;

import io.apothik.message.Reply;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest picture of the cluster, for callers who say that it may be some milliseconds old: they
 * share it, also while it is being made, so that many of them ask the nodes as often as one does.
 * Safe for use by several threads.
 */
final class RecentPicture {
  private final LongSupplier nanos;
  private @Nullable Picture latest;

  /** A picture, or one that is being made, and when that began. */
  private record Picture(Future<Reply> reply, long sinceNanos) {}

  RecentPicture() {
    this(System::nanoTime);
  }

  RecentPicture(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * A picture that is not older than that.
   *
   * @param maker asks the nodes for a new one
   */
  Future<Reply> get(int ageMillisMax, Supplier<Future<Reply>> maker) {
    if (ageMillisMax == 0) {
      return maker.get();
    }
    synchronized (this) {
      long now = nanos.getAsLong();
      Picture shown = latest;
      if (shown == null || isOlder(shown, now, ageMillisMax) || shown.reply().failed()) {
        shown = new Picture(maker.get(), now);
        latest = shown;
      }
      return shown.reply();
    }
  }

  private static boolean isOlder(Picture picture, long now, int ageMillisMax) {
    return now - picture.sinceNanos() > TimeUnit.MILLISECONDS.toNanos(ageMillisMax);
  }
}
