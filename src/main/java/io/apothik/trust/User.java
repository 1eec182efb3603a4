package io.apothik.trust;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.Operation;
import io.apothik.message.Request;
import io.apothik.slot.Bytes;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may come in.
 *
 * @param name 1 to 64 letters, digits and {@code . _ - @}
 * @param passwordOrNull what is kept of the password; null for whom nobody can log in as
 * @param rights what the user may do
 */
public record User(String name, @Nullable PasswordHash passwordOrNull, Rights rights) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is none
   */
  public User {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no user's name: 1 to 64 letters, digits and . _ - @".formatted(shown(name)));
    }
  }

  /**
   * Checks that the user may have that done.
   *
   * @param operation how the caller names it, for the message
   * @throws FailureException with NO_PERMISSION, which names user, operation and key
   */
  public void check(String operation, Request request) {
    if (request instanceof KeyRequest one) {
      checkKey(operation, one);
    } else if (request instanceof Request.AtNode direct) {
      checkKey(operation, direct.request());
    } else if (request instanceof Request.Many many) {
      many.requests().forEach(one -> checkKey(operation, one));
    } else if (request instanceof Request.Where where) {
      checkKey(operation, where.request());
    } else if (request instanceof Request.Explain explain) {
      checkKey(operation, explain.request());
    } else if (request instanceof Request.Scan scan) {
      checkEvery(operation, OperationClass.READ, scan.prefix());
    } else if (request instanceof Request.HotKeys hot) {
      List<Bytes> beginnings = hot.prefixes().isEmpty() ? List.of(Bytes.EMPTY) : hot.prefixes();
      beginnings.forEach(prefix -> checkEvery(operation, OperationClass.READ, prefix));
    } else if (request instanceof Request.Clear) {
      checkEvery(operation, OperationClass.WRITE, Bytes.EMPTY);
    } else if (request instanceof Request.Fill fill) {
      checkEvery(operation, OperationClass.ADMIN, Bytes.utf8("k_" + fill.number() + "_"));
    } else {
      check(operation, classOf(request));
    }
  }

  /**
   * Checks that the user may do something of that class that concerns no key.
   *
   * @throws FailureException with NO_PERMISSION, which names user and operation
   */
  public void check(String operation, OperationClass needed) {
    if (!rights.allows(needed)) {
      throw refused(operation, "", needed);
    }
  }

  /**
   * Checks that the user may do something of that class with that key.
   *
   * @throws FailureException with NO_PERMISSION, which names user, operation and key
   */
  public void check(String operation, OperationClass needed, Bytes key) {
    if (!rights.allows(needed, key)) {
      throw refused(operation, " the key '%s'".formatted(key), needed);
    }
  }

  private void checkKey(String operation, KeyRequest request) {
    if (request.operation() instanceof Operation.Transaction transaction) {
      transaction.watched().keySet().forEach(key -> check(operation, OperationClass.READ, key));
      transaction.steps().forEach(step -> checkKey(operation, step));
      return;
    } else if (request.operation() instanceof Operation.Copy copy) {
      check(operation, OperationClass.WRITE, copy.to());
    }
    for (OperationClass needed : OperationClass.of(request.operation())) {
      check(operation, needed, request.key());
    }
  }

  private void checkEvery(String operation, OperationClass needed, Bytes beginning) {
    if (!rights.allowsEvery(needed, beginning)) {
      String keys = beginning.length() == 0 ? "" : " that begin with '%s'".formatted(beginning);
      throw refused(operation, " all keys" + keys, needed);
    }
  }

  /** What is not known here needs the most. */
  private static OperationClass classOf(Request request) {
    return request instanceof Request.Stat
            || request instanceof Request.Sum
            || request instanceof Request.Cluster
            || request instanceof Request.Replay
            || request instanceof Request.History
            || request instanceof Request.Events
            || request instanceof Request.Table
        ? OperationClass.READ
        : OperationClass.ADMIN;
  }

  private FailureException refused(String operation, String what, OperationClass needed) {
    return new FailureException(
        ErrorCode.NO_PERMISSION,
        "the user '%s' may not '%s'%s: that needs the right '%s'"
            .formatted(name, shown(operation), what, needed.label()));
  }

  /** What a caller sent, shortened and without what would steer a terminal. */
  static String shown(String sent) {
    return Bytes.utf8(sent).toString();
  }
}
