package io.apothik.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.KeyTrace;
import io.apothik.message.Reply.Agreement;
import io.apothik.message.Reply.CopyReport;
import io.apothik.message.Reply.CopyView;
import io.apothik.message.Version;
import io.apothik.slot.Copy;
import io.apothik.slot.CopyRole;
import io.apothik.slot.Move;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyPictureTest {
  private static final long EPOCH = 7;
  private static final NodeName A = NodeName.numbered(1, "h");
  private static final NodeName B = NodeName.numbered(2, "h");
  private static final NodeName C = NodeName.numbered(3, "h");
  private static final SlotOwners OWNERS =
      new SlotOwners(new Copy(A, 1), List.of(new Copy(B, 1)), List.of(new Copy(C, 7)), 1);

  @Test
  void copiesInSyncWithTheSame_areEqual_whateverALearnerHas() {
    KeyPicture picture = picture(report(5), report(5), report(EPOCH, KeyTrace.ABSENT, false));

    assertThat(picture.agreement(null)).isEqualTo(Agreement.EQUAL);
    assertThat(picture.isAtRest()).isTrue();
  }

  @Test
  void aCopyThatForgotThatTheKeyWasDeleted_agreesWithOneThatKnows() {
    KeyTrace tombstone = new KeyTrace(KeyTrace.Kind.DELETED, new Version(1, 5), 0, 0);

    assertThat(
            picture(
                    report(EPOCH, tombstone, false),
                    report(EPOCH, KeyTrace.ABSENT, false),
                    report(5))
                .agreement(null))
        .isEqualTo(Agreement.EQUAL);
  }

  @Test
  void copiesThatDiffer_whileTheirPrimaryWrites_areBeingWritten() {
    KeyPicture picture = picture(report(EPOCH, trace(6), true), report(5), report(5));

    assertThat(picture.isAtRest()).isFalse();
    assertThat(picture.agreement(picture)).isEqualTo(Agreement.WRITING);
  }

  @Test
  void copiesThatDiffer_andThePrimaryHadAnotherVersionBefore_areBeingWritten() {
    KeyPicture before = picture(report(5), report(5), report(5));

    assertThat(picture(report(6), report(5), report(5)).agreement(before))
        .isEqualTo(Agreement.WRITING);
    assertThat(picture(report(6), report(5), report(5)).agreement(null))
        .isEqualTo(Agreement.WRITING);
  }

  @Test
  void copiesThatDiffer_twice_withoutAnyWrite_differ() {
    KeyPicture picture = picture(report(6), report(5), report(5));

    assertThat(picture.agreement(picture)).isEqualTo(Agreement.DIFFERENT);
  }

  @Test
  void aCopyInSyncThatIsSilent_leavesItOpen() {
    KeyPicture picture =
        new KeyPicture(
            EPOCH, OWNERS, Map.of(A, report(5), C, report(EPOCH, KeyTrace.ABSENT, false)));

    assertThat(picture.agreement(null)).isEqualTo(Agreement.UNKNOWN);
    assertThat(picture.isAtRest()).isFalse();
    assertThat(picture.copies())
        .extracting(CopyView::role)
        .containsExactly(CopyRole.PRIMARY, CopyRole.BACKUP, CopyRole.LEARNER);
    assertThat(picture.copies().get(1).report()).isEmpty();
  }

  @Test
  void aNodeWithANewerTable_makesThePictureLate() {
    KeyPicture picture =
        picture(
            report(EPOCH + 1, trace(5), false), report(5), report(EPOCH, KeyTrace.ABSENT, false));

    assertThat(picture.isLate()).isTrue();
    assertThat(picture.isAtRest()).isFalse();
  }

  @Test
  void moves_areThoseOfAll_thePrimaryBelievedFirst() {
    Move founded = new Move(1, 100, SlotOwners.founded(new Copy(A, 1)));
    Move now = new Move(7, 10, OWNERS);
    CopyReport remembering =
        new CopyReport(EPOCH, CopyRole.NONE, KeyTrace.ABSENT, false, List.of(founded));
    CopyReport primary = new CopyReport(EPOCH, CopyRole.PRIMARY, trace(5), false, List.of(now));

    assertThat(picture(primary, remembering, remembering).moves()).containsExactly(founded, now);
  }

  private static KeyPicture picture(CopyReport a, CopyReport b, CopyReport c) {
    return new KeyPicture(EPOCH, OWNERS, Map.of(A, a, B, b, C, c));
  }

  private static CopyReport report(long counter) {
    return report(EPOCH, trace(counter), false);
  }

  private static CopyReport report(long epoch, KeyTrace trace, boolean writing) {
    return new CopyReport(epoch, CopyRole.BACKUP, trace, writing, List.of());
  }

  private static KeyTrace trace(long counter) {
    return new KeyTrace(KeyTrace.Kind.PRESENT, new Version(1, counter), 1, 0);
  }
}
