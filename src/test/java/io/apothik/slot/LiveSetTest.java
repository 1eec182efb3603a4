package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveSetTest {
  private static final NodeName ONE = NodeName.numbered(1, "h");
  private static final NodeName TWO = NodeName.numbered(2, "h");
  private static final NodeName MASTER = new NodeName("master@h");

  @Test
  void clients_areNeverInTheRing() {
    LiveSet live = live(member(MASTER, Role.CLIENT), member(TWO, Role.CACHE));

    assertThat(live.cacheNodes()).containsExactly(TWO);
    assertThat(live.names()).containsExactly(MASTER, TWO);
  }

  @Test
  void theRing_isOldestFirstWhateverTheNumbers() {
    assertThat(live(member(TWO, Role.CACHE), member(ONE, Role.CACHE)).cacheNodes())
        .containsExactly(TWO, ONE);
  }

  @Test
  void theOldestCacheNode_isTheCoordinator() {
    LiveSet live =
        live(member(MASTER, Role.CLIENT), member(TWO, Role.CACHE), member(ONE, Role.CACHE));

    assertThat(live.coordinator()).contains(TWO);
  }

  @Test
  void clientsAlone_haveNoCoordinator() {
    assertThat(live(member(MASTER, Role.CLIENT)).coordinator()).isEmpty();
    assertThat(LiveSet.NONE.coordinator()).isEmpty();
  }

  @Test
  void aNameThatIsTaken_staysWithTheOldest() {
    Member older = new Member(ONE, Role.CACHE, "first", 1, 2, new DoorPorts(3, 4, 5));
    Member newer = new Member(ONE, Role.CLIENT, "second", 4, 5, new DoorPorts(6, 7, 8));

    LiveSet live = live(older, member(TWO, Role.CACHE), newer);

    assertThat(live.members()).hasSize(2);
    assertThat(live.member(ONE)).contains(older);
  }

  @Test
  void aNodeThatIsNotThere_isNotContained() {
    LiveSet live = live(member(ONE, Role.CACHE));

    assertThat(live.contains(ONE)).isTrue();
    assertThat(live.contains(TWO)).isFalse();
    assertThat(live.member(TWO)).isEmpty();
  }

  @Test
  void theListItWasMadeFrom_canChangeWithoutIt() {
    List<Member> members = new ArrayList<>(List.of(member(ONE, Role.CACHE)));
    LiveSet live = new LiveSet(members);

    members.clear();

    assertThat(live.names()).containsExactly(ONE);
  }

  private static LiveSet live(Member... members) {
    return new LiveSet(List.of(members));
  }

  private static Member member(NodeName name, Role role) {
    return new Member(name, role, "i", 1, 2, DoorPorts.NONE);
  }
}
