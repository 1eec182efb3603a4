package io.apothik.credential;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.slot.Bytes;
import io.apothik.trust.Session;
import io.apothik.trust.User;
import io.apothik.trust.Users;
import io.apothik.trust.VerifiedPasswords;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The users of a file that is watched, for the doors of a process. Passwords are checked on threads
 * of their own, a few at a time. Safe for use by several threads.
 */
public final class UsersFile {
  /** How many passwords may be checked at the same time, or wait for that. */
  private static final int CHECKS_MAX = 64;

  private static final int THREADS_MAX = 4;
  private static final int KEY_BYTES = 32;

  private final Watched<Known> file;
  private final WorkerExecutor checkers;
  private final AtomicInteger checks = new AtomicInteger();

  /** The users, and whose passwords were found right since they are so. */
  private record Known(Users users, VerifiedPasswords passwords) {}

  private UsersFile(Watched<Known> file, WorkerExecutor checkers) {
    this.file = file;
    this.checkers = checkers;
  }

  /**
   * Reads the file, and follows it as it changes. Fails with BAD_REQUEST, which names file, line
   * and mistake.
   */
  public static Future<UsersFile> open(Vertx vertx, Path file) {
    // Half of the processors at most: a storm of logins leaves the other half to those who are in.
    int threads = Math.min(THREADS_MAX, (Runtime.getRuntime().availableProcessors() + 1) / 2);
    return Watched.open(vertx, List.of(file), () -> read(file), changed -> {})
        .map(
            watched ->
                new UsersFile(
                    watched, vertx.createSharedWorkerExecutor("apothik-passwords", threads)))
        .recover(
            unusable ->
                Future.failedFuture(
                    new FailureException(
                        ErrorCode.BAD_REQUEST,
                        "the users cannot be read: " + Watched.reason(unusable))));
  }

  private static Known read(Path file) throws Exception {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new Known(Users.read(file), new VerifiedPasswords(Bytes.copyOf(key)));
  }

  /** The users as the file has them. */
  public Users users() {
    return file.current().users();
  }

  /** The state of a new connection. */
  public Session session() {
    return new Session(this::users);
  }

  /**
   * Who has that name and that password; completes on the caller's context. Fails with
   * NOT_AUTHENTICATED, or with BUSY if too many passwords are being checked.
   */
  public Future<User> authenticate(String name, String password) {
    Known known = file.current();
    Optional<User> named = known.users().named(name);
    if (named.isPresent() && known.passwords().has(named.get(), password)) {
      return Future.succeededFuture(named.get());
    }
    if (checks.incrementAndGet() > CHECKS_MAX) {
      checks.decrementAndGet();
      return refused(ErrorCode.BUSY, "too many passwords are being checked");
    }
    return checkers
        .executeBlocking(() -> known.users().authenticated(name, password), false)
        .onComplete(done -> checks.decrementAndGet())
        .compose(
            user -> {
              user.ifPresent(right -> known.passwords().add(right, password));
              return user.map(Future::succeededFuture)
                  .orElseGet(
                      () ->
                          refused(
                              ErrorCode.NOT_AUTHENTICATED, "the user or the password is wrong"));
            });
  }

  private static Future<User> refused(ErrorCode code, String reason) {
    return Future.failedFuture(new FailureException(code, reason));
  }
}
