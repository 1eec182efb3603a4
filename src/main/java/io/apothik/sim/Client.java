package io.apothik.sim;

import io.apothik.core.Unanswered;
import io.apothik.history.Operation;
import io.apothik.history.Outcome;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Reply;
import io.apothik.sim.Caller.Patience;
import io.apothik.sim.Journal.Asked;
import io.apothik.sim.Journal.Told;
import org.jspecify.annotations.Nullable;

/** Who calls, one call at a time; the journal has what it asked and was told. */
public final class Client {
  private final World world;
  private final int number;
  private final Workload workload;
  private final Caller caller;
  private final int refreshPercent;
  private boolean busy;

  /**
   * @param unanswered at its master, which others may share
   * @param refreshPercent how often it looks at the newest table before it calls
   */
  Client(
      World world,
      int number,
      Unanswered unanswered,
      Workload workload,
      Patience patience,
      int refreshPercent) {
    this.world = world;
    this.number = number;
    this.workload = workload;
    this.caller = new Caller(world, name(number), unanswered, patience);
    this.refreshPercent = refreshPercent;
  }

  /** Its name on the network. */
  public String name() {
    return name(number);
  }

  private static String name(int number) {
    return "client" + number;
  }

  /** Whether no call is under way. */
  public boolean isIdle() {
    return !busy;
  }

  /** Begins a call if none is under way. */
  public void act() {
    if (busy) {
      return;
    }
    if (refreshPercent > 0 && world.random.nextInt(100) < refreshPercent) {
      caller.refresh();
    }
    begin(workload.next(number));
  }

  /** Asks for this, and then again and again until there is an answer or no time is left. */
  public void begin(Work work) {
    busy = true;
    Asked asked = world.journal.begin(number, work);
    caller.ask(work.request(), asked::reached, told -> end(work, asked, told));
  }

  private void end(Work work, Asked asked, Told told) {
    busy = false;
    if (told.reply() instanceof Reply.Failure failure) {
      asked.fail(failure.code());
      return;
    }
    if (!work.mayBeStale()) {
      world
          .witness()
          .onTold(work.request().key(), told.reply(), asked.beginMillis(), told.atMillis());
    }
    asked.end(work.outcome(told.reply()), told);
  }

  /** What a client asks for; and what it was told, as the checker understands it. */
  public interface Work {
    String key();

    Operation operation();

    KeyRequest request();

    /** Whether it asks for what was there once, not long ago. */
    default boolean mayBeStale() {
      return request().operation().mayBeStale();
    }

    /** The lifetime that it sets if it takes effect, or null if it leaves that as it is. */
    default @Nullable Lifetime lifetimeOrNull() {
      return null;
    }

    Outcome outcome(Reply reply);
  }

  /** Where calls come from. */
  public interface Workload {
    Work next(int client);
  }
}
