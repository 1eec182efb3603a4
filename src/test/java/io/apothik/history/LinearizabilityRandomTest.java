package io.apothik.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.apothik.Beside;
import io.apothik.Seed;
import io.apothik.history.Operation.Append;
import io.apothik.history.Operation.CompareAndSet;
import io.apothik.history.Operation.Delete;
import io.apothik.history.Operation.Exists;
import io.apothik.history.Operation.Expire;
import io.apothik.history.Operation.Get;
import io.apothik.history.Operation.Increment;
import io.apothik.history.Operation.Put;
import io.apothik.history.Operation.PutIfAbsent;
import io.apothik.history.Operation.PutIfVersion;
import io.apothik.history.Verdict.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@Beside
class LinearizabilityRandomTest {
  private static final String NEVER_WRITTEN = "-";
  private static final int CALLS_MAX = 7;

  private long seed;
  private Random random = new Random();
  private AtomicCache cache = new AtomicCache(random);
  private int written;

  @Test
  void atomicRegister_passes() {
    withSeeds(200, () -> assertLinearizable(clients(5, this::registerOperation).run(200)));
  }

  @Test
  void atomicCounter_passes() {
    withSeeds(200, () -> assertLinearizable(clients(5, this::counterOperation).run(200)));
  }

  @Test
  void atomicLog_passes() {
    withSeeds(200, () -> assertLinearizable(clients(5, this::logOperation).run(200)));
  }

  @Test
  void atomicRegisterWhoseEntryVanishesWhenPermitted_passes() {
    withSeeds(
        200,
        () -> {
          RandomClients clients = clients(5, this::registerOperation);
          for (int vanished = 0; vanished < 10; vanished++) {
            clients.run(20);
            clients.vanish();
          }
          assertLinearizable(clients.run(20));
        });
  }

  @Test
  void oneGetFindsWhatNobodyWrote_isAViolation() {
    Outcome lie = new Outcome.Found(NEVER_WRITTEN);
    withSeeds(200, () -> assertVerdict(Kind.VIOLATION, withOneLie(new Get(), lie)));
  }

  @Test
  void onePutIsNotStored_isAViolation() {
    Outcome lie = new Outcome.NotStored();
    withSeeds(200, () -> assertVerdict(Kind.VIOLATION, withOneLie(new Put("v1"), lie)));
  }

  @Test
  void smallHistory_isJudgedAsByTryingEveryOrder() {
    Map<Kind, Integer> judged = new EnumMap<>(Kind.class);
    withSeeds(
        20_000,
        () -> {
          History history = guesswork();
          boolean isExplained = history.steps().values().stream().allMatch(Permutations::explain);
          Kind expected = isExplained ? Kind.LINEARIZABLE : Kind.VIOLATION;
          judged.merge(expected, 1, Integer::sum);
          assertVerdict(expected, history);
        });
    if (!Seed.isGiven()) {
      assertThat(judged.values()).as("of each kind enough").allMatch(count -> count > 3_000);
    }
  }

  @Test
  void twelveThousandCallsOfFourClients_areJudgedSoon() {
    withSeeds(
        1,
        () ->
            assertJudgedSoon(
                new RandomClients(4, 0, random, cache, this::registerOperation), 12_000));
  }

  @Test
  void thousandsOfCallsOfTenClients_dozensOfUnknownOutcome_areJudgedSoon() {
    withSeeds(
        1,
        () ->
            assertJudgedSoon(
                new RandomClients(10, 0.005, random, cache, this::registerOperation), 4_000));
  }

  private void assertJudgedSoon(RandomClients clients, int calls) {
    History history = clients.run(calls);
    assertTimeout(Duration.ofSeconds(10), () -> assertLinearizable(history));
  }

  /**
   * Up to seven calls whose outcomes are those of some order, not always a right one, perhaps with
   * a loss.
   */
  private History guesswork() {
    History history = new History();
    Supplier<Operation> operations =
        any(this::fewOperations, this::fewAppends, this::counterOperation);
    Map<Long, Runnable> inOrder = new TreeMap<>();
    for (int i = random.nextInt(CALLS_MAX); i >= 0; i--) {
      long begin = random.nextInt(30);
      long end = begin + random.nextInt(15);
      Operation operation = operations.get();
      Call call = history.begin(i, RandomClients.KEY, operation, begin);
      long point = begin - 10 + random.nextInt((int) (end - begin) + 20);
      inOrder.put(point * CALLS_MAX + i, () -> finish(call, cache.apply(operation), end));
    }
    inOrder.put(random.nextLong(300), cache::vanish);
    inOrder.values().forEach(Runnable::run);
    permitLosses(history);
    return history;
  }

  private void finish(Call call, Outcome outcome, long end) {
    if (random.nextInt(4) == 0) {
      call.maybe();
    } else {
      call.end(outcome, end);
    }
  }

  private void permitLosses(History history) {
    for (int losses = random.nextInt(3); losses > 0; losses--) {
      long from = random.nextInt(30);
      if (random.nextInt(4) == 0) {
        history.mayVanish(RandomClients.KEY, from);
      } else {
        history.vanishAt(RandomClients.KEY, from, from + random.nextInt(10));
      }
    }
  }

  /** A history in which one call was told what it cannot have been told. */
  private History withOneLie(Operation operation, Outcome lie) {
    RandomClients clients = clients(5, this::registerOperation);
    History history = clients.run(random.nextInt(100));
    Call call = history.begin(99, RandomClients.KEY, operation, clients.now());
    clients.run(5);
    call.end(lie, clients.now());
    return clients.run(random.nextInt(100));
  }

  private RandomClients clients(int clients, Supplier<Operation> operations) {
    return new RandomClients(clients, 0.02, random, cache, operations);
  }

  @SafeVarargs
  private Supplier<Operation> any(Supplier<Operation>... suppliers) {
    return suppliers[random.nextInt(suppliers.length)];
  }

  private Operation registerOperation() {
    String latest = "v" + written;
    String next = "v" + ++written;
    return switch (random.nextInt(10)) {
      case 0, 1 -> new Put(next);
      case 2 -> new PutIfAbsent(next);
      case 3 -> new PutIfVersion(next, cache.version());
      case 4 -> new CompareAndSet(latest, next);
      case 5 -> new Delete();
      case 6 -> new Exists();
      case 7 -> new Expire();
      default -> new Get();
    };
  }

  private Operation fewOperations() {
    written = random.nextInt(3);
    return registerOperation();
  }

  private Operation counterOperation() {
    return switch (random.nextInt(8)) {
      case 0 -> new Delete();
      case 1, 2 -> new Get();
      default -> new Increment(1 + random.nextInt(2));
    };
  }

  private Operation logOperation() {
    return random.nextInt(3) == 0 ? new Get() : new Append("<" + written++ + ">");
  }

  private Operation fewAppends() {
    String letters = "ab".substring(0, 1 + random.nextInt(2));
    return switch (random.nextInt(8)) {
      case 0 -> fewOperations();
      case 1 -> new CompareAndSet("a" + letters, letters);
      case 2, 3 -> new Get();
      default -> new Append(letters);
    };
  }

  /** Runs this many times, each with a seed of its own; only once if one is given. */
  private void withSeeds(int times, Runnable test) {
    long first = Seed.next();
    for (int i = 0; i < (Seed.isGiven() ? 1 : times); i++) {
      seed = first + i;
      random = new Random(seed);
      cache = new AtomicCache(random);
      written = 0;
      test.run();
    }
  }

  private void assertLinearizable(History history) {
    assertVerdict(Kind.LINEARIZABLE, history);
  }

  private void assertVerdict(Kind expected, History history) {
    Verdict verdict = Linearizability.check(history);
    assertThat(verdict.kind())
        .as(() -> "-Dapothik.seed=%d%n%s".formatted(seed, verdict))
        .isEqualTo(expected);
  }
}
