package io.apothik.bench.system;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.apothik.bench.load.Data;
import io.apothik.bench.load.Ending;
import io.apothik.bench.load.Target;
import io.apothik.slot.Bytes;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Caffeine alone, in the client's process, as an asynchronous call: what is asked in one round of
 * events is answered in the next.
 */
final class CaffeinePeer implements Peer {
  private static final long ENTRIES_MAX = 10_000_000;

  @Override
  public String promise() {
    return "1 copy in the caller's own process; no network; nobody else can read it";
  }

  @Override
  public int servers() {
    return 0;
  }

  @Override
  public Target connect(Setting setting) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    return new Client(vertx.getOrCreateContext());
  }

  /** The cache, on one event loop. */
  private static final class Client implements Target {
    /** A request that was done, and whom to tell. */
    private record Answer(Ending ending, int bytes) {}

    private final Context context;
    private final Cache<Bytes, Bytes> cache =
        Caffeine.newBuilder().maximumSize(ENTRIES_MAX).build();
    private Data data = new Data(1, 1);
    private List<Bytes> values = List.of();
    private List<Answer> answers = new ArrayList<>();

    private Client(Context context) {
      this.context = context;
    }

    @Override
    public void use(Data used) {
      data = used;
      values = used.values(Bytes::copyOf);
    }

    @Override
    public void run(Runnable start) {
      context.runOnContext(ignored -> start.run());
    }

    @Override
    public void get(int key, Ending ending) {
      Bytes value = cache.getIfPresent(Bytes.copyOf(data.key(key)));
      answer(ending, value == null ? Ending.ABSENT : value.length());
    }

    @Override
    public void put(int key, Ending ending) {
      Bytes value = values.get(key % values.size());
      cache.put(Bytes.copyOf(data.key(key)), value);
      answer(ending, value.length());
    }

    private void answer(Ending ending, int bytes) {
      answers.add(new Answer(ending, bytes));
      if (answers.size() == 1) {
        context.runOnContext(ignored -> tellAll());
      }
    }

    private void tellAll() {
      List<Answer> all = answers;
      answers = new ArrayList<>();
      all.forEach(answer -> answer.ending().done(answer.bytes()));
    }
  }
}
