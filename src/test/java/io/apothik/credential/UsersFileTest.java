package io.apothik.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.trust.QuickHash;
import io.apothik.trust.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The users of a file, for as long as the process lives. */
@Beside
@ExtendWith(VertxExtension.class)
class UsersFileTest {
  private static final String ALICE = "alice " + hash("secret") + " read shop:\n";
  private static final String BOB = "bob " + hash("hidden") + " read,write *\n";

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void oneUser() throws IOException {
    file = directory.resolve("users");
    put(ALICE);
  }

  private static String hash(String password) {
    return QuickHash.of(password);
  }

  /** Puts another file in its place, as one should. */
  private void put(String text) throws IOException {
    Path draft = Files.writeString(directory.resolve("draft"), text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private UsersFile open(Vertx vertx) {
    return result(UsersFile.open(vertx, file));
  }

  private static <T> T result(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void theRightPassword_isTheUser_alsoTheSecondTime(Vertx vertx) {
    UsersFile users = open(vertx);

    User alice = result(users.authenticate("alice", "secret"));

    assertThat(alice.name()).isEqualTo("alice");
    Future<User> again = users.authenticate("alice", "secret");
    assertThat(again.isComplete()).isTrue();
    assertThat(again.result()).isEqualTo(alice);
  }

  @Test
  void aWrongPassword_isRefused_alsoAfterTheRightOne(Vertx vertx) {
    UsersFile users = open(vertx);
    result(users.authenticate("alice", "secret"));

    assertRefused(users.authenticate("alice", "Secret"), ErrorCode.NOT_AUTHENTICATED);
    assertRefused(users.authenticate("bob", "secret"), ErrorCode.NOT_AUTHENTICATED);
  }

  @Test
  void aFileThatChanges_isInForceSoon_andPasswordsAreAskedAnew(Vertx vertx) throws IOException {
    UsersFile users = open(vertx);
    result(users.authenticate("alice", "secret"));

    put(BOB);

    await().until(() -> users.users().named("bob").isPresent());
    assertRefused(users.authenticate("alice", "secret"), ErrorCode.NOT_AUTHENTICATED);
    assertThat(result(users.authenticate("bob", "hidden")).name()).isEqualTo("bob");
  }

  @Test
  void aFileThatIsBroken_orGone_leavesThingsAsTheyWere(Vertx vertx) throws IOException {
    UsersFile users = open(vertx);

    put(BOB + "carol\n");
    assertStaysAlice(users);
    Files.delete(file);
    assertStaysAlice(users);

    put(BOB);
    await().until(() -> users.users().named("bob").isPresent());
  }

  private static void assertStaysAlice(UsersFile users) {
    await()
        .during(Duration.ofMillis(2_200))
        .until(
            () -> users.users().named("alice").isPresent() && users.users().named("bob").isEmpty());
  }

  @Test
  void aFileThatCannotBeUsed_isNamed(Vertx vertx) throws IOException {
    put("alice\n");
    assertThatThrownBy(() -> open(vertx))
        .hasRootCauseInstanceOf(FailureException.class)
        .hasMessageContaining("the users cannot be read: " + file + ":1: a line has a name");

    Files.delete(file);
    assertThatThrownBy(() -> open(vertx))
        .hasMessageContaining("the users cannot be read: NoSuchFileException: " + file);
  }

  @Test
  void aStormOfPasswords_isRefusedBeyondALimit_andOthersAreServedAfterIt(Vertx vertx) {
    UsersFile users = open(vertx);

    List<Future<User>> storm =
        IntStream.range(0, 1_000).mapToObj(i -> users.authenticate("alice", "guess-" + i)).toList();
    result(Future.join(storm).otherwiseEmpty());

    assertThat(storm).allMatch(Future::failed);
    assertThat(storm)
        .filteredOn(one -> code(one.cause()) == ErrorCode.BUSY)
        .hasSizeBetween(1, 1_000 - 64);
    assertThat(result(users.authenticate("alice", "secret")).name()).isEqualTo("alice");
  }

  private static void assertRefused(Future<User> attempt, ErrorCode code) {
    assertThatThrownBy(() -> result(attempt))
        .isInstanceOf(CompletionException.class)
        .satisfies(
            failure ->
                assertThat(code(Objects.requireNonNull(failure.getCause()))).isEqualTo(code));
  }

  private static ErrorCode code(Throwable failure) {
    return ((FailureException) failure).code();
  }
}
