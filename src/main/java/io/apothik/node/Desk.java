package io.apothik.node;

import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answer;
import io.apothik.message.Reply.Answers;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Where batches of requests are answered: what is answered while one round of events is handled
 * travels back in one message, and no request waits for another that takes longer. Used on one
 * context.
 */
final class Desk {
  private static final int ANSWER_BYTES = 32;

  private final Consumer<Runnable> later;
  private final BiConsumer<SlotRequest, Consumer<Reply>> server;
  private final BiConsumer<NodeName, Answers> road;
  private final Set<Open> unacknowledged = new LinkedHashSet<>();
  private final Set<Open> ready = new LinkedHashSet<>();
  private boolean due;

  /** A batch with requests that are not answered yet, or whose answers are not sent yet. */
  private final class Open {
    private final Batch batch;
    private final Consumer<Reply> first;
    private List<Answer> answers = new ArrayList<>();
    private long bytes;
    private boolean acknowledged;

    private Open(Batch batch, Consumer<Reply> first) {
      this.batch = batch;
      this.first = first;
    }

    private void answer(int place, Reply reply) {
      answers.add(new Answer(place, reply));
      bytes += ANSWER_BYTES + length(reply);
      if (bytes >= Limits.BATCH_BYTES_FULL || answers.size() == batch.requests().size()) {
        send();
      } else {
        ready.add(this);
        if (!due) {
          due = true;
          later.accept(Desk.this::flush);
        }
      }
    }

    private void send() {
      Answers some = new Answers(batch.number(), answers);
      answers = new ArrayList<>();
      bytes = 0;
      if (acknowledged) {
        road.accept(batch.from(), some);
      } else {
        acknowledged = true;
        unacknowledged.remove(this);
        first.accept(some);
      }
    }
  }

  /**
   * @param later runs something when the events at hand are handled
   * @param server answers one request, once
   * @param road takes answers to a node after the first of a batch
   */
  Desk(
      Consumer<Runnable> later,
      BiConsumer<SlotRequest, Consumer<Reply>> server,
      BiConsumer<NodeName, Answers> road) {
    this.later = later;
    this.server = server;
    this.road = road;
  }

  /**
   * Answers the requests, each as soon as it can be.
   *
   * @param first takes the first {@link Answers}
   */
  void take(Batch batch, Consumer<Reply> first) {
    Open open = new Open(batch, first);
    unacknowledged.add(open);
    for (int i = 0; i < batch.requests().size(); i++) {
      int place = i;
      server.accept(batch.requests().get(i), reply -> open.answer(place, reply));
    }
  }

  /** Tells the senders of batches of which nothing is answered yet that they are here. */
  void tick() {
    for (Open open : List.copyOf(unacknowledged)) {
      open.send();
    }
  }

  private void flush() {
    due = false;
    List<Open> all = List.copyOf(ready);
    ready.clear();
    all.stream().filter(open -> !open.answers.isEmpty()).forEach(Open::send);
  }

  private static int length(Reply reply) {
    return reply instanceof Reply.Value value && value.valueOrNull() != null
        ? value.valueOrNull().length()
        : 0;
  }
}
