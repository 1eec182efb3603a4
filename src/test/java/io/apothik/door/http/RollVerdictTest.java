package io.apothik.door.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Holdings;
import io.apothik.message.Reply.ClusterView;
import io.apothik.message.Reply.NodeView;
import io.apothik.message.Reply.State;
import io.apothik.message.Reply.Status;
import io.apothik.message.RollVerdict;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a node may go, by pictures of clusters. */
class RollVerdictTest {
  private static final NodeName SELF = NodeName.numbered(1, "h");
  private static final NodeName OTHER = NodeName.numbered(2, "h");
  private static final NodeName CLIENT = new NodeName("master@h");
  private static final long EPOCH = 7;
  private static final List<NodeView> ALL_UP = List.of(up(SELF), up(OTHER));

  @Test
  void allIsInSync_itMayGoEitherWay() {
    assertThat(verdict("slots", 0, 1, 0, ALL_UP)).isEqualTo("");
  }

  @Test
  void withoutBackups_itMayLeave_butNeverBeKilled() {
    RollVerdict verdict = new RollVerdict(view("slots", 0, 0, 0, ALL_UP), SELF);

    assertThat(verdict.mayLeave()).isTrue();
    assertThat(verdict.mayBeKilled()).isFalse();
    assertThat(RollRoute.json(verdict, "kill").getJsonArray("missing"))
        .containsExactly("backups are 0: a node that is killed takes its entries along");
    assertThat(RollRoute.json(verdict, "leave").getJsonArray("missing")).isEmpty();
  }

  @Test
  void anyNodeMayBeKilled_ifEachMay_andThereIsOne() {
    assertThat(RollVerdict.mayAnyBeKilled(view("slots", 0, 1, 0, ALL_UP))).isTrue();
    assertThat(RollVerdict.mayAnyBeKilled(view("slots", 0, 1, 3, ALL_UP))).isFalse();
    assertThat(RollVerdict.mayAnyBeKilled(view("slots", 0, 1, 0, List.of(up(SELF))))).isFalse();
    assertThat(RollVerdict.mayAnyBeKilled(view("slots", 0, 1, 0, List.of()))).isFalse();
  }

  @Test
  void copiesAreMissing_itMayLeave_butNotBeKilled() {
    RollVerdict verdict = new RollVerdict(view("slots", 0, 1, 3, ALL_UP), SELF);

    assertThat(verdict.mayLeave()).isTrue();
    assertThat(verdict.mayBeKilled()).isFalse();
    assertThat(verdict.missingToBeKilled()).containsExactly("3 slots lack copies in sync");
  }

  @Test
  void slotsMove_itMayNotGo() {
    assertThat(verdict("slots", 12, 1, 0, ALL_UP)).isEqualTo("12 slots move");
  }

  @Test
  void aMemberIsSilent_itMayNotGo() {
    NodeView silent = new NodeView(OTHER, Role.CACHE, State.SILENT, null);

    assertThat(verdict("slots", 0, 1, 0, List.of(up(SELF), silent)))
        .isEqualTo("no answer from [\"apothik_2@h\"]");
  }

  @Test
  void anotherIsLeaving_itMayNotGo() {
    NodeView leaving =
        new NodeView(
            OTHER, Role.CACHE, State.LEAVING, new Status(true, EPOCH, 2, Holdings.NONE, null));

    assertThat(verdict("slots", 0, 1, 0, List.of(up(SELF), leaving)))
        .isEqualTo("leaving: [\"apothik_2@h\"]");
  }

  @Test
  void anotherHasAnotherTable_itMayNotGo() {
    NodeView behind =
        new NodeView(
            OTHER, Role.CACHE, State.UP, new Status(false, EPOCH - 1, 2, Holdings.NONE, null));

    assertThat(verdict("slots", 0, 1, 0, List.of(up(SELF), behind)))
        .isEqualTo("another table at [\"apothik_2@h\"]");
  }

  @Test
  void nobodyIsThereToTakeOver_itMayNotGo_whoIsGoneCountsForNothing() {
    NodeView down = new NodeView(OTHER, Role.CACHE, State.DOWN, null);

    assertThat(verdict("slots", 0, 1, 0, List.of(up(SELF), down)))
        .isEqualTo("there is no other cache node");
  }

  @Test
  void underModulo_nothingIsHandedOver() {
    assertThat(verdict("modulo", 0, 1, 0, ALL_UP)).isEqualTo("modulo: nothing is handed over");
  }

  @Test
  void whoStoresNothing_mayGoWhateverHappens() {
    NodeView client =
        new NodeView(
            CLIENT, Role.CLIENT, State.UP, new Status(false, EPOCH, 2, Holdings.NONE, null));
    ClusterView view = view("slots", 5, 0, 5, List.of(up(SELF), client));

    assertThat(new RollVerdict(view, CLIENT).mayBeKilled()).isTrue();
  }

  /** What is missing to be killed, in one line. */
  private static String verdict(
      String placement, int moving, int backups, int degraded, List<NodeView> nodes) {
    RollVerdict verdict = new RollVerdict(view(placement, moving, backups, degraded, nodes), SELF);
    List<String> missing =
        RollRoute.json(verdict, "kill").getJsonArray("missing").stream()
            .map(String::valueOf)
            .toList();
    assertThat(verdict.mayBeKilled()).isEqualTo(missing.isEmpty());
    return String.join("; ", missing);
  }

  private static ClusterView view(
      String placement, int moving, int backups, int degraded, List<NodeView> nodes) {
    return new ClusterView(
        placement, EPOCH, 16_384, moving, backups, degraded, List.of(), SELF, nodes);
  }

  private static NodeView up(NodeName name) {
    return new NodeView(
        name, Role.CACHE, State.UP, new Status(false, EPOCH, 2, Holdings.NONE, null));
  }
}
