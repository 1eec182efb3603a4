package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.Seed;
import io.apothik.slot.Branch;
import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.Loss;
import io.apothik.slot.NodeName;
import io.apothik.slot.Planner;
import io.apothik.slot.Situation;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import io.apothik.slot.SyncReport;
import io.apothik.slot.Tuning;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableWireTest {
  private static final int SLOTS = 16_384;
  private static final NodeName A = NodeName.numbered(1, "h");
  private static final NodeName B = NodeName.numbered(2, "h");

  private final long seed = Seed.next();
  private final Random random = new Random(seed);

  @ParameterizedTest(name = "{0} nodes, {1} backups")
  @CsvSource({"1, 0", "2, 1", "5, 0", "5, 3", "30, 2", "100, 1"})
  void tablesWhileNodesJoinLearnAndDie_comeBackAsTheyWere(int count, int backups) {
    Planner planner = new Planner(SLOTS, backups);
    List<Incarnation> nodes = nodes(count + 1);
    Situation fewer = Situation.of(nodes.subList(0, count));
    SlotTable founded = planner.plan(SlotTable.NONE, fewer);
    SlotTable settled = planner.plan(founded, fewer.withComplete(complete(founded)));
    SlotTable joined = planner.plan(settled, Situation.of(nodes));
    SlotTable died = planner.plan(joined, Situation.of(nodes.subList(1, count + 1)));

    Stream.of(founded, settled, joined, died).forEach(TableWireTest::assertComesBack);
  }

  @Test
  void randomTables_comeBackAsTheyWere() {
    for (int i = 0; i < 300; i++) {
      assertComesBack(randomTable(1 + random.nextInt(200)));
    }
  }

  @Test
  void noTable_comesBackAsNoTable() {
    Buffer none = TableWire.encode(SlotTable.NONE);

    assertThat(none.length()).isEqualTo(1);
    assertThat(TableWire.decode(none)).isSameAs(SlotTable.NONE);
  }

  @Test
  void equalOwners_areShared() {
    SlotTable table = new Planner(SLOTS, 1).plan(SlotTable.NONE, Situation.of(nodes(10)));

    List<SlotOwners> decoded = TableWire.decode(TableWire.encode(table)).allOwners();

    Set<SlotOwners> instances = Collections.newSetFromMap(new IdentityHashMap<>());
    instances.addAll(decoded);
    assertThat(instances).hasSameSizeAs(Set.copyOf(table.allOwners()));
  }

  @ParameterizedTest(name = "{0} nodes, {1} backups: under {2} bytes")
  @CsvSource({"3, 1, 17000", "10, 1, 18000", "30, 1, 40000", "100, 1, 90000", "100, 3, 150000"})
  void aTableThatIsFounded_isSmall(int count, int backups, int bytes) {
    SlotTable table = new Planner(SLOTS, backups).plan(SlotTable.NONE, Situation.of(nodes(count)));

    assertThat(TableWire.encode(table).length()).isLessThan(bytes);
  }

  @Test
  void neighboursWithTheSameOwners_takeOneRun() {
    SlotTable table = new Planner(SLOTS, 1).plan(SlotTable.NONE, Situation.of(nodes(1)));

    assertThat(TableWire.encode(table).length()).isLessThan(100);
  }

  @Test
  void aHolderThatIsNoMember_keepsItsName() {
    Incarnation member = new Incarnation(A, "id");
    SlotOwners owners = new SlotOwners(new Copy(B, 1), List.of(new Copy(A, 2)), List.of(), 1);

    assertComesBack(SlotTable.of(3, List.of(), List.of(member), List.of(owners), List.of()));
    assertComesBack(SlotTable.of(3, List.of(), List.of(), List.of(owners), List.of()));
  }

  @Test
  void aMemberThatIsNamedTwice_isReadTwice() {
    List<Incarnation> members = List.of(new Incarnation(A, "1"), new Incarnation(A, "2"));
    List<SlotOwners> owners =
        Stream.of(A, B, A, B).map(node -> SlotOwners.founded(new Copy(node, 1))).toList();

    assertComesBack(SlotTable.of(3, List.of(), members, owners, List.of()));
  }

  @Test
  void aTableOfMoreSlotsThanThereAre_isNotEncoded() {
    List<SlotOwners> owners = Collections.nCopies(SLOTS + 1, SlotOwners.founded(new Copy(A, 1)));
    SlotTable table = SlotTable.of(1, List.of(), List.of(), owners, List.of());

    assertThatThrownBy(() -> TableWire.encode(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16385");
  }

  @Test
  void numbersInTheirPlace_areATable() {
    Buffer table = table(1, 4, 0, 0, 1, 3, 0, 0, 1, 1, 2, 0);

    SlotOwners owners = SlotOwners.founded(new Copy(A, 3));
    SlotOwners later = new SlotOwners(owners.primary(), List.of(), List.of(), 1);
    assertThat(TableWire.decode(table).allOwners()).isEqualTo(Collections.nCopies(4, later));
  }

  /**
   * The number of slots, then owners: 0, their primary (0, node, epoch), backups, learners, term.
   */
  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "'0', no slots",
    "'16385', too many slots",
    "'-1', less than no slots",
    "'1 1', owners that are not known yet",
    "'1 0 1', a copy that is not known yet",
    "'1 0 0 3 1 0 0 1', a node that is not known yet",
    "'1 0 0 -1 1 0 0 1', a node that cannot be",
    "'1 0 0 1 1 9 1', more backups than bytes",
    "'1 0 0 1 1 0 -1 1', less than no learners",
    "'1 0 0 1 1 1 1 0 1 0 0 0', two copies on one node",
    "'1 0 0 1 1 1 0 1 2 0 0 0', two copies of different epochs on one node",
    "'4 0 0 1 1 0 0 1 1 3', a run that goes too far",
    "'4 0 0 1 1 0 0 1 1 -1', a run of less than nothing",
    "'3 0 0 1 1 0 0 1 1', a run without a length"
  })
  void ownersThatCannotBe_areRefused(String numbers, String reason) {
    long[] fields = Stream.of(numbers.split(" ")).mapToLong(Long::parseLong).toArray();

    assertThatThrownBy(() -> TableWire.decode(table(1, fields)))
        .as(reason)
        .isInstanceOf(WireException.class);
  }

  @Test
  void aMalformedName_isRefused() {
    Buffer table = Buffer.buffer();
    new WireWriter(table).number(1).number(0).number(1).text("no name").text("id").finish();

    assertThatThrownBy(() -> TableWire.decode(table))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("no name");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void aNegativeEpoch_isRefused(long epoch) {
    Buffer table = table(epoch, 1, 0, 0, 1, 1, 0, 0, 1);

    assertThatThrownBy(() -> TableWire.decode(table))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("epoch " + epoch);
  }

  @Test
  void aTableCutOffAnywhere_isRefused() {
    Buffer whole = TableWire.encode(randomTable(20));

    for (int length = 0; length < whole.length(); length++) {
      Buffer part = whole.getBuffer(0, length);
      assertThatThrownBy(() -> TableWire.decode(part))
          .as("%d of %d bytes, -Dapothik.seed=%d", length, whole.length(), seed)
          .isInstanceOf(WireException.class);
    }
  }

  /** A table of the nodes a and b, with these numbers for its slots. */
  private static Buffer table(long epoch, long... owners) {
    Buffer table = Buffer.buffer();
    WireWriter out = new WireWriter(table).number(epoch).number(0);
    out.list(List.of(new Incarnation(A, "1"), new Incarnation(B, "2")), WireWriter::process);
    out.number(0).number(0);
    for (long number : owners) {
      out.number(number);
    }
    out.finish();
    return table;
  }

  private static void assertComesBack(SlotTable table) {
    SlotTable decoded = TableWire.decode(TableWire.encode(table));

    assertThat(decoded).isEqualTo(table);
    assertThat(decoded.members()).isEqualTo(table.members());
    assertThat(decoded.losses()).isEqualTo(table.losses());
    assertThat(decoded.tuning()).isEqualTo(table.tuning());
  }

  /** What primaries say once all their learners have everything. */
  private static List<SyncReport> complete(SlotTable table) {
    Map<List<NodeName>, SlotSet.Builder> slots = new HashMap<>();
    for (int slot = 0; slot < table.slotCount(); slot++) {
      SlotOwners owners = table.owners(slot);
      for (Copy learner : owners.learners()) {
        slots
            .computeIfAbsent(
                List.of(owners.primary().node(), learner.node()), pair -> new SlotSet.Builder())
            .add(slot);
      }
    }
    return slots.entrySet().stream()
        .map(
            entry ->
                new SyncReport(
                    table.epoch(),
                    entry.getKey().get(0),
                    entry.getKey().get(1),
                    entry.getValue().build()))
        .toList();
  }

  private SlotTable randomTable(int slots) {
    List<Incarnation> members = nodes(1 + random.nextInt(12));
    List<SlotOwners> owners = new ArrayList<>();
    while (owners.size() < slots) {
      int run = random.nextBoolean() ? 1 : 1 + random.nextInt(slots - owners.size());
      owners.addAll(Collections.nCopies(run, randomOwners(members)));
    }
    List<Loss> losses =
        IntStream.range(0, random.nextInt(3))
            .mapToObj(i -> new Loss(random.nextLong(), random.nextInt(SLOTS)))
            .toList();
    return SlotTable.of(1 + random.nextInt(1_000), branches(), members, owners, losses)
        .withTuning(random.nextBoolean() ? null : randomTuning());
  }

  private Tuning randomTuning() {
    return new Tuning(
        random.nextInt(4),
        random.nextBoolean() ? 0 : Tuning.MEMORY_BYTES_MIN + random.nextInt(Integer.MAX_VALUE),
        1 + random.nextInt(Integer.MAX_VALUE));
  }

  private List<Branch> branches() {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(i -> new Branch(random.nextLong(), random.nextLong()))
        .toList();
  }

  private SlotOwners randomOwners(List<Incarnation> members) {
    List<Incarnation> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, random);
    List<Copy> copies =
        shuffled.stream()
            .limit(1 + random.nextInt(5))
            .map(process -> new Copy(process.node(), 1 + random.nextInt(3)))
            .toList();
    int inSync = 1 + random.nextInt(copies.size());
    return new SlotOwners(
        copies.get(0),
        copies.subList(1, inSync),
        copies.subList(inSync, copies.size()),
        1 + random.nextInt(3));
  }

  private static List<Incarnation> nodes(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> NodeName.numbered(number, "127.0.0.1"))
        .map(node -> new Incarnation(node, new UUID(node.hashCode(), count).toString()))
        .toList();
  }
}
