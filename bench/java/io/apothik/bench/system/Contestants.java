package io.apothik.bench.system;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All systems that can be measured, by their names in the results. */
public final class Contestants {
  public static final String APOTHIK = "apothik-0";
  public static final String APOTHIK_BACKUP = "apothik-1";
  public static final String APOTHIK_LOCAL = "apothik-local";

  /** As many as the cores on which it is mostly measured. */
  private static final int LOOPS = 2;

  private static final Map<String, Peer> ALL = all();

  private Contestants() {}

  private static Map<String, Peer> all() {
    Map<String, Peer> all = new LinkedHashMap<>();
    all.put(APOTHIK, new ApothikPeer(0, false, 1));
    all.put("apothik-0-loops", new ApothikPeer(0, false, LOOPS));
    all.put("imap-0", new ImapPeer(0, false));
    all.put("asyncmap-0", new AsyncMapPeer(0));
    all.put("infinispan-0", new InfinispanPeer(0));
    all.put("redis-0", new RedisPeer(0));
    all.put("memcached-0", new MemcachedPeer());
    all.put("socket-0", new SocketPeer());
    all.put(APOTHIK_BACKUP, new ApothikPeer(1, false, 1));
    all.put("apothik-1-loops", new ApothikPeer(1, false, LOOPS));
    all.put("imap-1", new ImapPeer(1, false));
    all.put("asyncmap-1", new AsyncMapPeer(1));
    all.put("infinispan-1", new InfinispanPeer(1));
    all.put("redis-1", new RedisPeer(1));
    all.put("redis-cluster", new RedisClusterPeer());
    all.put(APOTHIK_LOCAL, new ApothikPeer(0, true, 1));
    all.put("imap-local", new ImapPeer(0, true));
    all.put("caffeine-local", new CaffeinePeer());
    return Collections.unmodifiableMap(all);
  }

  public static Map<String, Peer> byName() {
    return ALL;
  }

  /**
   * The system of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Peer named(String name) {
    Peer peer = ALL.get(name);
    if (peer == null) {
      throw new IllegalArgumentException(
          "'%s' is none of %s".formatted(name, String.join(", ", ALL.keySet())));
    }
    return peer;
  }

  /** Whether a system is Apothik itself. */
  public static boolean isOurs(String name) {
    return named(name) instanceof ApothikPeer;
  }

  /** The Apothik that keeps as many copies in the same place, so that the two compare. */
  public static String ours(String name) {
    if (name.endsWith("-local")) {
      return APOTHIK_LOCAL;
    }
    return named(name).backups() > 0 ? APOTHIK_BACKUP : APOTHIK;
  }
}
