package io.apothik.credential;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.slot.Bytes;
import io.apothik.trust.Session;
import io.apothik.trust.User;
import io.apothik.trust.Users;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands before the doors of a process: who is asked for a password, and TLS. */
public final class Protection {
  private static final Logger LOG = LoggerFactory.getLogger(Protection.class);

  /** Nothing: whoever comes may do everything. */
  public static final Protection NONE = new Protection(null, null);

  private final @Nullable UsersFile users;
  private final @Nullable Tls tls;

  private Protection(@Nullable UsersFile users, @Nullable Tls tls) {
    this.users = users;
    this.tls = tls;
  }

  /** Reads what there is. Fails with BAD_REQUEST, which names file and mistake. */
  public static Future<Protection> open(
      Vertx vertx, @Nullable Path usersOrNull, @Nullable TlsFiles tlsOrNull) {
    Future<@Nullable UsersFile> users =
        usersOrNull == null
            ? Future.succeededFuture()
            : UsersFile.open(vertx, usersOrNull).map(file -> file);
    Future<@Nullable Tls> tls =
        tlsOrNull == null
            ? Future.succeededFuture()
            : Tls.open(vertx, tlsOrNull).map(files -> files);
    return users.compose(file -> tls.map(files -> new Protection(file, files)));
  }

  /** Whether there is a users file, by which callers are told apart. */
  public boolean hasUsers() {
    return users != null;
  }

  /** The state of a new connection; without a users file, strangers may do everything. */
  public Session session() {
    return users == null ? new Session(() -> Users.EVERYBODY) : users.session();
  }

  /**
   * Who has that name and that password; see {@link UsersFile#authenticate}. A wrong one is logged.
   *
   * @param from the address that it came from, for the log
   * @throws IllegalStateException without a users file
   */
  public Future<User> authenticate(String name, String password, String from) {
    if (users == null) {
      throw new IllegalStateException("there are no users");
    }
    return users
        .authenticate(name, password)
        .onFailure(
            failure -> {
              if (isWrong(failure)) {
                LOG.warn("{}: a wrong user or password, for '{}'", from, Bytes.utf8(name));
              }
            });
  }

  public Optional<Tls> tls() {
    return Optional.ofNullable(tls);
  }

  private static boolean isWrong(Throwable failure) {
    return failure instanceof FailureException refused
        && refused.code() == ErrorCode.NOT_AUTHENTICATED;
  }
}
