package io.apothik.sim;

/** How much happens at once. */
enum Pace {
  /** Trouble after trouble, each of which is over when the next comes. */
  STEADY(4, 0, 9, 120, 2_500, 700, 4_000, 0, 0, 600, 0, 0, 0, 0.04),

  /** Trouble upon trouble, and many calls for few keys. */
  HECTIC(8, RandomWork.TEXTS - 1, 4, 60, 700, 300, 4_000, 30, 25, 600, 0, 0, 0, 0.04),

  /** Members come and go faster than tables are agreed upon; hardly anybody calls. */
  RESTLESS(1, RandomWork.TEXTS + 2, 1, 1_000, 250, 700, 4_000, 0, 40, 600, 0, 0, 0, 0.04),

  /**
   * Who cannot be reached is replaced at once, while it lives and clients reach it; and clients
   * read, some there and some where it was replaced, what hardly ever changes.
   */
  HASTY(8, 0, RandomWork.TEXTS, 40, 700, 60, 2_000, 30, 20, 50, 50, 1_200, 6, 0.048),

  /** The same again and again, while clients count. */
  FICKLE(8, RandomWork.TEXTS, 2, 60, 300, 60, 4_000, 50, 25, 50, 60, 400, 0, 0.048),

  /** Tables bind nobody to a majority, but nobody loses sight of anybody who is there. */
  LOOSE(6, 0, 9, 80, 1_500, 300, 4_000, 10, 15, 600, 0, 0, 0, 0.04),

  /** Tables bind nobody to a majority, so each side of a partition goes on by itself. */
  SPLIT(6, 0, 9, 80, 1_200, 300, 4_000, 10, 10, 600, 0, 0, 0, 0.04),

  /** What is stored lives for a limited time. */
  MORTAL(6, RandomWork.BRIEF, RandomWork.BRIEFS, 200, 900, 300, 4_000, 10, 15, 600, 0, 0, 0, 0.048),

  /** Somebody looks all the time which keys there are. */
  BROWSED(4, 0, 9, 200, 900, 300, 4_000, 10, 15, 600, 0, 0, 0, 0.04),

  /** As in haste, and half of what is read may be stale, and comes from any copy in sync. */
  STALE(8, 0, RandomWork.TEXTS, 40, 700, 60, 2_000, 30, 20, 50, 50, 2_500, 6, 0.048),

  /** A node has three event loops, and what these say to each other may come late, too. */
  DIVIDED(8, RandomWork.TEXTS - 1, 4, 60, 700, 60, 3_000, 30, 20, 50, 40, 1_200, 2, 0.048),

  /** As in haste, with transactions on two keys each. */
  PAIRED(8, 0, 0, 40, 500, 60, 3_000, 30, 20, 50, 40, 1_200, 0, 0.048),

  /** Somebody listens to all changes; nodes have two event loops. */
  HEARD(8, 0, RandomWork.TEXTS, 40, 900, 60, 3_000, 30, 15, 300, 20, 1_200, 0, 0.048),

  /** An operator changes again and again how many backups there are. */
  TUNED(4, 0, 9, 120, 700, 300, 4_000, 20, 15, 300, 0, 0, 0, 0.04);

  private final int clients;
  private final int firstKey;
  private final int keys;
  private final int restMillisMax;
  private final int quietMillisMax;
  private final int patienceMillis;
  private final int deadlineMillis;
  private final int refreshPercent;
  private final int mutePercent;
  private final int noticeMillisMax;
  private final int isolationPercent;
  private final int isolationMillisMax;
  private final int readers;
  private final double skew;

  Pace(
      int clients,
      int firstKey,
      int keys,
      int restMillisMax,
      int quietMillisMax,
      int patienceMillis,
      int deadlineMillis,
      int refreshPercent,
      int mutePercent,
      int noticeMillisMax,
      int isolationPercent,
      int isolationMillisMax,
      int readers,
      double skew) {
    this.clients = clients;
    this.firstKey = firstKey;
    this.keys = keys;
    this.restMillisMax = restMillisMax;
    this.quietMillisMax = quietMillisMax;
    this.patienceMillis = patienceMillis;
    this.deadlineMillis = deadlineMillis;
    this.refreshPercent = refreshPercent;
    this.mutePercent = mutePercent;
    this.noticeMillisMax = noticeMillisMax;
    this.isolationPercent = isolationPercent;
    this.isolationMillisMax = isolationMillisMax;
    this.readers = readers;
    this.skew = skew;
  }

  /** Whether no table binds anybody to a majority: it has two members, or there is no quorum. */
  boolean isUnbound() {
    return this == LOOSE || this == SPLIT;
  }

  /** Whether half of the gets may be stale. */
  boolean mayBeStale() {
    return this == STALE;
  }

  /** How often what goes wrong is that an operator changes the number of backups. */
  int tuningPercent() {
    return this == TUNED ? 35 : 0;
  }

  /** How many event loops a node has. */
  int loops() {
    return this == DIVIDED ? 3 : this == HEARD ? 2 : 1;
  }

  /** How many call. */
  int clients() {
    return clients;
  }

  /** From which key on they call: first come the texts, then the counters. */
  int firstKey() {
    return firstKey;
  }

  /** For how many keys they call. */
  int keys() {
    return keys;
  }

  /** How long a client rests between two calls. */
  int restMillisMax() {
    return restMillisMax;
  }

  /** How long nothing new goes wrong. */
  int quietMillisMax() {
    return quietMillisMax;
  }

  /** After how long a client tries again. */
  int patienceMillis() {
    return patienceMillis;
  }

  /** After how long a client tries no more. */
  int deadlineMillis() {
    return deadlineMillis;
  }

  /** How often a client looks at the newest table before it calls. */
  int refreshPercent() {
    return refreshPercent;
  }

  /** How often what goes wrong is a silent link, in one direction, of which nobody is told. */
  int mutePercent() {
    return mutePercent;
  }

  /** After how long everybody has noticed who is in reach and who is not. */
  int noticeMillisMax() {
    return noticeMillisMax;
  }

  /** How often what goes wrong is that a node is cut off from the others, and not from clients. */
  int isolationPercent() {
    return isolationPercent;
  }

  /** For how long it is so. */
  int isolationMillisMax() {
    return isolationMillisMax;
  }

  /** How many of those who call read, and nothing else. */
  int readers() {
    return readers;
  }

  /** By how much the fastest clock is faster than the slowest. */
  double skew() {
    return skew;
  }
}
