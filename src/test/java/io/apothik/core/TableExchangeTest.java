package io.apothik.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Effect;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Amendment;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.slot.Copy;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has the older table comes to the newer one, also if nobody showed it to it. */
class TableExchangeTest {
  private static final NodeName SELF = NodeName.numbered(1, "h");
  private static final NodeName OTHER = NodeName.numbered(2, "h");
  private static final long NOW = 10_000;

  private final List<Effect> done = new ArrayList<>();
  private final TableExchange exchange = new TableExchange(SELF, done::add);
  private final SlotTable first =
      SlotTable.of(
          1,
          List.of(),
          List.of(new Incarnation(SELF, "a")),
          List.of(SlotOwners.founded(new Copy(SELF, 1))),
          List.of());
  private final SlotTable second = first.again();

  @BeforeEach
  void isTheOldest() {
    exchange.onLive(live(SELF, OTHER));
  }

  @Test
  void theSameTable_isNoNews() {
    exchange.install(first, NOW);

    exchange.compare(OTHER, 1, 0, NOW + 500);

    assertThat(done).isEmpty();
  }

  @Test
  void whoIsBehind_isShownWhatIsNewerThanItsTable_onceItCannotBeOnItsWay() {
    exchange.install(first, NOW);
    exchange.install(second, NOW);

    exchange.compare(OTHER, 1, 0, NOW + 99);
    assertThat(done).isEmpty();

    exchange.compare(OTHER, 1, 0, NOW + 100);
    assertThat(done).containsExactly(shown(new Amendment(SELF, first.differenceTo(second))));
  }

  @Test
  void whoHasNoTable_isShownTheWholeAtOnce() {
    exchange.install(first, NOW);

    exchange.compare(OTHER, 0, 0, NOW);

    assertThat(done).containsExactly(shown(new Announcement(SELF, first)));
  }

  @Test
  void nobodyIsShownTheSameTwiceInAShortTime() {
    exchange.install(first, NOW);

    exchange.compare(OTHER, 0, 0, NOW);
    exchange.compare(OTHER, 0, 0, NOW + 99);
    assertThat(done).hasSize(1);

    exchange.compare(OTHER, 0, 0, NOW + 100);
    assertThat(done).hasSize(2);
  }

  @Test
  void whoIsNoneOfTheThreeOldest_showsNothingUnasked() {
    exchange.onLive(live(OTHER, NodeName.numbered(3, "h"), NodeName.numbered(4, "h"), SELF));
    exchange.install(first, NOW);

    exchange.compare(OTHER, 0, 0, NOW);
    assertThat(done).isEmpty();

    exchange.on(new TableRequest(OTHER, 0, 0), NOW);
    assertThat(done).containsExactly(shown(new Announcement(SELF, first)));
  }

  @Test
  void thisNodeIsBehind_itAsks_onceTheTableCannotBeOnItsWay() {
    exchange.install(first, NOW);

    exchange.compare(OTHER, 2, 0, NOW + 500);
    exchange.compare(OTHER, 2, 0, NOW + 599);
    assertThat(done).isEmpty();

    exchange.compare(OTHER, 2, 0, NOW + 600);
    assertThat(done).containsExactly(shown(new TableRequest(SELF, 1, 0)));
  }

  @Test
  void withoutATable_itAsksAtOnce() {
    exchange.compare(OTHER, 2, 0, NOW);

    assertThat(done).containsExactly(shown(new TableRequest(SELF, 0, 0)));
  }

  @Test
  void theTableCame_itIsBehindNoMore() {
    exchange.install(first, NOW);
    exchange.compare(OTHER, 2, 0, NOW + 500);
    exchange.install(second, NOW + 550);

    exchange.compare(OTHER, 3, 0, NOW + 600);

    assertThat(done).isEmpty();
  }

  private static LiveSet live(NodeName... oldestFirst) {
    return new LiveSet(
        Stream.of(oldestFirst)
            .map(node -> new Member(node, Role.CACHE, "a", 1, 1, DoorPorts.NONE))
            .toList());
  }

  private static Effect shown(NodeMessage message) {
    return new Effect.Send(OTHER, message);
  }
}
