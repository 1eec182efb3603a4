package io.apothik.door.resp;

import io.apothik.door.resp.Command.Handler;
import io.apothik.door.resp.Command.Keys;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All commands that clients can give. */
final class CommandTable {
  private static final Map<String, Command> ALL = new LinkedHashMap<>();
  private static final Keys ONE = new Keys(1, 1, 1);
  private static final Keys TWO = new Keys(1, 2, 1);
  private static final Keys REST = new Keys(1, -1, 1);
  private static final Keys PAIRS = new Keys(1, -1, 2);
  private static final Keys SECOND = new Keys(2, 2, 1);

  private CommandTable() {}

  static {
    strings();
    counters();
    keys();
    lifetimes();
    hashes();
    keyspace();
    connections();
    transactions();
    server();
  }

  /** The command of that name in small letters, or null. */
  static @Nullable Command find(String name) {
    return ALL.get(name);
  }

  static Collection<Command> all() {
    return ALL.values();
  }

  private static void strings() {
    String on = "string";
    read("get", 2, "fast", ONE, on, "1.0.0", "The value of a key.", StringCommands::get);
    write("set", -3, "denyoom", ONE, on, "1.0.0", "Sets a value.", StringCommands::set);
    write(
        "getex",
        -2,
        "fast",
        ONE,
        on,
        "6.2.0",
        "The value of a key, which gets a time to live.",
        StringCommands::getAndExpire);
    write(
        "getdel",
        2,
        "fast",
        ONE,
        on,
        "6.2.0",
        "The value of a key, which is deleted.",
        StringCommands::getAndDelete);
    write(
        "getset",
        3,
        "denyoom fast",
        ONE,
        on,
        "1.0.0",
        "The value of a key, which gets another.",
        StringCommands::getAndSet);
    write(
        "setnx",
        3,
        "denyoom fast",
        ONE,
        on,
        "1.0.0",
        "Sets a value if the key is not there.",
        StringCommands::setIfAbsent);
    write(
        "setex",
        4,
        "denyoom",
        ONE,
        on,
        "2.0.0",
        "Sets a value that lives for some seconds.",
        arguments -> StringCommands.setFor(arguments, "ex"));
    write(
        "psetex",
        4,
        "denyoom",
        ONE,
        on,
        "2.6.0",
        "Sets a value that lives for some milliseconds.",
        arguments -> StringCommands.setFor(arguments, "px"));
    read("mget", -2, "fast", REST, on, "1.0.0", "The values of keys.", StringCommands::getMany);
    write("mset", -3, "denyoom", PAIRS, on, "1.0.1", "Sets values.", StringCommands::setMany);
    write(
        "msetnx",
        -3,
        "denyoom",
        PAIRS,
        on,
        "1.0.1",
        "Sets values if none of the keys is there.",
        StringCommands::setManyIfAbsent);
    write(
        "append",
        3,
        "denyoom fast",
        ONE,
        on,
        "2.0.0",
        "Puts bytes behind a value.",
        StringCommands::append);
    read("strlen", 2, "fast", ONE, on, "2.2.0", "The length of a value.", StringCommands::length);
    read("getrange", 4, "", ONE, on, "2.4.0", "Part of a value.", StringCommands::range);
    write(
        "setrange",
        4,
        "denyoom",
        ONE,
        on,
        "2.2.0",
        "Overwrites part of a value.",
        StringCommands::overwrite);
  }

  private static void counters() {
    String on = "string";
    String flags = "denyoom fast";
    write(
        "incr",
        2,
        flags,
        ONE,
        on,
        "1.0.0",
        "Adds one to a counter.",
        arguments -> StringCommands.add(arguments, 1));
    write(
        "incrby",
        3,
        flags,
        ONE,
        on,
        "1.0.0",
        "Adds to a counter.",
        arguments -> StringCommands.add(arguments, arguments.integer(2)));
    write(
        "decr",
        2,
        flags,
        ONE,
        on,
        "1.0.0",
        "Subtracts one from a counter.",
        arguments -> StringCommands.add(arguments, -1));
    write(
        "decrby",
        3,
        flags,
        ONE,
        on,
        "1.0.0",
        "Subtracts from a counter.",
        StringCommands::subtract);
    write(
        "incrbyfloat",
        3,
        flags,
        ONE,
        on,
        "2.6.0",
        "Adds to a decimal number.",
        StringCommands::addDecimal);
  }

  private static void keys() {
    String on = "generic";
    write("del", -2, "", REST, on, "1.0.0", "Deletes keys.", KeyCommands::delete);
    write("unlink", -2, "fast", REST, on, "4.0.0", "Deletes keys.", KeyCommands::delete);
    read(
        "exists",
        -2,
        "fast",
        REST,
        on,
        "1.0.0",
        "Counts keys that are there.",
        KeyCommands::exists);
    read("touch", -2, "fast", REST, on, "3.2.1", "Counts as a use of keys.", KeyCommands::touch);
    read("type", 2, "fast", ONE, on, "1.0.0", "The type of a value.", KeyCommands::type);
    write("rename", 3, "", TWO, on, "1.0.0", "Gives a value another key.", KeyCommands::rename);
    write("copy", -3, "denyoom", TWO, on, "6.2.0", "Copies a value.", KeyCommands::copy);
    read("object", -2, "", SECOND, on, "2.2.3", "How a value is kept.", KeyCommands::object);
    read("memory", -2, "", SECOND, "server", "4.0.0", "What a key takes.", KeyCommands::memory);
  }

  private static void lifetimes() {
    expire("expire", "1.0.0", new Expiry.Unit(true, false));
    expire("pexpire", "2.6.0", new Expiry.Unit(false, false));
    expire("expireat", "1.2.0", new Expiry.Unit(true, true));
    expire("pexpireat", "2.6.0", new Expiry.Unit(false, true));
    lifetime("ttl", "1.0.0", arguments -> ExpiryCommands.left(arguments, Expiry::seconds));
    lifetime("pttl", "2.6.0", arguments -> ExpiryCommands.left(arguments, left -> left));
    lifetime("expiretime", "7.0.0", arguments -> ExpiryCommands.end(arguments, Expiry::seconds));
    lifetime("pexpiretime", "7.0.0", arguments -> ExpiryCommands.end(arguments, at -> at));
    write(
        "persist",
        2,
        "fast",
        ONE,
        "generic",
        "2.2.0",
        "Ends a time to live.",
        ExpiryCommands::persist);
  }

  private static void expire(String name, String since, Expiry.Unit unit) {
    write(
        name,
        -3,
        "fast",
        ONE,
        "generic",
        since,
        "Sets a time to live.",
        arguments -> ExpiryCommands.expire(arguments, unit));
  }

  private static void lifetime(String name, String since, Function<Arguments, Action> handler) {
    read(name, 2, "fast", ONE, "generic", since, "The time to live of a key.", handler);
  }

  private static void hashes() {
    String on = "hash";
    write("hset", -4, "denyoom fast", ONE, on, "2.0.0", "Sets fields.", HashCommands::set);
    read("hget", 3, "fast", ONE, on, "2.0.0", "The value of a field.", HashCommands::get);
    read("hmget", -3, "fast", ONE, on, "2.0.0", "The values of fields.", HashCommands::getMany);
    read("hgetall", 2, "", ONE, on, "2.0.0", "All fields and values.", HashCommands::getAll);
    write("hdel", -3, "fast", ONE, on, "2.0.0", "Deletes fields.", HashCommands::delete);
    read("hexists", 3, "fast", ONE, on, "2.0.0", "Is there a field?", HashCommands::exists);
    read("hlen", 2, "fast", ONE, on, "2.0.0", "How many fields there are.", HashCommands::length);
    write("hincrby", 4, "denyoom fast", ONE, on, "2.0.0", "Adds to a field.", HashCommands::add);
    read("hkeys", 2, "", ONE, on, "2.0.0", "All fields.", HashCommands::keys);
    read("hvals", 2, "", ONE, on, "2.0.0", "All values.", HashCommands::values);
    read("hscan", -3, "", ONE, on, "2.8.0", "Goes through the fields.", HashCommands::scan);
  }

  private static void keyspace() {
    String on = "generic";
    add("randomkey", 1, "readonly", on, "1.0.0", "Some key.", KeyspaceCommands::random);
    add("scan", -2, "readonly", on, "2.8.0", "Goes through the keys.", KeyspaceCommands::scan);
    add("keys", 2, "readonly", on, "1.0.0", "The keys of a pattern.", KeyspaceCommands::keys);
    add("dbsize", 1, "readonly fast", "server", "1.0.0", "Counts keys.", KeyspaceCommands::size);
    add("flushall", -1, "write", "server", "1.0.0", "Deletes all.", KeyspaceCommands::flush);
    add("flushdb", -1, "write", "server", "1.0.0", "Deletes all.", KeyspaceCommands::flush);
  }

  private static void connections() {
    String on = "connection";
    add("ping", -1, "fast", on, "1.0.0", "Answers.", ConnectionCommands::ping);
    add("echo", 2, "fast", on, "1.0.0", "Answers the same.", ConnectionCommands::echo);
    add("select", 2, "fast", on, "1.0.0", "Chooses database 0.", ConnectionCommands::select);
    add("quit", -1, "noauth fast", on, "1.0.0", "Ends the connection.", ConnectionCommands::quit);
    add("reset", 1, "noauth fast", on, "6.2.0", "Begins anew.", ConnectionCommands::reset);
    add("auth", -2, "noauth fast", on, "1.0.0", "Says who asks.", ConnectionCommands::auth);
    add("hello", -1, "noauth fast", on, "6.0.0", "Greets.", ConnectionCommands::hello);
    add("client", -2, "", on, "2.4.0", "On clients.", ClientCommands::handle);
  }

  private static void transactions() {
    String on = "transactions";
    add("multi", 1, "fast", on, "1.2.0", "Begins a transaction.", TransactionCommands::multi);
    add("exec", 1, "", on, "1.2.0", "Does a transaction.", TransactionCommands::exec);
    add("discard", 1, "fast", on, "2.0.0", "Drops a transaction.", TransactionCommands::discard);
    put(-2, "fast", REST, on, "2.2.0", "Watches keys.", "watch", TransactionCommands::watch);
    add("unwatch", 1, "fast", on, "2.2.0", "Watches no more.", TransactionCommands::unwatch);
  }

  private static void server() {
    String on = "server";
    add("info", -1, "", on, "1.0.0", "On the node.", ServerCommands::info);
    add("time", 1, "fast", on, "2.6.0", "The time.", ServerCommands::time);
    add("command", -1, "", on, "2.8.13", "On commands.", CommandCommands::handle);
    add("config", -2, "admin", on, "2.0.0", "On settings.", ServerCommands::config);
    add("wait", 3, "", "generic", "3.0.0", "How many copies there are.", ServerCommands::await);
    add("function", -2, "write", "scripting", "7.0.0", "None.", ServerCommands::function);
    add("debug", -2, "admin", on, "1.0.0", "Refused.", ServerCommands::debug);
    add("cluster", -2, "", "cluster", "3.0.0", "On the cluster.", ClusterCommands::handle);
    add("readonly", 1, "fast", "cluster", "3.0.0", "Reads backups.", ClusterCommands::readonly);
    add("readwrite", 1, "fast", "cluster", "3.0.0", "Reads primaries.", ClusterCommands::readwrite);
    add("asking", 1, "fast", "cluster", "3.0.0", "Needed by none.", ClusterCommands::asking);
  }

  private static void read(
      String name,
      int arity,
      String flags,
      Keys keys,
      String group,
      String since,
      String summary,
      Function<Arguments, Action> handler) {
    put(
        arity,
        "readonly " + flags,
        keys,
        group,
        since,
        summary,
        name,
        (session, arguments) -> handler.apply(arguments));
  }

  private static void write(
      String name,
      int arity,
      String flags,
      Keys keys,
      String group,
      String since,
      String summary,
      Function<Arguments, Action> handler) {
    put(
        arity,
        "write " + flags,
        keys,
        group,
        since,
        summary,
        name,
        (session, arguments) -> handler.apply(arguments));
  }

  private static void add(
      String name,
      int arity,
      String flags,
      String group,
      String since,
      String summary,
      Handler handler) {
    put(arity, flags, Keys.NONE, group, since, summary, name, handler);
  }

  private static void put(
      int arity,
      String flags,
      Keys keys,
      String group,
      String since,
      String summary,
      String name,
      Handler handler) {
    List<String> words = Arrays.stream(flags.split(" ")).filter(word -> !word.isEmpty()).toList();
    ALL.put(name, new Command(name, arity, words, keys, group, since, summary, handler));
  }
}
