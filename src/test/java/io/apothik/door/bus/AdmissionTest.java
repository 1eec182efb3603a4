package io.apothik.door.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.credential.Protection;
import io.apothik.message.ErrorCode;
import io.apothik.trust.QuickHash;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Time that runs out while a password is checked, which takes long where many are. */
@ExtendWith(VertxExtension.class)
class AdmissionTest {
  private static final String MASTER = "apothik";

  private final Told told = new Told();
  private Admission admission;

  @BeforeEach
  void aStrangerComes(Vertx vertx, @TempDir Path directory) throws IOException {
    Path users =
        Files.writeString(
            directory.resolve("users"), "alice " + QuickHash.of("secret") + " read *");
    admission = new Admission(LiveBridge.await(Protection.open(vertx, users, null)), MASTER, told);
  }

  @Test
  void whoSaidInTimeWhoItIs_isLetIn_howeverLongItIsChecked() throws InterruptedException {
    admission.passes(login("secret"));

    admission.endIfUnknown(10_000);
    told.awaitTheCheck();

    assertThat(told.words).containsExactly("reply");
    assertThat(admission.isKnown()).isTrue();
  }

  @Test
  void whoSaidItWrong_andHasNoTimeLeft_isCutOff() throws InterruptedException {
    admission.passes(login("guess"));

    admission.endIfUnknown(10_000);
    told.awaitTheCheck();

    assertThat(told.words).containsExactly("end NOT_AUTHENTICATED");
  }

  @Test
  void whoSaidItWrong_andHasTimeLeft_mayTryAgain() throws InterruptedException {
    admission.passes(login("guess"));
    told.awaitTheCheck();

    admission.passes(login("secret"));
    told.awaitTheCheck();

    assertThat(told.words).containsExactly("refuse NOT_AUTHENTICATED", "reply");
  }

  private static JsonObject login(String password) {
    return new JsonObject()
        .put("type", "send")
        .put("address", MASTER)
        .put("replyAddress", "1")
        .put(
            "body",
            new JsonObject().put("op", "auth").put("user", "alice").put("password", password));
  }

  /** What is said at the other end; what is to be done later waits until the test does it. */
  private static final class Told implements Admission.Line {
    private final List<String> words = new ArrayList<>();
    private final BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();

    void awaitTheCheck() throws InterruptedException {
      Runnable next = later.poll(1, TimeUnit.MINUTES);
      assertThat(next).isNotNull();
      next.run();
    }

    @Override
    public void reply(String address, JsonObject body) {
      words.add("reply");
    }

    @Override
    public void refuse(ErrorCode code, String reason, @Nullable String address) {
      words.add("refuse " + code);
    }

    @Override
    public void end(ErrorCode code, String reason, @Nullable String address) {
      words.add("end " + code);
    }

    @Override
    public void run(Runnable action) {
      later.add(action);
    }

    @Override
    public Object client() {
      return "the test";
    }
  }
}
