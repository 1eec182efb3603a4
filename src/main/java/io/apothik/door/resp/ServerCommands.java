package io.apothik.door.resp;

import io.apothik.door.resp.Action.Answer;
import io.apothik.message.Limits;
import io.apothik.slot.Bytes;
import io.apothik.slot.SlotOwners;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Commands on the node. */
final class ServerCommands {
  /** The version of Redis whose commands these are. */
  static final String REDIS_VERSION = "7.0.0";

  private static final String PATTERN_CHARACTERS = "*?[";
  private static final long MICROS_OF_MILLI = 1_000;
  private static final long MICROS_OF_SECOND = 1_000_000;

  private ServerCommands() {}

  static Action time(Session session, Arguments arguments) {
    long micros = System.currentTimeMillis() * MICROS_OF_MILLI;
    return new Answer(
        out -> {
          out.array(2);
          out.bulk(Long.toString(micros / MICROS_OF_SECOND));
          out.bulk(Long.toString(micros % MICROS_OF_SECOND));
        });
  }

  /** A write is answered when all copies in sync have it, so there is nothing to wait for. */
  static Action await(Session session, Arguments arguments) {
    arguments.integer(1);
    String timeout = arguments.text(2);
    if (Arguments.integer(timeout, "ERR timeout is not an integer or out of range") < 0) {
      throw new CommandException("ERR timeout is negative");
    }
    int copies =
        session.door().table().allOwners().stream()
            .mapToInt(ServerCommands::backups)
            .min()
            .orElse(0);
    return new Answer(out -> out.number(copies));
  }

  private static int backups(SlotOwners owners) {
    return owners.inSync().size() - 1;
  }

  static Action debug(Session session, Arguments arguments) {
    return Answer.error("ERR DEBUG command not allowed.");
  }

  /** There are no functions, so to be rid of all is easy; Redis's own tests begin with that. */
  static Action function(Session session, Arguments arguments) {
    if (!arguments.isOption(1, "flush")) {
      throw KeyCommands.unknownSubcommand(arguments);
    }
    return Answer.OK;
  }

  static Action config(Session session, Arguments arguments) {
    if (!arguments.isOption(1, "get")) {
      throw KeyCommands.unknownSubcommand(arguments);
    }
    arguments.requireAtLeast(3);
    Map<String, String> found = new TreeMap<>();
    for (int place = 2; place < arguments.count(); place++) {
      find(arguments.text(place), arguments.at(place), settings(session.door()), found);
    }
    return new Answer(
        out -> {
          out.map(found.size());
          found.forEach(
              (name, value) -> {
                out.bulk(name);
                out.bulk(value);
              });
        });
  }

  /** A name that is no pattern is told as it was asked for. */
  private static void find(
      String word, Bytes pattern, Map<String, String> settings, Map<String, String> found) {
    Glob glob = Glob.ignoringCase(pattern);
    boolean exact = word.chars().noneMatch(each -> PATTERN_CHARACTERS.indexOf(each) >= 0);
    settings.forEach(
        (name, value) -> {
          if (glob.matches(name)) {
            found.put(exact ? word : name, value);
          }
        });
  }

  /** What clients ask for, in Redis's words. */
  private static Map<String, String> settings(Door door) {
    return Map.of(
        "appendonly",
        "no",
        "save",
        "",
        "databases",
        "1",
        "maxmemory-policy",
        "allkeys-lfu",
        "maxclients",
        Integer.toString(Limits.RESP_CONNECTIONS_MAX),
        "proto-max-bulk-len",
        Integer.toString(Limits.VALUE_BYTES_MAX),
        "timeout",
        Long.toString(Limits.RESP_IDLE_MILLIS_MAX / 1_000),
        "cluster-enabled",
        door.isCluster() ? "yes" : "no",
        "bind",
        door.self().host(),
        "port",
        Integer.toString(door.topology().self().port()));
  }

  static Action info(Session session, Arguments arguments) {
    Set<String> wanted =
        arguments.from(1).stream()
            .map(word -> Arguments.latin(word).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    boolean all =
        wanted.isEmpty()
            || wanted.stream().anyMatch(List.of("all", "default", "everything")::contains);
    Door door = session.door();
    return new Action.Elsewhere(
        answer ->
            Entries.count(
                door,
                entries ->
                    answer.accept(
                        new Answer(out -> out.verbatim(info(door, entries, all, wanted)))),
                failure -> answer.accept(new Answer(out -> out.error("ERR " + failure)))));
  }

  private static String info(Door door, long entries, boolean all, Set<String> wanted) {
    return sections(door, entries).entrySet().stream()
        .filter(section -> all || wanted.contains(section.getKey().toLowerCase(Locale.ROOT)))
        .map(section -> "# " + section.getKey() + "\r\n" + lines(section.getValue()))
        .collect(Collectors.joining("\r\n"));
  }

  private static String lines(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + ":" + value.getValue() + "\r\n")
        .collect(Collectors.joining());
  }

  private static Map<String, Map<String, Object>> sections(Door door, long entries) {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
    sections.put("Server", server(door));
    sections.put("Clients", Map.of("connected_clients", door.sessions().size()));
    sections.put("Memory", Map.of("used_memory", used, "maxmemory", runtime.maxMemory()));
    sections.put("Persistence", Map.of("loading", 0));
    sections.put(
        "Stats",
        Map.of(
            "total_connections_received", door.sessionsEver(),
            "total_commands_processed", door.commands()));
    sections.put("Replication", Map.of("role", "master", "connected_slaves", 0));
    sections.put("Cluster", Map.of("cluster_enabled", door.isCluster() ? 1 : 0));
    sections.put(
        "Keyspace",
        entries == 0 ? Map.of() : Map.of("db0", "keys=" + entries + ",expires=0,avg_ttl=0"));
    return sections;
  }

  private static Map<String, Object> server(Door door) {
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("redis_version", REDIS_VERSION);
    server.put("redis_mode", door.isCluster() ? "cluster" : "standalone");
    server.put("server_name", "apothik");
    server.put("node_name", door.self());
    server.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    server.put("process_id", ManagementFactory.getRuntimeMXBean().getPid());
    server.put("tcp_port", door.topology().self().port());
    server.put("uptime_in_seconds", door.upMillis() / 1_000);
    return server;
  }
}
