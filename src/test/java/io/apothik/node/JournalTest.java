package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.JournalEvent;
import io.apothik.message.JournalEvent.Kind;
import io.apothik.message.Limits;
import io.apothik.message.Observation;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a node notes of what happens, and in which words. */
class JournalTest {
  private static final Member SELF = member(1, Role.CACHE, "a");
  private static final Member OTHER = member(2, Role.CACHE, "a");
  private static final Member CLIENT = member(9, Role.CLIENT, "a");

  private long nowMillis = 1_000;
  private final Journal journal = new Journal(() -> nowMillis);
  private final Chronicle chronicle = new Chronicle(SELF.name(), journal);

  private static Member member(int number, Role role, String incarnation) {
    return new Member(NodeName.numbered(number, "h"), role, incarnation, 1, 2, DoorPorts.NONE);
  }

  private static LiveSet live(Member... members) {
    return new LiveSet(List.of(members));
  }

  private List<JournalEvent> events() {
    return journal.after(0).events();
  }

  private JournalEvent last() {
    return events().get(events().size() - 1);
  }

  private void change(LiveSet before, LiveSet now) {
    chronicle.onLive(before, now, SlotTable.NONE);
  }

  @Test
  void events_haveSequences_andOneCanGoOnAfterAny() {
    journal.note(Kind.NEW_EPOCH, null, "one");
    nowMillis = 2_000;
    journal.note(Kind.NODE_JOINED, OTHER.name(), "two");

    assertThat(journal.after(1))
        .isEqualTo(
            new Observation.Journal(
                List.of(new JournalEvent(2, 2_000, Kind.NODE_JOINED, OTHER.name(), "two")), 2));
    assertThat(journal.after(2).events()).isEmpty();
    assertThat(journal.after(7).last()).isEqualTo(2);
  }

  @Test
  void theLatestAreKept_andTextsAreShort() {
    for (int i = 0; i < Limits.JOURNAL_EVENTS_MAX + 5; i++) {
      journal.note(Kind.NEW_EPOCH, null, "x".repeat(10_000));
    }

    assertThat(events()).hasSize(Limits.JOURNAL_EVENTS_MAX);
    assertThat(events().get(0).sequence()).isEqualTo(6);
    assertThat(last().text()).hasSize(Limits.JOURNAL_TEXT_CHARS_MAX).endsWith("…");
  }

  @Test
  void manySlowClients_areOneEventASecond() {
    for (int i = 0; i < 100; i++) {
      journal.noteSlowClient("a client was cut off");
    }
    nowMillis += 1_000;
    journal.noteSlowClient("another was");

    assertThat(events())
        .extracting(JournalEvent::text)
        .containsExactly("a client was cut off", "another was; 99 others before it");
  }

  @Test
  void whoIsThereAtFirst_didNotJoin() {
    change(LiveSet.NONE, live(OTHER, SELF));

    assertThat(events()).hasSize(1);
    assertThat(last().text()).contains("this node joined").contains(OTHER.name().value());
  }

  @Test
  void whoComes_joined() {
    change(live(SELF), live(SELF, CLIENT));

    assertThat(last().kind()).isEqualTo(Kind.NODE_JOINED);
    assertThat(last().nodeOrNull()).isEqualTo(CLIENT.name());
    assertThat(last().text()).contains("client node", "2 nodes");
  }

  @Test
  void whoIsGoneWithoutAWord_died_beItAClient() {
    for (Member gone : List.of(OTHER, CLIENT)) {
      change(live(SELF, gone), live(SELF));

      assertThat(last().kind()).isEqualTo(Kind.NODE_DIED);
      assertThat(last().nodeOrNull()).isEqualTo(gone.name());
    }
  }

  @Test
  void whoSaidThatItGoes_left_butNotTheNextProcessOfItsName() {
    chronicle.onGoing(OTHER.process());
    change(live(SELF, OTHER), live(SELF));
    assertThat(last().kind()).isEqualTo(Kind.NODE_LEFT);

    Member next = member(2, Role.CACHE, "b");
    change(live(SELF), live(SELF, next));
    change(live(SELF, next), live(SELF));
    assertThat(last().kind()).isEqualTo(Kind.NODE_DIED);
  }

  @Test
  void aProcessThatBeganAgainBetweenTwoLooks_diedAndJoined() {
    change(live(SELF, OTHER), live(SELF, member(2, Role.CACHE, "b")));

    assertThat(events())
        .extracting(JournalEvent::kind)
        .containsExactly(Kind.NODE_DIED, Kind.NODE_JOINED);
  }

  @Test
  void whenTheCoordinatorIsGone_theNextIsNamed() {
    change(live(OTHER, SELF), live(SELF));

    assertThat(last().text()).contains("the coordinator is " + SELF.name() + " now");
  }

  @Test
  void everyKind_hasALabelOfItsOwn() {
    assertThat(Stream.of(Kind.values()).map(Kind::label))
        .doesNotHaveDuplicates()
        .contains("new-epoch", "node-died", "slow-client-dropped");
  }
}
