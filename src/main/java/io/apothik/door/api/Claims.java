package io.apothik.door.api;

import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claims of a cache's loads: each is an entry with a short life beside the key's own, in the
 * same slot. Who puts it where there is none, or in the place of one that came to nothing, has it.
 */
final class Claims {
  /** For how long it is told that a load failed: much longer than who waits looks away. */
  private static final long FAILED_MILLIS = 3_000;

  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final Questions questions;
  private final String node;
  private final long loadMillis;
  private final long timeoutMillis;

  Claims(Questions questions, CacheOptions<?, ?> options) {
    this.questions = questions;
    this.node = questions.node().name().value();
    this.loadMillis = options.loadMillis();
    this.timeoutMillis = options.timeoutMillis();
  }

  /** A claim that is this load's. */
  record Held(Bytes key, Version version, Claim claim) {}

  /**
   * What there is of a key and of its load.
   *
   * @param claimOrNull null if nobody loads it
   */
  record Sight(Reply.Value entry, @Nullable Claim claimOrNull, Version claimVersion) {}

  /** Where the claim to an entry is. */
  static Bytes keyFor(Bytes entry) {
    return Keyspace.joined(Bytes.utf8("!load:" + SlotTags.tagFor(entry) + ":"), entry);
  }

  /** The claim to the entry, if nobody has it. */
  Future<Optional<Held>> take(Bytes entry) {
    return take(entry, Condition.ABSENT);
  }

  /** The claim to the entry, in the place of one of that version. */
  Future<Optional<Held>> overtake(Bytes entry, Version version) {
    return take(entry, Condition.version(version));
  }

  private Future<Optional<Held>> take(Bytes entry, Condition condition) {
    Claim claim = new Claim(UUID.randomUUID().toString(), node, null);
    Bytes key = keyFor(entry);
    return put(key, claim, loadMillis, condition)
        .map(
            reply ->
                reply.changed()
                    ? Optional.of(new Held(key, reply.version(), claim))
                    : Optional.empty());
  }

  /** Gives a claim back; if that goes wrong, its time will end it. */
  void release(Held held) {
    questions
        .ask(
            new KeyRequest(held.key(), new Operation.DeleteVersion(held.version())),
            timeoutMillis,
            Reply.Changed.class)
        .onFailure(failure -> LOG.debug("the claim {} stays: {}", held.key(), failure.toString()));
  }

  /** Tells those who wait for the load that it failed. */
  void fail(Held held, Throwable cause) {
    Claim failed = held.claim().failed(String.valueOf(cause.getMessage()));
    put(held.key(), failed, FAILED_MILLIS, Condition.version(held.version()))
        .onFailure(failure -> LOG.debug("the claim {} stays: {}", held.key(), failure.toString()));
  }

  private Future<Reply.Changed> put(Bytes key, Claim claim, long millis, Condition condition) {
    Operation put = new Operation.Put(claim.toBytes(), new Lifetime(millis, 0), false, condition);
    return questions.ask(new KeyRequest(key, put), timeoutMillis, Reply.Changed.class);
  }

  /** Looks at an entry and the claim to it. */
  Future<Sight> look(Bytes entry) {
    return questions
        .askMany(List.of(KeyRequest.get(entry), KeyRequest.get(keyFor(entry))), timeoutMillis)
        .map(results -> sight(found(results.get(0)), found(results.get(1))));
  }

  private static Reply.Value found(Reply.Result result) {
    return Questions.expected(result.reply(), Reply.Value.class);
  }

  private static Sight sight(Reply.Value entry, Reply.Value claim) {
    return new Sight(entry, claim.value().map(Claim::parse).orElse(null), claim.version());
  }

  /** Whether nothing comes of it any more: it failed, or its node is gone. */
  boolean isVoid(Claim claim) {
    return claim.isFailed()
        || questions.node().live().names().stream()
            .noneMatch(name -> name.value().equals(claim.node()));
  }
}
