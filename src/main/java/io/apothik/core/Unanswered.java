package io.apothik.core;

import io.apothik.message.Limits;
import io.apothik.message.RequestId;
import io.apothik.slot.NodeName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a master that are not answered yet. It numbers them, and knows below which number
 * all are answered: primaries and their backups need not remember those in case they are tried
 * again.
 *
 * <p>Writes that are first tried at the same node are a series. So a node that does not answer
 * holds back what is said of its own series alone, and the others go on forgetting.
 *
 * <p>Takes memory for what is not answered, and for {@link Limits#IDLE_SERIES_MAX} series. Used by
 * one thread.
 */
public final class Unanswered {
  private final LongSupplier seriesIds;
  private final Map<NodeName, Series> byNode = new HashMap<>();

  /**
   * Nothing, so far.
   *
   * @param seriesIds gives a number that no series has, of any master
   */
  public Unanswered(LongSupplier seriesIds) {
    this.seriesIds = seriesIds;
  }

  /** A write that was numbered; a link in the chain of those of its series, oldest first. */
  public static final class Numbered {
    private final Series series;
    private final RequestId id;
    private @Nullable Numbered older;
    private @Nullable Numbered newer;
    private boolean answered;

    private Numbered(Series series) {
      this.series = series;
      this.id = new RequestId(series.id, ++series.last);
      this.older = series.newest;
    }

    /** The same each time that it is tried. */
    public RequestId id() {
      return id;
    }

    /** All writes of its series with a lesser number are answered now. */
    public long answeredBelow() {
      return series.answeredBelow();
    }

    /**
     * Its caller has a reply, whatever it is, and it is not tried again.
     *
     * @throws IllegalStateException if that was said before
     */
    public void answered() {
      if (answered) {
        throw new IllegalStateException(id + " is answered twice");
      }
      answered = true;
      series.remove(this);
    }
  }

  private static final class Series {
    private final long id;
    private long last;
    private @Nullable Numbered oldest;
    private @Nullable Numbered newest;

    private Series(long id) {
      this.id = id;
    }

    private boolean isIdle() {
      return oldest == null;
    }

    private long answeredBelow() {
      return oldest == null ? last + 1 : oldest.id.number();
    }

    private Numbered add() {
      Numbered write = new Numbered(this);
      if (newest == null) {
        oldest = write;
      } else {
        newest.newer = write;
      }
      newest = write;
      return write;
    }

    private void remove(Numbered write) {
      Numbered older = write.older;
      Numbered newer = write.newer;
      if (older == null) {
        oldest = newer;
      } else {
        older.newer = newer;
      }
      if (newer == null) {
        newest = older;
      } else {
        newer.older = older;
      }
      // Else what is garbage would keep what follows it from being collected.
      write.older = null;
      write.newer = null;
    }
  }

  /** Numbers a write that is about to be tried for the first time, at that node. */
  public Numbered add(NodeName node) {
    Series series = byNode.get(node);
    if (series == null) {
      if (byNode.size() >= Limits.IDLE_SERIES_MAX) {
        byNode.values().removeIf(Series::isIdle);
      }
      series = new Series(seriesIds.getAsLong());
      byNode.put(node, series);
    }
    return series.add();
  }
}
