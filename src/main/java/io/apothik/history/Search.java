package io.apothik.history;

import io.apothik.history.Step.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of one key's steps, depth first (Wing and Gong 1993), entering no
 * configuration twice (Lowe 2017). A configuration is the set of steps taken and the state that
 * they led to; it succeeds when all definite steps are taken. A step may come next if it begins
 * before the first end in the list of the steps not yet taken.
 *
 * <p>If a call that wrote nothing can come next, it does, and nothing else is tried: it can be
 * moved to here from anywhere later in an order. (Where it would have been the first to see a
 * version, the version is now unknown for longer, which allows no less.)
 *
 * <p>Optional steps may come at any time after their beginning, which would make for very many
 * orders. Three more rules leave most of them out, and no verdict changes:
 *
 * <ul>
 *   <li>Of equal calls of unknown outcome, the earliest is taken first: whatever the later could
 *       do, the earlier can.
 *   <li>A run of optional steps that have no end is taken for the sake of the step after it. That
 *       step is not taken if, without (some last part of) the run, it leads to the same state, so
 *       that the run served nothing; nor if it is a definite step that changes the state neither
 *       with the run nor without, so that the run can come after it just as well. In both cases a
 *       better or equal configuration with as many definite steps taken is entered elsewhere.
 *   <li>An append of unknown outcome to a value is only taken if a step that may follow can tell
 *       the longer value from the shorter.
 * </ul>
 *
 * <p>A loss whose time runs out is a step like any other whose end comes first, except that then it
 * can also be waived.
 */
final class Search {
  private static final int NONE = -1;

  /** One step taken, or one loss waived. */
  private record Move(int step, boolean waives, State before) {}

  /** How far the search got: up to which end, with how many calls, and by how few moves. */
  private record Reach(int end, int taken, int moves) {
    static final Comparator<Reach> ORDER =
        Comparator.comparingInt(Reach::end)
            .thenComparingInt(Reach::taken)
            .thenComparing(Reach::moves, Comparator.reverseOrder());
  }

  private final String key;
  private final long stepsMax;
  private final List<Step> steps;
  private final int definites;
  private final int waiver;
  private final Events events;
  private final int[] twins;
  private final Tried tried = new Tried();
  private final BitSet taken = new BitSet();
  private final BitSet waived = new BitSet();
  private final BitSet usedUp = new BitSet();
  private final List<Move> moves = new ArrayList<>();
  private State state = State.ABSENT;
  private int definitesTaken;
  private @Nullable Impasse furthest;
  private @Nullable Reach furthestReach;

  Search(String key, List<Step> unordered, long stepsMax) {
    this.key = key;
    this.stepsMax = stepsMax;
    steps =
        unordered.stream()
            .filter(step -> !step.isUnseenRead())
            .sorted(Comparator.comparing(Step::isOptional).thenComparing(Step::begin))
            .toList();
    definites = (int) steps.stream().filter(step -> !step.isOptional()).count();
    waiver = steps.size();
    events = new Events(steps);
    twins = IntStream.range(0, steps.size()).map(this::twinBefore).toArray();
  }

  private int twinBefore(int step) {
    IntPredicate isTwin = other -> steps.get(other).isTwinOf(steps.get(step));
    return IntStream.range(definites, step).filter(isTwin).max().orElse(NONE);
  }

  Verdict run() {
    int candidate = firstCandidate();
    for (long step = 0; definitesTaken < definites; step++) {
      if (step >= stepsMax) {
        return Verdict.unknown(key, stepsMax);
      }
      if (candidate != NONE) {
        candidate = advance(candidate) ? firstCandidate() : candidateAfter(candidate);
      } else {
        remember();
        if (moves.isEmpty()) {
          return Verdict.violation(key, Objects.requireNonNull(furthest));
        }
        candidate = candidateAfter(retreat());
      }
    }
    return Verdict.LINEARIZABLE;
  }

  /** Definite steps come first: as a rule, a call of unknown outcome was not applied just now. */
  private int firstCandidate() {
    return definiteCandidates()
        .filter(this::isReadHere)
        .findFirst()
        .orElseGet(() -> candidateAt(events.first()));
  }

  private int candidateAfter(int candidate) {
    if (candidate == waiver || isReadHere(candidate)) {
      return NONE;
    }
    return candidate < definites
        ? candidateAt(events.next(events.beginOf(candidate)))
        : optionalFrom(candidate + 1);
  }

  private int candidateAt(int event) {
    return events.isBegin(event) ? events.stepAt(event) : optionalFrom(definites);
  }

  private int optionalFrom(int first) {
    int end = events.firstEnd();
    for (int step = first; step < steps.size() && events.beginOf(step) < end; step++) {
      if (isLeft(step) && (twins[step] == NONE || !isLeft(twins[step]))) {
        return step;
      }
    }
    return end != events.last() && events.stepAt(end) >= definites ? waiver : NONE;
  }

  /** Whether this is a call that wrote nothing, and the state is just what it saw. */
  private boolean isReadHere(int candidate) {
    Step step = steps.get(candidate);
    return step.wroteNothing() && state.equals(step.after(state));
  }

  private boolean isLeft(int optional) {
    return !usedUp.get(optional) && !waived.get(optional);
  }

  /** Takes a step, or waives a loss, if that leads to a configuration worth entering. */
  private boolean advance(int candidate) {
    boolean waives = candidate == waiver;
    int step = waives ? events.stepAt(events.firstEnd()) : candidate;
    State next = waives ? state : steps.get(step).after(state);
    if (next == null || (!waives && isPointless(step, next))) {
      return false;
    }
    mark(step, waives, true);
    if (!tried.add(taken, waived, usedUp, next)) {
      mark(step, waives, false);
      return false;
    }
    lift(step);
    moves.add(new Move(step, waives, state));
    state = next;
    return true;
  }

  /** Undoes the latest move, and says which candidate it was. */
  private int retreat() {
    Move move = moves.remove(moves.size() - 1);
    unlift(move.step());
    mark(move.step(), move.waives(), false);
    state = move.before();
    return move.waives() ? waiver : move.step();
  }

  private void mark(int step, boolean waives, boolean isTaken) {
    if (waives) {
      waived.set(step, isTaken);
    } else if (step < definites) {
      taken.set(step, isTaken);
      definitesTaken += isTaken ? 1 : -1;
    } else if (steps.get(step).kind() != Kind.LOSSES) {
      usedUp.set(step, isTaken);
    }
  }

  private void lift(int step) {
    if (step < definites) {
      events.lift(step);
    } else if (steps.get(step).kind() == Kind.LOSS) {
      events.liftEnd(step);
    }
  }

  private void unlift(int step) {
    if (step < definites) {
      events.unlift(step);
    } else if (steps.get(step).kind() == Kind.LOSS) {
      events.unliftEnd(step);
    }
  }

  private boolean isPointless(int step, State next) {
    return runServesNothing(step, next) || isUntoldAppend(step, next);
  }

  private boolean runServesNothing(int step, State next) {
    for (int i = moves.size() - 1; i >= 0 && isOfRun(moves.get(i)); i--) {
      State earlier = moves.get(i).before();
      State direct = steps.get(step).after(earlier);
      boolean changesNothing = step < definites && earlier.equals(direct) && state.equals(next);
      if (next.equals(direct) || changesNothing) {
        return true;
      }
    }
    return false;
  }

  /** Not so a loss whose time runs out: what begins after that could not have come before it. */
  private boolean isOfRun(Move move) {
    return move.step() >= definites && steps.get(move.step()).kind() != Kind.LOSS;
  }

  private boolean isUntoldAppend(int step, State next) {
    if (step < definites
        || state.isAbsent()
        || !(steps.get(step).operation() instanceof Operation.Append)) {
      return false;
    }
    IntPredicate tells = other -> other != step && steps.get(other).tellsLonger(state, next);
    return definiteCandidates().noneMatch(tells)
        && IntStream.range(definites, steps.size()).filter(this::isLeft).noneMatch(tells);
  }

  private IntStream definiteCandidates() {
    return IntStream.iterate(events.first(), events::isBegin, events::next).map(events::stepAt);
  }

  /** Keeps this configuration for the report if none got further. */
  private void remember() {
    int end = events.firstEnd();
    Reach reach = new Reach(end, definitesTaken, moves.size());
    if (furthestReach == null || Reach.ORDER.compare(reach, furthestReach) > 0) {
      furthestReach = reach;
      furthest = impasse(end);
    }
  }

  private Impasse impasse(int end) {
    List<Step> latest =
        moves.subList(Math.max(0, moves.size() - Impasse.LATEST_MAX), moves.size()).stream()
            .filter(move -> !move.waives())
            .map(move -> steps.get(move.step()))
            .toList();
    List<Step> optional =
        IntStream.range(definites, steps.size())
            .filter(step -> isLeft(step) && events.beginOf(step) < end)
            .mapToObj(steps::get)
            .toList();
    return new Impasse(
        definitesTaken,
        definites,
        latest,
        state,
        definiteCandidates().mapToObj(steps::get).toList(),
        optional,
        steps.get(events.stepAt(end)));
  }
}
