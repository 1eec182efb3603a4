package io.apothik.trust;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Request;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection. Follows the users as they change: who is there no more,
 * or has another password, has to say anew who it is. Not safe for use by several threads.
 */
public final class Session {
  private final Supplier<Users> current;
  private Users users;
  private @Nullable User user;

  /**
   * Begins with a stranger.
   *
   * @param current gives the users that are in force
   */
  public Session(Supplier<Users> current) {
    this.current = current;
    users = current.get();
    user = users.stranger().orElse(null);
  }

  /** Who it is, or nothing if that is not known and strangers are not let in. */
  public Optional<User> user() {
    Users now = current.get();
    if (now != users) {
      users = now;
      user = stillThere(now);
    }
    return Optional.ofNullable(user);
  }

  /** Goes on as that user, who gave the right password. */
  public void admit(User admitted) {
    users = current.get();
    user = admitted;
    user = stillThere(users);
  }

  /** Goes on as a stranger. */
  public void forget() {
    users = current.get();
    user = users.stranger().orElse(null);
  }

  /** Whether who has not said who it is may do anything. */
  public boolean letsStrangersIn() {
    return current.get().stranger().isPresent();
  }

  /**
   * Checks that whoever is there may have that done.
   *
   * @param operation how the caller names it, for the message
   * @throws FailureException with NOT_AUTHENTICATED or NO_PERMISSION
   */
  public void check(String operation, Request request) {
    known(operation).check(operation, request);
  }

  /**
   * Who it is.
   *
   * @param operation what cannot be done if that is not known, for the message
   * @throws FailureException with NOT_AUTHENTICATED
   */
  public User known(String operation) {
    return user()
        .orElseThrow(
            () ->
                new FailureException(
                    ErrorCode.NOT_AUTHENTICATED,
                    "'%s' needs a user and a password first".formatted(User.shown(operation))));
  }

  private @Nullable User stillThere(Users now) {
    if (user == null) {
      return now.stranger().orElse(null);
    }
    User before = user;
    return now.named(before.name())
        .filter(same -> Objects.equals(same.passwordOrNull(), before.passwordOrNull()))
        .orElse(now.stranger().orElse(null));
  }
}
