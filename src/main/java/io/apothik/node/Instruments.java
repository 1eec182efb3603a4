package io.apothik.node;

import io.apothik.core.Account;
import io.apothik.message.Activity;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.HistoryRequest;
import io.apothik.message.NodeMessage.HotKeysRequest;
import io.apothik.message.NodeMessage.Leaving;
import io.apothik.message.Observation.Samples;
import io.apothik.message.Traffic;
import io.apothik.slot.NodeName;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a node observes of itself while it works, in bounded memory, and tells other nodes that ask.
 * Safe for use by several threads.
 */
final class Instruments {
  private final HotKeys hotKeys;
  private final NetworkBytes network;
  private final History history = new History();
  private final Journal journal = new Journal(System::currentTimeMillis);
  private final Chronicle chronicle;
  private final Rates rates = new Rates();
  private volatile @Nullable Account account;

  Instruments(NodeName self, NetworkBytes network) {
    this.hotKeys = new HotKeys(self, System::nanoTime);
    this.network = network;
    this.chronicle = new Chronicle(self, journal);
  }

  History history() {
    return history;
  }

  Journal journal() {
    return journal;
  }

  Chronicle chronicle() {
    return chronicle;
  }

  /** The latest that a cache node gave; null if it gave none. */
  @Nullable Account accountOrNull() {
    return account;
  }

  /** Hears of the keys that one event loop is asked for. */
  KeySampler sampler() {
    return new KeySampler(hotKeys, System::nanoTime, ThreadLocalRandom.current().nextLong() | 1);
  }

  /** The node's latest account of itself; once a second. */
  void renew(Account latest) {
    account = latest;
    renew(latest.traffic());
  }

  /** What the node has done for callers so far; once a second. */
  void renew(Traffic traffic) {
    rates.read(System.nanoTime(), traffic);
  }

  /**
   * Makes a sample of the time since the last one; on the context of the lanes.
   *
   * @param atMillis the time, in milliseconds since 1970
   */
  void sample(long atMillis) {
    Account latest = account;
    long evicted = latest == null ? 0 : latest.holdings().evicted();
    history.sample(
        atMillis, new History.Totals(evicted, network.in(), network.out()), network.isCounting());
  }

  /**
   * What the node does at the moment.
   *
   * @param memoryBytes what its entries may take
   */
  Activity activity(long memoryBytes, boolean leased) {
    Traffic minute = rates.lastMinute();
    return new Activity(
        memoryBytes,
        leased,
        rates.requestsPerSecond(),
        minute.gets(),
        minute.hits(),
        history.inFlight(),
        history.latest());
  }

  /** Takes what another node says if it asks for what is observed here, or says that it goes. */
  boolean take(io.vertx.core.eventbus.Message<Message> message) {
    Message body = message.body();
    if (body instanceof HistoryRequest request) {
      message.reply(new Samples(history.samples(request.samples())));
    } else if (body instanceof HotKeysRequest request) {
      message.reply(hotKeys.top(request.count(), request.prefixes()));
    } else if (body instanceof Leaving leaving && leaving.going()) {
      chronicle.onGoing(leaving.process());
    } else {
      return false;
    }
    return true;
  }
}
