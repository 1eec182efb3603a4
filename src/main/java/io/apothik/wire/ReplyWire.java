package io.apothik.wire;

import io.apothik.message.Cursor;
import io.apothik.message.Description;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.Observation.HotKeys;
import io.apothik.message.Observation.Samples;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answer;
import io.apothik.message.Reply.Answers;
import io.apothik.message.Reply.Changed;
import io.apothik.message.Reply.CopyReport;
import io.apothik.message.Reply.Done;
import io.apothik.message.Reply.Failure;
import io.apothik.message.Reply.Number;
import io.apothik.message.Reply.Page;
import io.apothik.message.Reply.Presence;
import io.apothik.message.Reply.Status;
import io.apothik.message.Reply.Value;
import io.apothik.message.Reply.Values;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What comes back from another node, as bytes: tags 64 to 79. */
final class ReplyWire {
  private static final List<Kind<? extends Reply>> SINGLE =
      List.of(
          Kind.empty(64, new Done()),
          new Kind<>(65, Value.class, ReplyWire::write, ReplyWire::readValue),
          new Kind<>(
              66,
              Presence.class,
              (out, presence) -> out.flag(presence.found()),
              in -> new Presence(in.nextFlag())),
          new Kind<>(
              67,
              Changed.class,
              (out, changed) -> out.flag(changed.changed()).version(changed.version()),
              in -> new Changed(in.nextFlag(), in.nextVersion())),
          new Kind<>(
              68,
              Number.class,
              (out, number) -> out.signed(number.value()),
              in -> new Number(in.nextSigned())),
          new Kind<>(69, Status.class, StatusWire::write, StatusWire::read),
          new Kind<>(70, Failure.class, ReplyWire::write, ReplyWire::readFailure),
          new Kind<>(74, Description.class, DescriptionWire::write, DescriptionWire::read),
          new Kind<>(75, Values.class, ReplyWire::write, ReplyWire::readValues));

  /** Replies inside other messages. */
  static final Family<Reply> FAMILY = TransactionWire.replies(SINGLE);

  private static final List<Kind<? extends Reply>> SEVERAL =
      List.of(
          new Kind<>(71, Answers.class, ReplyWire::write, ReplyWire::readAnswers),
          new Kind<>(72, Page.class, ReplyWire::write, ReplyWire::readPage),
          new Kind<>(73, CopyReport.class, ReportWire::write, ReportWire::read),
          new Kind<>(77, Samples.class, ObservationWire::write, ObservationWire::readSamples),
          new Kind<>(78, HotKeys.class, ObservationWire::write, ObservationWire::readHotKeys),
          TransactionWire.results(SINGLE));

  static final List<Kind<? extends Reply>> KINDS =
      Stream.concat(SINGLE.stream(), SEVERAL.stream()).toList();

  /** Its place and the reply's tag. */
  private static final int ANSWER_BYTES_MIN = 2;

  /** Its slot and its length. */
  private static final int KEY_BYTES_MIN = 2;

  private ReplyWire() {}

  private static void write(WireWriter out, Value value) {
    out.nullable(value.valueOrNull(), WireWriter::bytes);
    out.version(value.version()).number(value.ttlMillis());
  }

  private static Value readValue(WireReader in) {
    return new Value(in.nextNullable(WireReader::nextBytes), in.nextVersion(), in.nextNumber());
  }

  private static void write(WireWriter out, Failure failure) {
    out.number(failure.code().number()).text(failure.reason()).number(failure.epoch());
  }

  private static Failure readFailure(WireReader in) {
    return new Failure(ErrorCode.numbered(in.nextInt()), in.nextText(), in.nextNumber());
  }

  private static void write(WireWriter out, Values values) {
    out.list(values.values(), (to, value) -> to.nullable(value.orElse(null), WireWriter::bytes));
  }

  private static Values readValues(WireReader in) {
    return new Values(
        in.nextList(1, each -> Optional.ofNullable(each.nextNullable(WireReader::nextBytes))));
  }

  private static void write(WireWriter out, Answers answers) {
    out.number(answers.batch()).list(answers.answers(), ReplyWire::write);
  }

  private static Answers readAnswers(WireReader in) {
    return new Answers(in.nextNumber(), in.nextList(ANSWER_BYTES_MIN, ReplyWire::readAnswer));
  }

  private static void write(WireWriter out, Answer answer) {
    FAMILY.write(out.number(answer.place()), answer.reply());
  }

  private static Answer readAnswer(WireReader in) {
    return new Answer(in.nextIndex(Limits.BATCH_REQUESTS_MAX), FAMILY.read(in));
  }

  private static void write(WireWriter out, Page page) {
    out.list(page.keys(), ReplyWire::write).nullable(page.nextOrNull(), ReplyWire::write);
  }

  private static Page readPage(WireReader in) {
    return new Page(
        in.nextList(KEY_BYTES_MIN, ReplyWire::readKey), in.nextNullable(ReplyWire::readCursor));
  }

  private static void write(WireWriter out, Reply.Key key) {
    out.number(key.slot()).bytes(key.key());
  }

  private static Reply.Key readKey(WireReader in) {
    return new Reply.Key(in.nextSlot(), in.nextBytes());
  }

  private static void write(WireWriter out, Cursor cursor) {
    out.number(cursor.slot()).nullable(cursor.afterOrNull(), WireWriter::bytes);
  }

  private static Cursor readCursor(WireReader in) {
    return new Cursor(in.nextInt(), in.nextNullable(WireReader::nextBytes));
  }
}
