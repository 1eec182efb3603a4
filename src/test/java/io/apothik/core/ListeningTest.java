package io.apothik.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.EventMessage;
import io.apothik.message.EventMessage.Events;
import io.apothik.message.Listener;
import io.apothik.message.SlotEvent;
import io.apothik.message.SlotEvent.Changed;
import io.apothik.message.SlotEvent.Opened;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When it is known that no change is missed any more. */
class ListeningTest {
  private static final Incarnation SELF = new Incarnation(NodeName.numbered(9, "h"), "s");
  private static final Incarnation TELLER = new Incarnation(NodeName.numbered(1, "h"), "a");
  private static final long NOW = 1_000;

  private final List<SlotSet> missed = new ArrayList<>();
  private final Listening listening =
      new Listening(SELF, 2, 1, new Noting(), (to, loop, message) -> {});

  private final class Noting implements Listener {
    @Override
    public void changed(Changed change) {}

    @Override
    public void missed(SlotSet slots) {
      missed.add(slots);
    }
  }

  @Test
  void aNodeSaysInTwoMessagesOfWhichSlotsItTells_untilTheSecond_changesMayBeMissed() {
    listening.install(table(), NOW);
    long wish = listening.wish(List.of(Bytes.EMPTY), NOW);

    listening.on(events(0, wish, new Opened(0, 1, false)), NOW);
    assertThat(listening.isComplete(wish)).isFalse();
    listening.on(events(1, wish, new Opened(1, 1, false)), NOW);

    assertThat(listening.isComplete(wish)).isTrue();
    assertThat(missed).hasSize(2);
  }

  private static SlotTable table() {
    SlotOwners owners = SlotOwners.founded(new Copy(TELLER.node(), 1));
    return SlotTable.of(1, List.of(), List.of(TELLER), List.of(owners, owners), List.of());
  }

  private static Events events(long first, long wish, SlotEvent event) {
    return new Events(TELLER.node(), 0, 1, first, List.of(event), wish, EventMessage.NEVER);
  }
}
