package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.agreement.Coordinator;
import io.apothik.agreement.Voter;
import io.apothik.message.Effect;
import io.apothik.message.Settings;
import io.apothik.message.VoteMessage;
import io.apothik.message.VoteMessage.Prepare;
import io.apothik.message.VoteMessage.Propose;
import io.apothik.slot.Copy;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Planning;
import io.apothik.slot.Role;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several nodes that each hold themselves for the coordinator, and each want another table to
 * follow the same one: on a network that loses, delays, repeats and partitions, while processes die
 * half-way and others come under their names. The real coordinators and voters, and nothing else.
 */
final class VoteSimulation {
  private static final int TROUBLE_MILLIS = 1_000;
  private static final int AGREED_MILLIS_MAX = 15_000;
  private static final int QUIET_MILLIS_MAX = 150;
  private static final int TICK_MILLIS = 50;
  private static final int PLAN_MILLIS_MAX = 20;

  private static final Tuning TUNING = new Tuning(1, 0, 1);

  private final Random random;
  private final Timeline timeline = new Timeline();
  private final Network network;
  private final SlotTable base;
  private final List<Rival> rivals = new ArrayList<>();
  private int processes;
  private boolean calm;
  private @Nullable SlotTable chosen;

  VoteSimulation(long seed) {
    random = new Random(seed);
    network = new Network(timeline, random, Weather.bad(random, 1 + random.nextInt(4)));
    List<Incarnation> voters =
        IntStream.rangeClosed(1, 3 + random.nextInt(3))
            .mapToObj(number -> process(NodeName.numbered(number, "h")))
            .toList();
    SlotOwners owners = SlotOwners.founded(new Copy(voters.get(0).node(), 1));
    base = SlotTable.of(1, List.of(), voters, List.of(owners), List.of()).withTuning(TUNING);
    voters.forEach(this::start);
  }

  /** Lives through the trouble; then, on a good network, until one of them knows the choice. */
  void run() {
    timeline.in(random.nextInt(QUIET_MILLIS_MAX), this::disturb);
    while (timeline.nowMillis() < TROUBLE_MILLIS) {
      timeline.step();
    }
    calm = true;
    network.heal();
    network.becomeGood();
    rivals.forEach(rival -> rival.knowsTheChoice = false);
    rivals.forEach(rival -> rival.see(rivals));
    while (rivals.stream().noneMatch(rival -> rival.knowsTheChoice)) {
      assertThat(timeline.nowMillis())
          .as("choosing among %s", rivals)
          .isLessThan(AGREED_MILLIS_MAX);
      timeline.step();
    }
  }

  private Incarnation process(NodeName name) {
    return new Incarnation(name, "i" + ++processes);
  }

  private void start(Incarnation process) {
    Rival rival = new Rival(process);
    rivals.add(rival);
    timeline.in(random.nextInt(TICK_MILLIS), rival::tick);
    timeline.in(random.nextInt(TICK_MILLIS), rival::lookAround);
  }

  private void disturb() {
    if (calm) {
      return;
    }
    int dice = random.nextInt(100);
    if (dice < 40) {
      any().lookAround();
    } else if (dice < 65) {
      restart(any());
    } else if (dice < 85) {
      network.mute(any().name(), any().name(), 1 + random.nextInt(400));
    } else {
      separate();
    }
    timeline.in(1 + random.nextInt(QUIET_MILLIS_MAX), this::disturb);
  }

  private void separate() {
    Map<String, Integer> sides = new TreeMap<>();
    rivals.forEach(rival -> sides.put(rival.name().value(), random.nextInt(2)));
    network.partition(sides);
    timeline.in(random.nextInt(QUIET_MILLIS_MAX), network::heal);
  }

  private Rival any() {
    return rivals.get(random.nextInt(rivals.size()));
  }

  /** A majority of those who vote lives on. */
  private void restart(Rival rival) {
    long voters = rivals.stream().filter(Rival::isVoter).count();
    if (!rival.isVoter() || voters - 1 > base.members().size() / 2) {
      rival.alive = false;
      rivals.remove(rival);
      start(process(rival.name()));
    }
  }

  private void deliver(NodeName to, VoteMessage message) {
    rivals.stream().filter(rival -> rival.name().equals(to)).toList().forEach(r -> r.on(message));
  }

  private void onChosen(SlotTable table) {
    assertThat(chosen == null || chosen.equals(table))
        .as(
            "two tables are chosen: %s of %s, %s of %s",
            chosen, membersOf(chosen), table, membersOf(table))
        .isTrue();
    chosen = table;
  }

  private static List<Incarnation> membersOf(@Nullable SlotTable table) {
    return table == null ? List.of() : table.members();
  }

  /** A process that votes, if the table says so, and proposes, if it sees nobody older. */
  private final class Rival {
    private final Incarnation self;
    private final Voter voter;
    private final Coordinator coordinator;
    private boolean alive = true;
    private boolean knowsTheChoice;

    private Rival(Incarnation self) {
      this.self = self;
      voter = new Voter(self, this::perform);
      voter.install(base);
      coordinator = new Coordinator(self, Settings.DEFAULT, 1, TUNING, processes, this::perform);
      coordinator.install(base, timeline.nowMillis());
    }

    private NodeName name() {
      return self.node();
    }

    private boolean isVoter() {
      return base.members().contains(self);
    }

    /** Sees some of the others, in an order of its own. */
    private void lookAround() {
      List<Rival> seen = new ArrayList<>(rivals);
      Collections.shuffle(seen, random);
      seen.removeIf(rival -> random.nextInt(5) == 0);
      if (random.nextInt(5) > 0) {
        seen.add(0, this);
      }
      see(seen);
    }

    /** Sees these, and somebody else whom only it knows: so it wants a table of its own. */
    private void see(List<Rival> seen) {
      Incarnation friend = new Incarnation(NodeName.numbered(100 + processes, "h"), self.id());
      List<Incarnation> all =
          Stream.concat(seen.stream().map(rival -> rival.self), Stream.of(friend)).toList();
      all.forEach(process -> coordinator.onAsking(process, timeline.nowMillis()));
      coordinator.onLive(
          new LiveSet(all.stream().map(VoteSimulation::member).toList()), timeline.nowMillis());
    }

    private void tick() {
      if (alive) {
        coordinator.tick(timeline.nowMillis());
        timeline.in(TICK_MILLIS, this::tick);
      }
    }

    private void on(VoteMessage message) {
      if (message instanceof Prepare prepare) {
        voter.on(prepare);
      } else if (message instanceof Propose propose) {
        voter.on(propose);
        coordinator.onAccepted(voter.acceptedEpoch());
      } else {
        coordinator.on(message);
      }
    }

    private void plan(Planning planning) {
      if (alive) {
        coordinator.onPlanned(planning, planning.plan(), timeline.nowMillis());
      }
    }

    private void perform(Effect effect) {
      if (effect instanceof Effect.Install install) {
        knowsTheChoice = true;
        onChosen(install.table());
      } else if (effect instanceof Effect.Send send && send.message() instanceof VoteMessage vote) {
        network.send(name().value(), send.to().value(), () -> deliver(send.to(), vote));
      } else if (effect instanceof Effect.Plan plan) {
        timeline.in(random.nextInt(PLAN_MILLIS_MAX), () -> plan(plan.planning()));
      }
    }

    @Override
    public String toString() {
      return self.toString();
    }
  }

  private static Member member(Incarnation process) {
    return new Member(process.node(), Role.CACHE, process.id(), 0, 0, DoorPorts.NONE);
  }
}
