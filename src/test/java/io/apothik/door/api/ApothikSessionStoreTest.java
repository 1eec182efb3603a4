package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.node.TestCluster;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApothikSessionStoreTest {
  private static final long HALF_AN_HOUR = 1_800_000;

  private static TestCluster cluster;
  private static Vertx vertx;
  private static ApothikSessionStore store;
  private static ApothikSessionStore elsewhere;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(2);
    vertx = Vertx.vertx();
    store = ApothikSessionStore.create(vertx, Apothik.of(cluster.node(1)));
    elsewhere = ApothikSessionStore.create(vertx, Apothik.of(cluster.node(2)));
  }

  @AfterAll
  static void end() {
    result(vertx.close());
    cluster.close();
  }

  private static Session stored(String key, Object value) {
    Session session = store.createSession(HALF_AN_HOUR).put(key, value);
    result(store.put(session));
    return session;
  }

  @Test
  void aSession_isFoundOnAnotherNode_asItWasStored() {
    Session session =
        store
            .createSession(HALF_AN_HOUR)
            .put("text", "Zürich")
            .put("number", 42)
            .put("bytes", Buffer.buffer("b"));
    result(store.put(session));

    Session found = result(elsewhere.get(session.id()));

    assertThat(found.id()).isEqualTo(session.id());
    assertThat(found.timeout()).isEqualTo(HALF_AN_HOUR);
    assertThat(found.lastAccessed()).isEqualTo(session.lastAccessed());
    assertThat(found.data()).isEqualTo(session.data());
  }

  @Test
  void aSessionThatIsNotThere_isNull() {
    assertThat(result(store.get("absent"))).isNull();
    result(store.delete("absent"));
  }

  @Test
  void aSession_canBeStoredAgainAndAgain() {
    Session session = stored("count", 1);

    for (int count = 2; count < 5; count++) {
      session.put("count", count);
      result(store.put(session));
    }

    Session found = result(elsewhere.get(session.id()));
    assertThat(found.<Integer>get("count")).isEqualTo(4);
    result(elsewhere.put(found.put("count", 5)));
    assertThat(result(store.get(session.id())).<Integer>get("count")).isEqualTo(5);
  }

  @Test
  void ofTwoChanges_theSecondIsRefused_andTheFirstStays() {
    String id = stored("value", "begin").id();
    Session one = result(store.get(id));
    Session other = result(elsewhere.get(id));

    result(store.put(one.put("value", "one")));

    assertThat(Failures.of(elsewhere.put(other.put("value", "other"))))
        .hasMessage("Session version mismatch");
    assertThat(Failures.of(elsewhere.put(other))).hasMessage("Session version mismatch");
    assertThat(result(store.get(id)).<String>get("value")).isEqualTo("one");
  }

  @Test
  void whoOnlyReads_disturbsNobody() {
    String id = stored("value", "begin").id();
    Session reader = result(store.get(id));
    Session writer = result(elsewhere.get(id));

    result(store.put(reader));
    result(elsewhere.put(writer.put("value", "written")));

    assertThat(result(store.get(id)).<String>get("value")).isEqualTo("written");
  }

  @Test
  void aSession_endsWhenItsTimeIsOver() {
    Session session = store.createSession(1);
    result(store.put(session));

    await().until(() -> result(store.get(session.id())) == null);
  }

  @Test
  void whatCannotBeWritten_failsTheFuture() {
    Session session = store.createSession(HALF_AN_HOUR).put("thread", new Object());

    assertThat(Failures.of(store.put(session))).hasMessageContaining("java.lang.Object");
  }

  @Test
  void clear_endsAllSessionsOfTheStore() {
    ApothikSessionStore own = ApothikSessionStore.create(vertx, Apothik.of(cluster.node(1)), "own");
    String id = stored("stays", true).id();
    result(own.put(own.createSession(HALF_AN_HOUR)));
    result(own.put(own.createSession(HALF_AN_HOUR)));
    assertThat(result(own.size())).isEqualTo(2);

    result(own.clear());

    assertThat(result(own.size())).isZero();
    assertThat(result(store.get(id))).isNotNull();
  }
}
