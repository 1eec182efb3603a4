package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Change;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Several;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Chunk;
import io.apothik.message.PeerMessage.ChunkAccepted;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final NodeName A = NodeName.numbered(1, "127.0.0.1");
  private static final NodeName B = NodeName.numbered(2, "127.0.0.1");
  private static final NodeName C = NodeName.numbered(3, "127.0.0.1");

  private record Sent(NodeName to, NodeMessage message) {}

  private final Rounds rounds = new Rounds();
  private final List<Sent> sent = new ArrayList<>();
  private final Outbox outbox =
      new Outbox(rounds::later, (to, message) -> sent.add(new Sent(to, message)));

  @Test
  void oneMessage_goesAsItIs_whenTheRoundEnds() {
    outbox.send(B, accepted(1));
    assertThat(sent).isEmpty();

    rounds.end();

    assertThat(sent).containsExactly(new Sent(B, accepted(1)));
  }

  @Test
  void severalMessages_goTogether_inTheirOrder_toEachNode() {
    outbox.send(B, accepted(1));
    outbox.send(C, accepted(2));
    outbox.send(B, accepted(3));
    rounds.end();

    assertThat(sent)
        .containsExactly(
            new Sent(B, new Several(List.of(accepted(1), accepted(3)))), new Sent(C, accepted(2)));
  }

  @Test
  void eachRound_hasItsOwn() {
    for (int i = 0; i < 3; i++) {
      outbox.send(B, accepted(i));
      rounds.end();
    }
    rounds.end();

    assertThat(sent)
        .containsExactly(
            new Sent(B, accepted(0)), new Sent(B, accepted(1)), new Sent(B, accepted(2)));
  }

  @Test
  void chunks_andWhatIsNotBetweenCopies_goAloneAndAtOnce() {
    Chunk chunk = new Chunk(A, 1, 1, List.of());
    TableRequest request = new TableRequest(A, 1, 1);
    outbox.send(B, accepted(1));
    outbox.send(B, chunk);
    outbox.send(B, request);

    assertThat(sent).containsExactly(new Sent(B, chunk), new Sent(B, request));
    rounds.end();
    assertThat(sent).last().isEqualTo(new Sent(B, accepted(1)));
  }

  @Test
  void moreThanFitInOneMessage_areSplitByNumber() {
    IntStream.range(0, Limits.BATCH_REQUESTS_MAX + 2).forEach(i -> outbox.send(B, accepted(i)));
    assertThat(sizes()).containsExactly(Limits.BATCH_REQUESTS_MAX);

    rounds.end();

    assertThat(sizes()).containsExactly(Limits.BATCH_REQUESTS_MAX, 2);
  }

  @Test
  void moreThanFitInOneMessage_areSplitByBytes() {
    Replicate half = replicate(Limits.BATCH_BYTES_FULL / 2);
    for (int i = 0; i < 5; i++) {
      outbox.send(B, half);
    }
    assertThat(sizes()).containsExactly(2, 2);

    rounds.end();

    assertThat(sizes()).containsExactly(2, 2, 1);
    assertThat(sent).last().isEqualTo(new Sent(B, half));
  }

  @Test
  void aLargeMessage_goesAtOnceWithWhatWaits() {
    outbox.send(B, accepted(1));
    outbox.send(B, replicate(Limits.VALUE_BYTES_MAX));
    assertThat(sizes()).containsExactly(2);

    rounds.end();

    assertThat(sent).hasSize(1);
  }

  @Test
  void whatIsFullForOneNode_keepsNothingFromAnother() {
    outbox.send(C, accepted(1));
    outbox.send(B, replicate(Limits.BATCH_BYTES_FULL));
    assertThat(sent).extracting(Sent::to).containsExactly(B);

    rounds.end();

    assertThat(sent).extracting(Sent::to).containsExactly(B, C);
  }

  @Test
  void writesOfASlotThatFollowEachOther_goAsOne_withWhatIsSettledAtLast() {
    outbox.send(B, write(7, 1, 4, 3, 2));
    outbox.send(B, write(7, 1, 5, 4, 3));
    outbox.send(B, write(7, 1, 6, 5, 4));
    rounds.end();

    Replicate joined = (Replicate) sent.get(0).message();
    assertThat(sent).hasSize(1);
    assertThat(joined.slot()).isEqualTo(7);
    assertThat(joined.after()).isEqualTo(new Version(1, 3));
    assertThat(joined.settledBelow()).isEqualTo(new Version(1, 4));
    assertThat(joined.changes())
        .extracting(Change::version)
        .containsExactly(new Version(1, 4), new Version(1, 5), new Version(1, 6));
  }

  @Test
  void writesBetweenWhichSomethingLies_orOfOtherSlotsOrTerms_stayApart() {
    List<PeerMessage> apart =
        List.of(
            write(7, 1, 4, 3, 2),
            write(7, 1, 6, 5, 2),
            write(8, 1, 7, 6, 2),
            write(8, 2, 8, 7, 2),
            accepted(1),
            write(8, 2, 9, 8, 2));
    apart.forEach(message -> outbox.send(B, message));
    rounds.end();

    assertThat(sent).containsExactly(new Sent(B, new Several(apart)));
  }

  private List<Integer> sizes() {
    return sent.stream()
        .map(each -> each.message() instanceof Several many ? many.messages().size() : 1)
        .toList();
  }

  private static PeerMessage accepted(int sequence) {
    return new ChunkAccepted(A, 1, sequence);
  }

  private static Replicate write(int slot, int term, int counter, int after, int settledBelow) {
    Version version = new Version(term, counter);
    Change change =
        new Change(Bytes.utf8("k"), version, Bytes.utf8("v" + counter), 0, 0, List.of());
    return new Replicate(
        A, slot, term, 1, new Version(1, after), new Version(1, settledBelow), List.of(change));
  }

  private static Replicate replicate(int bytes) {
    Version version = new Version(1, 1);
    Bytes value = Bytes.copyOf(new byte[bytes]);
    Change change = new Change(Bytes.utf8("k"), version, value, 0, 0, List.of());
    return new Replicate(A, 1, 1, 1, Version.NONE, Version.NONE, List.of(change));
  }
}
