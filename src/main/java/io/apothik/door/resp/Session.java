package io.apothik.door.resp;

import io.apothik.message.Limits;
import io.apothik.trust.User;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one client, from its first byte to its last. Used on one context. */
final class Session {
  /** Which replies the client wants. */
  enum Replies {
    ON,
    OFF,
    /** All but the one to the next command. */
    SKIP_NEXT,
    /** All but the one to the command that is handled now. */
    SKIP
  }

  private final long id;
  private final String address;
  private final String localAddress;
  private final long sinceMillis = System.currentTimeMillis();
  private final Door door;
  private final io.apothik.trust.Session caller;
  private int wrongPasswords;
  private boolean checked;
  private boolean expelled;
  private long lastMillis = sinceMillis;
  private String lastCommand = "NULL";
  private String name = "";
  private String library = "";
  private String libraryVersion = "";
  private int version = 2;
  private boolean readonly;
  private Replies replies = Replies.ON;
  private @Nullable Transaction transaction;
  private Watched watched = new Watched();

  /**
   * @param id differs between any two clients of a node
   * @param address of the client, as host and port
   */
  Session(long id, String address, String localAddress, Door door) {
    this.id = id;
    this.address = address;
    this.localAddress = localAddress;
    this.door = door;
    this.caller = door.protection().session();
  }

  /** Of the client, as host and port. */
  String address() {
    return address;
  }

  /** Who it is. */
  io.apothik.trust.Session caller() {
    return caller;
  }

  boolean isKnown() {
    return caller.user().isPresent();
  }

  /** It gave a wrong password; whether once too often. */
  boolean wasWrongTooOften() {
    return ++wrongPasswords >= Limits.WRONG_PASSWORDS_MAX;
  }

  /** It has to go once it has its answer. */
  void expel() {
    expelled = true;
  }

  boolean isExpelled() {
    return expelled;
  }

  /**
   * Its password begins, or ends, to be checked, which may take as long as others wait for that.
   */
  void isChecked(boolean now) {
    checked = now;
  }

  /** Whether it has been silent for too long, or for too long has not said who it is. */
  boolean isOverdue(long nowMillis) {
    return nowMillis - lastMillis > Limits.RESP_IDLE_MILLIS_MAX
        || (!isKnown() && !checked && nowMillis - sinceMillis > Limits.LOGIN_MILLIS_MAX);
  }

  Door door() {
    return door;
  }

  long id() {
    return id;
  }

  /** A command of it begins to be handled. */
  void begins(String command) {
    lastMillis = System.currentTimeMillis();
    lastCommand = command;
    if (replies == Replies.SKIP_NEXT) {
      replies = Replies.SKIP;
    } else if (replies == Replies.SKIP) {
      replies = Replies.ON;
    }
  }

  /** Whether the command that is handled now is answered. */
  boolean isAnswered() {
    return replies == Replies.ON || replies == Replies.SKIP_NEXT;
  }

  void replies(Replies wanted) {
    replies = wanted;
  }

  /** As at its beginning, a stranger again. */
  void reset() {
    caller.forget();
    name = "";
    version = 2;
    readonly = false;
    replies = Replies.ON;
    transaction = null;
    watched = new Watched();
  }

  String name() {
    return name;
  }

  void name(String text) {
    if (!Arguments.isPlain(text)) {
      throw new CommandException(
          "ERR Client names cannot contain spaces, newlines or special characters.");
    }
    name = text;
  }

  void library(String text) {
    library = text;
  }

  void libraryVersion(String text) {
    libraryVersion = text;
  }

  /** Of the protocol: 2 or 3. */
  int version() {
    return version;
  }

  void version(int wanted) {
    version = wanted;
  }

  /** Whether it takes what a backup says. */
  boolean isReadonly() {
    return readonly;
  }

  void readonly(boolean wanted) {
    readonly = wanted;
  }

  /** The commands that it is collecting, if it does. */
  Optional<Transaction> transaction() {
    return Optional.ofNullable(transaction);
  }

  void transaction(@Nullable Transaction next) {
    transaction = next;
  }

  /** The keys that it watches. */
  Watched watched() {
    return watched;
  }

  /** It watches nothing any more. */
  void unwatch() {
    watched = new Watched();
  }

  /** What is told of it to whoever asks who the clients are. */
  String line() {
    long now = System.currentTimeMillis();
    return ("id=%d addr=%s laddr=%s name=%s age=%d idle=%d flags=%s db=0 sub=0 psub=0 ssub=0 multi=%d"
            + " watch=%d cmd=%s user=%s resp=%d lib-name=%s lib-ver=%s")
        .formatted(
            id,
            address,
            localAddress,
            name,
            (now - sinceMillis) / 1_000,
            (now - lastMillis) / 1_000,
            flags(),
            transaction == null ? -1 : transaction.size(),
            watched.size(),
            lastCommand,
            caller.user().map(User::name).orElse("(none)"),
            version,
            library,
            libraryVersion);
  }

  private String flags() {
    String flags = (transaction == null ? "" : "x") + (readonly ? "r" : "");
    return flags.isEmpty() ? "N" : flags;
  }
}
