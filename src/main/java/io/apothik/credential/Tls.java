package io.apothik.credential;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS by files that are watched: what changes is in force for new connections. */
public final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  private final Watched<TlsMaterial> files;
  private final List<Consumer<TlsMaterial>> followers;

  private Tls(Watched<TlsMaterial> files, List<Consumer<TlsMaterial>> followers) {
    this.files = files;
    this.followers = followers;
  }

  /** Reads the files, and follows them as they change. Fails with BAD_REQUEST. */
  public static Future<Tls> open(Vertx vertx, TlsFiles files) {
    List<Consumer<TlsMaterial>> followers = new CopyOnWriteArrayList<>();
    return Watched.open(
            vertx,
            files.all(),
            files::read,
            changed -> followers.forEach(follower -> follower.accept(changed)))
        .map(watched -> new Tls(watched, followers))
        .recover(
            unusable ->
                Future.failedFuture(
                    new FailureException(
                        ErrorCode.BAD_REQUEST,
                        "the TLS files cannot be used: " + Watched.reason(unusable))));
  }

  /** The options, for a door that speaks TLS. */
  public <T extends NetServerOptions> T secure(T options) {
    ServerSSLOptions now = files.current().forDoor();
    options.setSsl(true).setKeyCertOptions(now.getKeyCertOptions());
    if (now.getTrustOptions() != null) {
      options.setTrustOptions(now.getTrustOptions()).setClientAuth(now.getClientAuth());
    }
    return options;
  }

  /**
   * Has a door follow the files.
   *
   * @param update how it is given other options, such as {@code server::updateSSLOptions}
   */
  public void follow(Function<ServerSSLOptions, Future<?>> update) {
    follow(TlsMaterial::forDoor, update);
  }

  <T> void follow(Function<TlsMaterial, T> form, Function<T, Future<?>> update) {
    followers.add(
        changed ->
            update
                .apply(form.apply(changed))
                .onFailure(failure -> LOG.error("new TLS files are not in force", failure)));
  }

  TlsMaterial current() {
    return files.current();
  }
}
