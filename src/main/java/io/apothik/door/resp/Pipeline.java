package io.apothik.door.resp;

import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one client that are on their way. They are answered in their order, and those for
 * one slot are done in their order, too: what came in a row for the same slot goes to its owner as
 * one transaction, and the next waits until that is answered. Commands for different slots are on
 * their way at the same time.
 *
 * <p>Used on one context.
 */
final class Pipeline {
  /** A command, in the order in which it came. */
  private static final class Turn {
    private final boolean answered;
    private final Action.@Nullable Keyed command;
    private @Nullable Consumer<RespWriter> words;

    private Turn(boolean answered, Action.@Nullable Keyed command) {
      this.answered = answered;
      this.command = command;
    }
  }

  /** What is on its way for one slot, and what waits for it. */
  private static final class Line {
    private final int slot;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private boolean busy;

    private Line(int slot) {
      this.slot = slot;
    }
  }

  private final Door door;
  private final Runnable onAnswers;
  private final Deque<Turn> turns = new ArrayDeque<>();
  private final Map<Integer, Line> lines = new HashMap<>();
  private final Deque<Line> due = new ArrayDeque<>();

  /**
   * @param onAnswers called when there is something to take
   */
  Pipeline(Door door, Runnable onAnswers) {
    this.door = door;
    this.onAnswers = onAnswers;
  }

  /** How many commands are not answered. */
  int size() {
    return turns.size();
  }

  boolean isQuiet() {
    return turns.isEmpty();
  }

  /** Adds what is known already. */
  void add(boolean answered, Consumer<RespWriter> words) {
    Turn turn = new Turn(answered, null);
    turns.add(turn);
    end(turn, words);
  }

  /** Adds what somebody else finds out. */
  void add(boolean answered, Action.Elsewhere action) {
    Turn turn = new Turn(answered, null);
    turns.add(turn);
    action.work().accept(answer -> end(turn, answer.words()));
  }

  /** Adds a command whose keys are in several slots, which nothing else goes along with. */
  void addSpread(boolean answered, Action.Keyed command) {
    Turn turn = new Turn(answered, null);
    turns.add(turn);
    new Spread(door, command.requests())
        .run(replies -> end(turn, out -> Answers.write(command, replies, out)));
  }

  /** Adds a command whose keys are in that slot; it goes on its way with {@link #send}. */
  void add(boolean answered, Action.Keyed command, int slot) {
    Turn turn = new Turn(answered, command);
    turns.add(turn);
    Line line = lines.computeIfAbsent(slot, Line::new);
    if (line.waiting.isEmpty() && !line.busy) {
      due.add(line);
    }
    line.waiting.add(turn);
  }

  /** Sends on what has nothing to wait for. */
  void send() {
    for (Line line = due.poll(); line != null; line = due.poll()) {
      send(line);
    }
  }

  private void send(Line line) {
    List<Turn> run = new ArrayList<>(1);
    while (!line.waiting.isEmpty() && run.size() < Limits.RESP_RUN_MAX) {
      run.add(line.waiting.remove());
    }
    line.busy = true;
    door.ask(request(run), reply -> take(line, run, reply));
  }

  private static KeyRequest request(List<Turn> run) {
    List<KeyRequest> steps = new ArrayList<>(run.size());
    for (Turn turn : run) {
      if (turn.command != null) {
        steps.add(Transaction.step(turn.command));
      }
    }
    return steps.size() == 1
        ? steps.get(0)
        : new KeyRequest(steps.get(0).key(), new Operation.Transaction(Map.of(), steps, false));
  }

  private void take(Line line, List<Turn> run, Reply reply) {
    boolean each = run.size() > 1 && reply instanceof Reply.Results;
    for (int i = 0; i < run.size(); i++) {
      Turn turn = run.get(i);
      Action.Keyed command = turn.command;
      Reply own = each ? ((Reply.Results) reply).results().get(i).reply() : reply;
      if (command != null) {
        turn.words = out -> Answers.write(command, own, out);
      }
    }
    line.busy = false;
    if (line.waiting.isEmpty()) {
      lines.remove(line.slot);
    } else {
      send(line);
    }
    onAnswers.run();
  }

  private void end(Turn turn, Consumer<RespWriter> words) {
    turn.words = words;
    onAnswers.run();
  }

  /** Whether the answer that comes next is there. */
  boolean isAnswered() {
    Turn first = turns.peek();
    return first != null && first.words != null;
  }

  /**
   * Writes the answers that are there, up to the first that is not, or as many as a client may
   * leave unread.
   */
  void write(RespWriter out) {
    for (Turn first = turns.peek(); first != null && first.words != null; first = turns.peek()) {
      if (out.size() > Limits.RESP_UNREAD_BYTES_FULL) {
        return;
      }
      if (first.answered) {
        first.words.accept(out);
      } else {
        RespWriter unread = new RespWriter();
        unread.version(out.version());
        first.words.accept(unread);
        out.version(unread.version());
      }
      turns.remove();
    }
  }
}
