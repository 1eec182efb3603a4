package io.apothik.door.resp;

import io.apothik.door.resp.Action.Answer;
import io.apothik.door.resp.Topology.Place;
import io.apothik.door.resp.Topology.Range;
import io.apothik.message.Cursor;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Commands by which clients of a cluster find their way. */
final class ClusterCommands {
  /** How many words each has, with both names. */
  private static final Map<String, Integer> WORDS =
      Map.of(
          "slots",
          2,
          "shards",
          2,
          "nodes",
          2,
          "info",
          2,
          "myid",
          2,
          "keyslot",
          3,
          "countkeysinslot",
          3);

  private ClusterCommands() {}

  static Action handle(Session session, Arguments arguments) {
    Integer words = WORDS.get(arguments.option(1));
    if (words == null) {
      throw KeyCommands.unknownSubcommand(arguments);
    }
    arguments.requireCount(words);
    if (!session.door().isCluster()) {
      throw new CommandException("ERR This instance has cluster support disabled");
    }
    return answer(session.door(), arguments);
  }

  private static Action answer(Door door, Arguments arguments) {
    Topology topology = door.topology();
    return switch (arguments.option(1)) {
      case "slots" -> new Answer(out -> slots(topology, out));
      case "shards" -> new Answer(out -> shards(topology, out));
      case "nodes" -> new Answer(out -> out.verbatim(nodes(topology)));
      case "info" -> new Answer(out -> out.verbatim(info(topology)));
      case "myid" -> new Answer(out -> out.bulk(topology.self().id()));
      case "keyslot" -> new Answer(out -> out.number(Door.slotOf(arguments.at(2))));
      case "countkeysinslot" -> {
        int slot = slot(arguments.integer(2));
        yield new Action.Elsewhere(answer -> count(door, slot, new Cursor(slot, null), 0, answer));
      }
      default -> throw KeyCommands.unknownSubcommand(arguments);
    };
  }

  private static int slot(long number) {
    if (number < 0 || number >= Placement.Slots.COUNT) {
      throw new CommandException("ERR Invalid slot");
    }
    return (int) number;
  }

  private static void slots(Topology topology, RespWriter out) {
    out.array(topology.all().size());
    for (Range range : topology.all()) {
      out.array(3);
      out.number(range.first());
      out.number(range.last());
      out.array(4);
      out.bulk(range.owner().host());
      out.number(range.owner().port());
      out.bulk(range.owner().id());
      out.map(0);
    }
  }

  private static void shards(Topology topology, RespWriter out) {
    List<Place> places = topology.places();
    out.array(places.size());
    for (Place place : places) {
      List<Range> ranges = topology.of(place);
      out.map(2);
      out.bulk("slots");
      out.array(2 * ranges.size());
      for (Range range : ranges) {
        out.number(range.first());
        out.number(range.last());
      }
      out.bulk("nodes");
      out.array(1);
      shard(place, out);
    }
  }

  private static void shard(Place place, RespWriter out) {
    out.map(7);
    out.bulk("id");
    out.bulk(place.id());
    out.bulk("port");
    out.number(place.port());
    out.bulk("ip");
    out.bulk(place.host());
    out.bulk("endpoint");
    out.bulk(place.host());
    out.bulk("role");
    out.bulk("master");
    out.bulk("replication-offset");
    out.number(0);
    out.bulk("health");
    out.bulk("online");
  }

  private static String nodes(Topology topology) {
    return topology.places().stream()
        .map(place -> line(place, topology) + "\n")
        .collect(Collectors.joining());
  }

  private static String line(Place place, Topology topology) {
    String ranges =
        topology.of(place).stream()
            .map(
                range ->
                    range.first() == range.last()
                        ? " " + range.first()
                        : " " + range.first() + "-" + range.last())
            .collect(Collectors.joining());
    return "%s %s:%d@%d %s - 0 0 %d connected%s"
        .formatted(
            place.id(),
            place.host(),
            place.port(),
            place.busPort(),
            place.equals(topology.self()) ? "myself,master" : "master",
            topology.epoch(),
            ranges);
  }

  private static String info(Topology topology) {
    int slots = topology.all().isEmpty() ? 0 : Placement.Slots.COUNT;
    long size = topology.places().stream().filter(place -> !topology.of(place).isEmpty()).count();
    return String.join(
        "\r\n",
        "cluster_state:" + (slots > 0 ? "ok" : "fail"),
        "cluster_slots_assigned:" + slots,
        "cluster_slots_ok:" + slots,
        "cluster_slots_pfail:0",
        "cluster_slots_fail:0",
        "cluster_known_nodes:" + topology.places().size(),
        "cluster_size:" + size,
        "cluster_current_epoch:" + topology.epoch(),
        "cluster_my_epoch:" + topology.epoch(),
        "");
  }

  private static void count(
      Door door, int slot, Cursor from, long before, Consumer<Answer> answer) {
    Request.Scan scan = new Request.Scan(from, Bytes.EMPTY, Limits.SCAN_KEYS_MAX);
    door.ask(
        scan,
        reply -> {
          if (!(reply instanceof Reply.Scanned page)) {
            answer.accept(Answer.error(Errors.text((Reply.Failure) reply)));
            return;
          }
          long here = page.keys().stream().filter(key -> Door.slotOf(key) == slot).count();
          Cursor next = page.nextOrNull();
          if (next == null || next.slot() > slot) {
            answer.accept(new Answer(out -> out.number(before + here)));
          } else {
            count(door, slot, next, before + here, answer);
          }
        });
  }

  static Action readonly(Session session, Arguments arguments) {
    return readonly(session, true);
  }

  static Action readwrite(Session session, Arguments arguments) {
    return readonly(session, false);
  }

  private static Action readonly(Session session, boolean wanted) {
    if (!session.door().isCluster()) {
      throw new CommandException("ERR This instance has cluster support disabled");
    }
    session.readonly(wanted);
    return Answer.OK;
  }

  /** No slot is in two places, so a client is never sent to one only this once. */
  static Action asking(Session session, Arguments arguments) {
    return readonly(session, session.isReadonly());
  }
}
