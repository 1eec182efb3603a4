package io.apothik.door.resp;

import io.apothik.door.resp.Action.Answer;
import io.apothik.message.Cursor;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Commands on all keys: those of the node if its clients know the cluster, else of the cluster. */
final class KeyspaceCommands {
  private KeyspaceCommands() {}

  private static Answer error(Reply reply) {
    return Answer.error(
        reply instanceof Reply.Failure failure ? Errors.text(failure) : "ERR " + reply);
  }

  static Action scan(Session session, Arguments arguments) {
    ScanOptions options = ScanOptions.of(arguments, 1, true);
    Door door = session.door();
    Cursor from = door.cursors().cursor(options.cursor());
    int count = Math.min(options.count(), Limits.SCAN_KEYS_MAX);
    Request.Scan scan = new Request.Scan(from, options.pattern().prefix(), count, door.scanned());
    return new Action.Elsewhere(
        answer ->
            door.ask(
                scan,
                reply -> {
                  if (reply instanceof Reply.Scanned page) {
                    filter(door, page, options, answer);
                  } else {
                    answer.accept(error(reply));
                  }
                }));
  }

  private static void filter(
      Door door, Reply.Scanned page, ScanOptions options, Consumer<Answer> answer) {
    Cursor next = page.nextOrNull();
    long number = next == null ? 0 : door.cursors().number(next);
    List<Bytes> keys = page.keys().stream().filter(options::matches).toList();
    if (options.typeOrNull() == null) {
      answer.accept(page(number, keys));
    } else {
      new TypeFilter(door, options.typeOrNull())
          .apply(keys, those -> answer.accept(page(number, those)), answer);
    }
  }

  private static Answer page(long number, List<Bytes> keys) {
    return new Answer(
        out -> {
          out.array(2);
          out.bulk(Long.toUnsignedString(number));
          write(keys, out);
        });
  }

  private static void write(List<Bytes> keys, RespWriter out) {
    out.array(keys.size());
    keys.forEach(out::bulk);
  }

  static Action keys(Session session, Arguments arguments) {
    Glob pattern = new Glob(arguments.at(1));
    return new Action.Elsewhere(answer -> new KeyList(session.door(), pattern, answer).run());
  }

  /** All keys that match, page after page, as far as they have room in one reply. */
  private static final class KeyList {
    private final Door door;
    private final Glob pattern;
    private final Consumer<Answer> answer;
    private final List<Bytes> found = new ArrayList<>();
    private long bytes;

    private KeyList(Door door, Glob pattern, Consumer<Answer> answer) {
      this.door = door;
      this.pattern = pattern;
      this.answer = answer;
    }

    private void run() {
      goOn(Cursor.START);
    }

    private void goOn(Cursor from) {
      Request.Scan scan =
          new Request.Scan(from, pattern.prefix(), Limits.SCAN_KEYS_MAX, door.scanned());
      door.ask(scan, this::take);
    }

    private void take(Reply reply) {
      if (!(reply instanceof Reply.Scanned page)) {
        answer.accept(error(reply));
        return;
      }
      page.keys().stream().filter(pattern::matches).forEach(this::add);
      if (bytes > Limits.RESP_COMMAND_BYTES_MAX) {
        answer.accept(
            Answer.error(
                "ERR the keys have more than %d bytes together; SCAN gives them page by page"
                    .formatted(Limits.RESP_COMMAND_BYTES_MAX)));
      } else if (page.nextOrNull() == null) {
        answer.accept(new Answer(out -> write(found, out)));
      } else {
        goOn(page.nextOrNull());
      }
    }

    private void add(Bytes key) {
      found.add(key);
      bytes += key.length();
    }
  }

  /** The first key from some slot on, or else from the first. */
  static Action random(Session session, Arguments arguments) {
    int slot = ThreadLocalRandom.current().nextInt(Placement.Slots.COUNT);
    return new Action.Elsewhere(
        answer -> random(session.door(), new Cursor(slot, null), slot > 0, answer));
  }

  private static void random(Door door, Cursor from, boolean again, Consumer<Answer> answer) {
    Request.Scan scan = new Request.Scan(from, Bytes.EMPTY, 1, door.scanned());
    door.ask(
        scan,
        reply -> {
          if (!(reply instanceof Reply.Scanned page)) {
            answer.accept(error(reply));
          } else if (!page.keys().isEmpty()) {
            answer.accept(new Answer(out -> out.bulk(page.keys().get(0))));
          } else if (page.nextOrNull() != null) {
            random(door, page.nextOrNull(), again, answer);
          } else if (again) {
            random(door, Cursor.START, false, answer);
          } else {
            answer.accept(new Answer(RespWriter::nothing));
          }
        });
  }

  static Action size(Session session, Arguments arguments) {
    Door door = session.door();
    return new Action.Elsewhere(
        answer ->
            Entries.count(
                door,
                count -> answer.accept(new Answer(out -> out.number(count))),
                failure -> answer.accept(error(failure))));
  }

  static Action flush(Session session, Arguments arguments) {
    boolean known = arguments.isOption(1, "async") || arguments.isOption(1, "sync");
    if (arguments.count() > 2 || (arguments.count() == 2 && !known)) {
      throw CommandException.syntax();
    }
    return new Action.Elsewhere(answer -> flush(session.door(), Cursor.START, answer));
  }

  private static void flush(Door door, Cursor from, Consumer<Answer> answer) {
    Request.Scan scan = new Request.Scan(from, Bytes.EMPTY, Limits.SCAN_KEYS_MAX, door.scanned());
    door.ask(
        scan,
        reply -> {
          if (reply instanceof Reply.Scanned page) {
            delete(door, page, answer);
          } else {
            answer.accept(error(reply));
          }
        });
  }

  private static void delete(Door door, Reply.Scanned page, Consumer<Answer> answer) {
    new Spread(door, page.keys().stream().map(io.apothik.message.KeyRequest::delete).toList())
        .run(
            replies -> {
              Reply failed =
                  replies.stream()
                      .filter(reply -> reply instanceof Reply.Failure)
                      .findFirst()
                      .orElse(null);
              if (failed != null) {
                answer.accept(error(failed));
              } else if (page.nextOrNull() == null) {
                answer.accept(Answer.OK);
              } else {
                flush(door, page.nextOrNull(), answer);
              }
            });
  }
}
