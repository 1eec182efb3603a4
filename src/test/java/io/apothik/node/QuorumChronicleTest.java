package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.apothik.message.JournalEvent;
import io.apothik.message.JournalEvent.Kind;
import io.apothik.slot.NodeName;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a node notes of the majority that lets it answer. */
class QuorumChronicleTest {
  private long nowNanos;
  private final Journal journal = new Journal(() -> 0);
  private final QuorumChronicle chronicle =
      new QuorumChronicle(NodeName.numbered(1, "h"), journal, () -> nowNanos);

  private List<JournalEvent> events() {
    return journal.after(0).events();
  }

  private void look(boolean holds) {
    chronicle.onLook(holds, () -> "nobody is there");
  }

  @Test
  void whoIsNew_andWaitsForItsFirstMajority_hasLostNone() {
    look(false);
    look(true);

    assertThat(events()).isEmpty();
  }

  @Test
  void aMajority_isLostOnce_andFoundAgain_afterSomeTime() {
    look(true);
    look(false);
    nowNanos = TimeUnit.MILLISECONDS.toNanos(2_500);
    look(false);
    look(true);
    look(true);

    assertThat(events())
        .extracting(JournalEvent::kind, JournalEvent::text)
        .containsExactly(
            tuple(Kind.QUORUM_LOST, "nobody is there"),
            tuple(Kind.QUORUM_FOUND, "there is a majority again, after 2.5 s"));
  }
}
