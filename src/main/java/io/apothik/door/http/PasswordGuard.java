package io.apothik.door.http;

import io.apothik.credential.Protection;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.trust.OperationClass;
import io.apothik.trust.User;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a name and a password (RFC 7617), if the node has users, and lets pass who may read. The
 * others get 401 or 403, or 503 while too many passwords are being checked.
 */
final class PasswordGuard implements Handler<RoutingContext> {
  private static final String SCHEME = "Basic ";
  private static final int UNKNOWN = 401;
  private static final int FORBIDDEN = 403;
  private static final int BUSY = 503;

  private final Protection protection;

  PasswordGuard(Protection protection) {
    this.protection = protection;
  }

  /** What a caller says about who it is. */
  private record Credentials(String name, String password) {
    static Optional<Credentials> of(@Nullable String header) {
      if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
        return Optional.empty();
      }
      try {
        byte[] decoded = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
        String both = new String(decoded, StandardCharsets.UTF_8);
        int colon = both.indexOf(':');
        return colon < 0
            ? Optional.empty()
            : Optional.of(new Credentials(both.substring(0, colon), both.substring(colon + 1)));
      } catch (IllegalArgumentException malformed) {
        return Optional.empty();
      }
    }
  }

  /** Whether callers say who they are before they are told more than yes or no. */
  boolean asks() {
    return protection.hasUsers();
  }

  @Override
  public void handle(RoutingContext request) {
    if (!asks()) {
      request.next();
      return;
    }
    Optional<Credentials> given = Credentials.of(request.request().getHeader("Authorization"));
    if (given.isEmpty()) {
      refuse(request, UNKNOWN);
      return;
    }
    protection
        .authenticate(
            given.get().name(),
            given.get().password(),
            String.valueOf(request.request().remoteAddress()))
        .onSuccess(user -> admit(request, user))
        .onFailure(failure -> refuse(request, isBusy(failure) ? BUSY : UNKNOWN));
  }

  private static void admit(RoutingContext request, User user) {
    if (user.rights().allows(OperationClass.READ)) {
      request.next();
    } else {
      refuse(request, FORBIDDEN);
    }
  }

  private static boolean isBusy(Throwable failure) {
    return failure instanceof FailureException refused && refused.code() == ErrorCode.BUSY;
  }

  private static void refuse(RoutingContext request, int status) {
    if (status == UNKNOWN) {
      request
          .response()
          .putHeader("WWW-Authenticate", "Basic realm=\"apothik\", charset=\"UTF-8\"");
    }
    request.response().setStatusCode(status).end();
  }
}
