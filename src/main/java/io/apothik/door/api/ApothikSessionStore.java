package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Lifetime;
import io.apothik.slot.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import io.vertx.ext.web.Session;
import io.vertx.ext.web.sstore.SessionStore;

/**
 * Keeps the sessions of a vertx-web application in the cluster: they outlive the node that began
 * them.
 *
 * <p>A session ends when its time-out is over since it was last stored, which vertx-web does at the
 * end of each request. Of two requests that change the same session at the same time, the second to
 * end fails to store it with "Session version mismatch", as with the stores of Vert.x; here that is
 * decided in the cluster, so neither overwrites the other unseen. What was stored is found from
 * then on, on every node, so there is no retry for sessions that are not found. vertx-web sends the
 * reply while it stores the session; a handler whose next request may come at once to another node
 * calls {@link io.vertx.ext.web.handler.SessionHandler#flush} before it ends the reply.
 *
 * <p>A session may hold what {@link io.vertx.ext.web.sstore.AbstractSession} can write: texts,
 * numbers, buffers and {@code ClusterSerializable}s. For the latter the class that is named among
 * the bytes is loaded; so whoever can write to the cluster can choose among those of the
 * application.
 *
 * <p>Futures fail with the {@link FailureException}s of {@link Cache}.
 */
public final class ApothikSessionStore implements SessionStore {
  /** The cache of the sessions if nothing is said. */
  public static final String NAME_DEFAULT = "vertx-web.sessions";

  private static final int TRIES_MAX = 100;

  private final VertxContextPRNG random;
  private final Cache<String, StoredSession> sessions;
  private final ApothikAsyncMap<String, StoredSession> map;

  private ApothikSessionStore(Vertx vertx, Apothik apothik, String name) {
    this.random = VertxContextPRNG.current(vertx);
    this.sessions =
        apothik.cache(
            name,
            CacheOptions.of(
                Codec.STRING,
                Codec.of(
                    "session",
                    session -> Bytes.copyOf(session.toBuffer().getBytes()),
                    bytes -> StoredSession.from(Buffer.buffer(bytes.toArray()), random))));
    this.map = new ApothikAsyncMap<>(sessions);
  }

  /** Sessions in the cache {@link #NAME_DEFAULT}. */
  public static ApothikSessionStore create(Vertx vertx, Apothik apothik) {
    return create(vertx, apothik, NAME_DEFAULT);
  }

  /**
   * Sessions in a cache of that name; those of one application have one name.
   *
   * @param vertx of the web application
   */
  public static ApothikSessionStore create(Vertx vertx, Apothik apothik, String name) {
    return new ApothikSessionStore(vertx, apothik, name);
  }

  /** Does nothing: {@link #create(Vertx, Apothik, String)} did all. */
  @Override
  public SessionStore init(Vertx vertx, JsonObject options) {
    return this;
  }

  /** None: a session that is not found is not there. */
  @Override
  public long retryTimeout() {
    return 0;
  }

  @Override
  public Session createSession(long timeout) {
    return createSession(timeout, DEFAULT_SESSIONID_LENGTH);
  }

  @Override
  public Session createSession(long timeout, int length) {
    return new StoredSession(random, timeout, length);
  }

  @Override
  public Future<Session> get(String id) {
    return map.get(id).map(Session.class::cast);
  }

  @Override
  public Future<Void> delete(String id) {
    return sessions.delete(id).mapEmpty();
  }

  @Override
  public Future<Void> put(Session session) {
    return session instanceof StoredSession ours
        ? store(ours, 1)
        : Future.failedFuture(
            new IllegalArgumentException(session.getClass() + " is no session of this store"));
  }

  private Future<Void> store(StoredSession session, int attempt) {
    return sessions
        .getEntry(session.id())
        .compose(
            there -> {
              if (there.isPresent() && there.get().value().version() != session.version()) {
                return Future.failedFuture("Session version mismatch");
              }
              Lifetime lifetime = new Lifetime(session.timeout(), 0);
              return there.isEmpty()
                  ? sessions.putIfAbsent(session.id(), session, lifetime)
                  : sessions.replace(session.id(), there.get().version(), session, lifetime);
            })
        .compose(
            stored -> {
              if (stored) {
                session.incrementVersion();
                return Future.succeededFuture();
              }
              // Another request stored it in between; if it changed nothing, that does not matter.
              return attempt < TRIES_MAX
                  ? store(session, attempt + 1)
                  : Future.failedFuture(busy(session));
            });
  }

  private static FailureException busy(StoredSession session) {
    return new FailureException(
        ErrorCode.BUSY,
        "the session %s was stored by others %d times in between"
            .formatted(session.id(), TRIES_MAX));
  }

  @Override
  public Future<Void> clear() {
    return map.clear();
  }

  /** Walks over all sessions: an estimate. */
  @Override
  public Future<Integer> size() {
    return map.size();
  }

  /** Does nothing: the node goes on. */
  @Override
  public void close() {}
}
