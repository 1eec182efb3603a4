package io.apothik.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.Cursor;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeRef;
import io.apothik.message.Operation;
import io.apothik.message.ReplayStep;
import io.apothik.message.Request;
import io.apothik.slot.Bytes;
import io.apothik.slot.TuningChange;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user may do, by class of operation and by key. */
class RightsTest {
  private static final User READER = user("read", "shop:", "cart:");
  private static final User WRITER = user("write", "shop:");
  private static final User OPERATOR = user("admin", "*");
  private static final User EDITOR = user("read,write", "*");

  private static final Bytes MINE = Bytes.utf8("shop:1");
  private static final Bytes OTHERS = Bytes.utf8("till:1");

  private static User user(String classes, String... prefixes) {
    return new User("alice", null, UsersText.rights(classes, List.of(prefixes)));
  }

  static Stream<Request> reads() {
    return Stream.of(
        KeyRequest.get(MINE),
        KeyRequest.exists(Bytes.utf8("cart:1")),
        KeyRequest.get(Bytes.utf8("shop:")),
        new KeyRequest(MINE, new Operation.Touch()),
        new Request.AtNode(new NodeRef("1"), KeyRequest.get(MINE)),
        new Request.Many(List.of(KeyRequest.get(MINE), KeyRequest.get(Bytes.utf8("cart:1")))),
        new Request.Scan(Cursor.START, Bytes.utf8("shop:"), 1),
        new Request.Scan(Cursor.START, Bytes.utf8("shop:1"), 1),
        new Request.Where(KeyRequest.get(MINE)),
        new Request.Explain(KeyRequest.get(MINE)),
        new Request.Stat(),
        new Request.Sum(),
        new Request.Cluster(),
        new Request.Table(0),
        new Request.Replay("a", ReplayStep.FILL),
        new Request.History(null, 1),
        new Request.Events(0),
        new Request.HotKeys(1, List.of(Bytes.utf8("shop:"), Bytes.utf8("cart:1"))));
  }

  static Stream<Request> writes() {
    return Stream.of(
        KeyRequest.put(MINE, Bytes.EMPTY),
        KeyRequest.delete(MINE),
        new KeyRequest(MINE, new Operation.Append(Bytes.EMPTY)),
        new KeyRequest(MINE, new Operation.CompareAndSet(Bytes.EMPTY, Bytes.EMPTY)),
        new Request.AtNode(new NodeRef("1"), KeyRequest.delete(MINE)),
        new Request.Many(List.of(KeyRequest.delete(MINE))));
  }

  static Stream<Request> administration() {
    return Stream.of(
        new Request.Kill(new NodeRef("1"), true),
        new Request.Start(1),
        new Request.Recover(),
        new Request.Config(),
        new Request.ConfigSet(new TuningChange(2, null, null)),
        new Request.Down(),
        new Request.Fill(1, 1, 1));
  }

  static Stream<Request> beyondTheReadersKeys() {
    return Stream.of(
        KeyRequest.get(OTHERS),
        KeyRequest.get(Bytes.utf8("shop")),
        new Request.AtNode(new NodeRef("1"), KeyRequest.get(OTHERS)),
        new Request.Many(List.of(KeyRequest.get(MINE), KeyRequest.get(OTHERS))),
        new Request.Scan(Cursor.START, Bytes.EMPTY, 1),
        new Request.Scan(Cursor.START, Bytes.utf8("shop"), 1),
        new Request.HotKeys(1, List.of()),
        new Request.HotKeys(1, List.of(MINE, Bytes.EMPTY)),
        new Request.HotKeys(1, List.of(Bytes.utf8("shop:"), OTHERS)),
        new Request.Where(KeyRequest.get(OTHERS)),
        new Request.Explain(KeyRequest.get(OTHERS)));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void aReader_readsWithinItsKeys(Request request) {
    assertThatCode(() -> READER.check("op", request)).doesNotThrowAnyException();
    assertRefused(WRITER, request);
    assertRefused(OPERATOR, request);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void aWriter_writesWithinItsKeys(Request request) {
    assertThatCode(() -> WRITER.check("op", request)).doesNotThrowAnyException();
    assertRefused(READER, request);
    assertRefused(OPERATOR, request);
  }

  @ParameterizedTest
  @MethodSource("administration")
  void anOperator_administers(Request request) {
    assertThatCode(() -> OPERATOR.check("op", request)).doesNotThrowAnyException();
    assertRefused(READER, request);
    assertRefused(WRITER, request);
    assertRefused(EDITOR, request);
  }

  @ParameterizedTest
  @MethodSource("beyondTheReadersKeys")
  void aReader_seesNoOtherKeys(Request request) {
    assertRefused(READER, request);
  }

  @Test
  void anIncrement_tellsTheNumber_soItReadsToo() {
    KeyRequest increment = new KeyRequest(MINE, new Operation.Increment(0));

    assertRefused(WRITER, increment);
    assertRefused(READER, increment);
    assertThatCode(() -> EDITOR.check("incr", increment)).doesNotThrowAnyException();
  }

  @Test
  void toClear_takesTheRightToWriteEveryKey() {
    assertRefused(WRITER, new Request.Clear(Cursor.START));
    assertThatCode(() -> EDITOR.check("clear", new Request.Clear(Cursor.START)))
        .doesNotThrowAnyException();
  }

  @Test
  void toFill_takesTheRightToAllItsKeys() {
    User one = user("admin", "k_1_");

    assertThatCode(() -> one.check("fill", new Request.Fill(1, 1, 1))).doesNotThrowAnyException();
    assertRefused(one, new Request.Fill(11, 1, 1));
  }

  @Test
  void whatIsRefused_isNamed() {
    assertThatThrownBy(() -> READER.check("delete", KeyRequest.delete(MINE)))
        .hasMessage(
            "the user 'alice' may not 'delete' the key 'shop:1': that needs the right 'write'");
    assertThatThrownBy(
            () -> READER.check("scan", new Request.Scan(Cursor.START, Bytes.utf8("ti"), 1)))
        .hasMessage(
            "the user 'alice' may not 'scan' all keys that begin with 'ti':"
                + " that needs the right 'read'");
    assertThatThrownBy(() -> READER.check("down", new Request.Down()))
        .hasMessage("the user 'alice' may not 'down': that needs the right 'admin'");
  }

  private static void assertRefused(User user, Request request) {
    assertThatThrownBy(() -> user.check("op", request))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NO_PERMISSION));
  }
}
