package io.apothik.credential;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What some files say, read again when one of them changes. If that cannot be used, what was there
 * before stays in force. Safe for use by several threads.
 */
final class Watched<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
  private static final long LOOK_MILLIS = 1_000;

  private final List<Path> files;
  private final Callable<T> reader;
  private final Consumer<T> onChange;
  private volatile @Nullable T current;
  private volatile List<Stamp> seen = List.of();
  private volatile boolean looking;

  /** What tells one state of a file from another; the key is that of a file put in its place. */
  private record Stamp(@Nullable FileTime modified, long bytes, @Nullable Object key) {
    private static final Stamp MISSING = new Stamp(null, -1, null);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
      } catch (IOException missing) {
        return MISSING;
      }
    }
  }

  private Watched(List<Path> files, Callable<T> reader, Consumer<T> onChange) {
    this.files = List.copyOf(files);
    this.reader = reader;
    this.onChange = onChange;
  }

  /**
   * Reads for the first time, and goes on looking every second. Fails if the first time does.
   *
   * @param reader called on a worker thread
   * @param onChange gets what a later reading gave, on a worker thread
   */
  static <T> Future<Watched<T>> open(
      Vertx vertx, List<Path> files, Callable<T> reader, Consumer<T> onChange) {
    Watched<T> watched = new Watched<>(files, reader, onChange);
    return vertx
        .executeBlocking(watched::readFirst)
        .map(
            read -> {
              vertx.setPeriodic(LOOK_MILLIS, timer -> watched.look(vertx));
              return watched;
            });
  }

  T current() {
    T now = current;
    if (now == null) {
      throw new IllegalStateException(files + " were not read yet");
    }
    return now;
  }

  private T readFirst() throws Exception {
    seen = stamps();
    T first = reader.call();
    current = first;
    return first;
  }

  private void look(Vertx vertx) {
    if (looking) {
      return;
    }
    looking = true;
    try {
      vertx
          .executeBlocking(
              () -> {
                readAgain();
                return null;
              },
              false)
          .onComplete(done -> looking = false);
    } catch (RejectedExecutionException ending) {
      // The process ends, or this part of it, and nobody will ask any more.
    }
  }

  /** The stamps are taken first: what changes while it is read is read again. */
  private void readAgain() {
    List<Stamp> now = stamps();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      T next = reader.call();
      current = next;
      onChange.accept(next);
      LOG.info("{} changed and is in force", files);
    } catch (Exception unusable) {
      LOG.error(
          "{} changed and cannot be used, so what was there before stays in force: {}",
          files,
          reason(unusable));
    }
  }

  /** Why a file cannot be used; what the system says of one that is missing is its name alone. */
  static String reason(Throwable unusable) {
    return unusable instanceof IOException
        ? unusable.getClass().getSimpleName() + ": " + unusable.getMessage()
        : String.valueOf(unusable.getMessage());
  }

  private List<Stamp> stamps() {
    return files.stream().map(Stamp::of).toList();
  }
}
