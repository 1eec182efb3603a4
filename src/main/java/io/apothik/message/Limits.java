package io.apothik.message;

/** Every maximum of the system, with its unit in its name. */
public final class Limits {
  public static final int KEY_BYTES_MAX = 64 * 1024;
  public static final int VALUE_BYTES_MAX = 1024 * 1024;

  /** How long a caller may wait at most, and how long it waits if it does not say. */
  public static final int TIMEOUT_MILLIS_MAX = 25_000;

  public static final int TIMEOUT_MILLIS_DEFAULT = 5_000;

  /** One fill request; the command line sends as many as it needs. */
  public static final int FILL_ENTRIES_MAX = 10_000;

  /** How many entries of one fill are on their way at the same time. */
  public static final int FILL_IN_FLIGHT_MAX = 256;

  /** Keys of one request about many. */
  public static final int MANY_KEYS_MAX = 1_000;

  /** What the values in the answer to one request about many keys have together. */
  public static final int MANY_BYTES_MAX = 8 * 1024 * 1024;

  /** Keys that one scan request answers with, and how many if it does not say. */
  public static final int SCAN_KEYS_MAX = 1_000;

  public static final int SCAN_KEYS_DEFAULT = 100;

  /** Slots that one message of a scan speaks of. */
  public static final int SCAN_SLOTS_MAX = 1_024;

  /** Keys that a node looks at for one message of a scan, be they live or not. */
  public static final int SCAN_LOOKS_MAX = 4_096;

  /** Times that one scan request asks the owners of some slots. */
  public static final int SCAN_ROUNDS_MAX = 64;

  /** A page takes no further key once its keys have this much, so it is at most one key larger. */
  public static final int PAGE_BYTES_FULL = 256 * 1024;

  /** Operations of one transaction, and keys that are watched for it, together. */
  public static final int TRANSACTION_STEPS_MAX = 1_000;

  /** What the values that one transaction reads have together. */
  public static final int TRANSACTION_BYTES_MAX = 16 * 1024 * 1024;

  /** Requests that travel to a node in one message. */
  public static final int BATCH_REQUESTS_MAX = 1_000;

  /** A batch takes no further request, or answer, once it has this much; at most one larger. */
  public static final int BATCH_BYTES_FULL = 256 * 1024;

  /** Batches that are on their way to one node before an answer to the first comes. */
  public static final int BATCHES_OUT_MAX = 3;

  /** Requests to one node that are on their way, or wait for that, in number and in bytes. */
  public static final int LANE_REQUESTS_MAX = 16_384;

  public static final int LANE_BYTES_MAX = 64 * 1024 * 1024;

  /** Prefixes of keys whose changes one node listens to. */
  public static final int LISTENER_PREFIXES_MAX = 1_000;

  /** Events that one node has not heard yet, at each event loop that tells it some. */
  public static final int LISTENER_UNHEARD_BYTES_MAX = 4 * 1024 * 1024;

  /** One frame of the event-bus bridge, its length prefix left out. */
  public static final int FRAME_BYTES_MAX = 2 * 1024 * 1024;

  /** Requests of one bridge connection that wait for their reply; past it, reading pauses. */
  public static final int BRIDGE_IN_FLIGHT_MAX = 128;

  public static final int BRIDGE_CONNECTIONS_MAX = 256;

  /** One command of a Redis client, each argument counted with 64 bytes more than it has. */
  public static final int RESP_COMMAND_BYTES_MAX = 16 * 1024 * 1024;

  /** Arguments of one command of a Redis client, its name included. */
  public static final int RESP_ARGUMENTS_MAX = 1024 * 1024;

  /** One command of a Redis client that is a line. */
  public static final int RESP_LINE_BYTES_MAX = 64 * 1024;

  /** Commands of one Redis client that wait for their replies; past it, reading pauses. */
  public static final int RESP_IN_FLIGHT_MAX = 128;

  /** Commands for the same slot that one Redis client sent in a row and that travel as one. */
  public static final int RESP_RUN_MAX = 16;

  /** Replies that one Redis client has not read; past it, no further command of it is done. */
  public static final int RESP_UNREAD_BYTES_FULL = 1024 * 1024;

  /** How long a Redis client may read nothing of what waits for it. */
  public static final int RESP_UNREAD_MILLIS_MAX = 10_000;

  public static final int RESP_CONNECTIONS_MAX = 10_000;

  /** How long a Redis client may give no command. */
  public static final int RESP_IDLE_MILLIS_MAX = 3_600_000;

  /** How long a node speaks for Redis clients about a slot that it gave to another. */
  public static final int RESP_SPOKEN_FOR_MILLIS = 30_000;

  /** A node that has handed over stays for Redis clients: until none asked for so long, */
  public static final int RESP_QUIET_MILLIS = 1_000;

  /** and no longer than this. */
  public static final int RESP_STAY_MILLIS_MAX = 15_000;

  /** What may wait for the client of a connection to read it; past it, the connection ends. */
  public static final int BRIDGE_UNREAD_BYTES_MAX = 64 * 1024 * 1024;

  /** How long a client may take nothing of what waits for it, and how long send nothing. */
  public static final int BRIDGE_STALL_MILLIS_MAX = 30_000;

  public static final int BRIDGE_IDLE_MILLIS_MAX = 600_000;

  /** One frame of a connection that has not said yet who it is. */
  public static final int LOGIN_FRAME_BYTES_MAX = 4 * 1024;

  /** How long a connection may take to say who it is, and how often it may be wrong. */
  public static final int LOGIN_MILLIS_MAX = 10_000;

  public static final int WRONG_PASSWORDS_MAX = 3;

  /** A chunk takes no further entry once it holds this much, so it is at most one entry larger. */
  public static final int CHUNK_BYTES_FULL = 256 * 1024;

  /** Slots that one chunk finishes. */
  public static final int CHUNK_SLOTS_MAX = 2_048;

  /** How old a picture of the cluster may be, if the caller says that it may. */
  public static final int PICTURE_AGE_MILLIS_MAX = 1_000;

  /** Pages that one node serves at a time: their sockets, not their files. */
  public static final int WEB_SOCKETS_MAX = 64;

  /** Requests of one page that wait for their reply. */
  public static final int WEB_IN_FLIGHT_MAX = 32;

  /** Origins of pages that a node remembers, as their nodes may be gone. */
  public static final int WEB_ORIGINS_MAX = 1_024;

  /** Copies of a slot besides its primary. */
  public static final int BACKUPS_MAX = 3;

  /** Event loops of a node that its slots are divided among. */
  public static final int LOOPS_MAX = 64;

  /** Ten thousand years: how long an entry may be told to live. */
  public static final long LIFETIME_MILLIS_MAX = 3_650_000L * 24 * 60 * 60 * 1_000;

  /** Writes without an answer that a node remembers for a further try, in number and in time. */
  public static final int RECENT_REQUESTS_MAX = 65_536;

  public static final int RECENT_REQUESTS_MILLIS_MAX = 30_000;

  /** Series of writes of which a node remembers, for as long, what is answered: about 1 MiB. */
  public static final int SERIES_MAX = 8_192;

  /** Series that a master goes on with though none of their writes is on its way. */
  public static final int IDLE_SERIES_MAX = 256;

  /** Writes of one slot that may be on their way to its copies at the same time. */
  public static final int IN_FLIGHT_WRITES_MAX = 1_024;

  /** Slots of which one message between nodes speaks. */
  public static final int TAKEOVER_SLOTS_MAX = 1_024;

  /** Changes of one slot's owners that a node remembers: about 1 MiB for 16,384 slots. */
  public static final int SLOT_MOVES_MAX = 8;

  /** Times that one explain request asks the copies of the key's slot. */
  public static final int EXPLAIN_ROUNDS_MAX = 20;

  /** How long a lease is for who grants it. */
  public static final int LEASE_MILLIS = 1_000;

  /**
   * What was acknowledged so long ago, every answer shows, also that to a get that may be stale.
   */
  public static final int STALE_MILLIS_MAX = LEASE_MILLIS;

  /** How long a leaving node tries to hand over what it holds. */
  public static final int LEAVE_MILLIS_MAX = 20_000;

  /** Replays of the experiment that a node keeps, those that were used last, and for how long. */
  public static final int REPLAY_SESSIONS_MAX = 4;

  public static final int REPLAY_IDLE_MILLIS_MAX = 600_000;

  /** Characters of the name of a replay, and its nodes that are there at the same time. */
  public static final int REPLAY_NAME_CHARS_MAX = 64;

  public static final int REPLAY_NODES_MAX = 8;

  /** Steps of replays that wait for their turn on one node. */
  public static final int REPLAY_WAITING_MAX = 8;

  /** What one sample of a node's history is about, and how many a node remembers: an hour. */
  public static final int SAMPLE_MILLIS = 5_000;

  public static final int SAMPLES_MAX = 720;

  /** Keys in one answer about which are asked for most, and how many if it is not said. */
  public static final int HOT_KEYS_MAX = 100;

  public static final int HOT_KEYS_DEFAULT = 20;

  /** A longer key is counted among the requests, but not named among those asked for most. */
  public static final int HOT_KEY_BYTES_MAX = 512;

  /** Prefixes of keys in one question about them; a user can have as many. */
  public static final int HOT_KEY_PREFIXES_MAX = 1_000;

  /** Events that a node's journal has, and the characters of the text of one. */
  public static final int JOURNAL_EVENTS_MAX = 1_000;

  public static final int JOURNAL_TEXT_CHARS_MAX = 500;

  /** Nodes that are gone and still listed as down. */
  public static final int DEPARTED_NODES_MAX = 64;

  private Limits() {}
}
