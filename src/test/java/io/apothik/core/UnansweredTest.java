package io.apothik.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.core.Unanswered.Numbered;
import io.apothik.message.Limits;
import io.apothik.message.RequestId;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class UnansweredTest {
  private static final NodeName A = NodeName.numbered(1, "h");
  private static final NodeName B = NodeName.numbered(2, "h");

  private final Unanswered unanswered = new Unanswered(series());

  private static LongSupplier series() {
    long[] last = new long[1];
    return () -> ++last[0];
  }

  @Test
  void writes_areNumberedFromOneOnInTheSeriesOfTheirNode() {
    assertThat(unanswered.add(A).id()).isEqualTo(new RequestId(1, 1));
    assertThat(unanswered.add(A).id()).isEqualTo(new RequestId(1, 2));
    assertThat(unanswered.add(B).id()).isEqualTo(new RequestId(2, 1));
  }

  @Test
  void nothingIsAnswered_belowTheOldestThatIsNot() {
    Numbered first = unanswered.add(A);
    Numbered second = unanswered.add(A);
    Numbered third = unanswered.add(A);

    second.answered();
    assertThat(third.answeredBelow()).isEqualTo(1);
    first.answered();
    assertThat(third.answeredBelow()).isEqualTo(3);
  }

  @Test
  void oneThatIsNotAnswered_holdsBackItsOwnSeriesAlone() {
    unanswered.add(A);
    unanswered.add(B).answered();

    assertThat(unanswered.add(A).answeredBelow()).isEqualTo(1);
    assertThat(unanswered.add(B).answeredBelow()).isEqualTo(2);
  }

  @Test
  void answeredTwice_isAMistake() {
    Numbered write = unanswered.add(A);
    write.answered();

    assertThatThrownBy(write::answered).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void seriesThatWereIdleForTooManyOthers_beginAnew_andTheOthersGoOn() {
    Numbered open = unanswered.add(A);
    unanswered.add(B).answered();
    for (int number = 3; number <= Limits.IDLE_SERIES_MAX + 1; number++) {
      unanswered.add(NodeName.numbered(number, "h")).answered();
    }

    assertThat(unanswered.add(A).id()).isEqualTo(new RequestId(open.id().series(), 2));
    assertThat(unanswered.add(B).id().number()).as("the first of another series").isEqualTo(1);
  }

  @Test
  void inAnyOrder_allBelowIsAnswered_andThatNumberIsNot() {
    Random random = new Random(7);
    List<Numbered> open = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      open.add(unanswered.add(A));
      while (!open.isEmpty() && random.nextInt(20) < 10) {
        open.remove(random.nextInt(open.size())).answered();
      }
      if (!open.isEmpty()) {
        Numbered oldest =
            open.stream().min(Comparator.comparing(write -> write.id().number())).orElseThrow();
        assertThat(open.get(random.nextInt(open.size())).answeredBelow())
            .isEqualTo(oldest.id().number());
      }
    }
  }
}
