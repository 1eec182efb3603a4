package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.credential.TestAuthority;
import io.apothik.credential.TlsFiles;
import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that prove to each other which host they are on. */
@Beside
class PeerTlsTest {
  private static final String HOST = "127.0.0.1";

  @TempDir static Path directory = Path.of("");
  private static TestAuthority ours;
  private static TestAuthority others;
  private static TlsFiles local;

  private final Set<String> heard = ConcurrentHashMap.newKeySet();
  private TestCluster cluster;

  @BeforeAll
  static void certificates() throws IOException {
    ours = TestAuthority.create(directory.resolve("ours"), "ours");
    others = TestAuthority.create(directory.resolve("others"), "others");
    local = ours.sign("local", "ip:" + HOST);
  }

  @BeforeEach
  void twoNodes() {
    cluster = TestCluster.of(2, config -> config.withTls(local));
    EventBus bus = cluster.node(1).vertx().eventBus();
    bus.<String>consumer("mouth", said -> heard.add(said.body()));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private Node join(String name, TlsFiles files) {
    Node node =
        cluster
            .launch(new NodeName(name + "@" + HOST), Role.CLIENT, config -> config.withTls(files))
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(60, TimeUnit.SECONDS)
            .join();
    node.vertx().eventBus().<String>consumer("ear-" + name, said -> heard.add(said.body()));
    return node;
  }

  /** Says a word in both directions; it may go under. */
  private void talk(Node node, String name) {
    node.vertx().eventBus().publish("mouth", name + " speaks");
    cluster.node(1).vertx().eventBus().publish("ear-" + name, name + " listens");
  }

  @Test
  void nodesOfOneAuthority_workTogether() {
    Reply put = ask(cluster.node(1), KeyRequest.put(Bytes.utf8("city"), Bytes.utf8("Paris")));
    Reply get = ask(cluster.node(2), KeyRequest.get(Bytes.utf8("city")));

    assertThat(put).isInstanceOf(Reply.Changed.class);
    assertThat(get.toString()).contains("Paris");
  }

  @Test
  void whoIsSignedForTheHost_isHeard() {
    Node client = join("friend", ours("friend", "ip:" + HOST));

    await()
        .untilAsserted(
            () -> {
              talk(client, "friend");
              assertThat(heard).contains("friend speaks", "friend listens");
            });
  }

  @Test
  void whoIsSignedBySomebodyElse_getsNoWordIn() throws IOException {
    assertUnheard("foreigner", others.sign("foreigner", "ip:" + HOST));
  }

  @Test
  void whoIsSignedForAnotherHost_getsNoWordIn() {
    assertUnheard("visitor", ours("visitor", "ip:127.0.0.2,dns:other.example"));
  }

  @Test
  void withoutAnAuthority_nodesDoNotStart() {
    TlsFiles oneSided = new TlsFiles(local.certificate(), local.key(), null, true);

    assertThatThrownBy(() -> join("alone", oneSided))
        .hasMessageContaining("without an authority's certificate");
  }

  private void assertUnheard(String name, TlsFiles files) {
    Node intruder = join(name, files);
    Node friend = join("friend", local);

    await()
        .during(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              talk(intruder, name);
              talk(friend, "friend");
              assertThat(heard).doesNotContain(name + " speaks", name + " listens");
            });
    assertThat(heard).contains("friend speaks", "friend listens");
    assertThat(ask(cluster.node(2), KeyRequest.get(Bytes.utf8("city"))))
        .isInstanceOf(Reply.Value.class);
  }

  private static TlsFiles ours(String subject, String names) {
    try {
      return ours.sign(subject, names);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static Reply ask(Node node, KeyRequest request) {
    return node.ask(request, 10_000)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }
}
