package io.apothik.sim;

/** How much happens at once. */
enum Pace {
  /** Trouble after trouble, each of which is over when the next comes. */
  STEADY(4, RandomWork.KEYS, 120, 2_500, 700, 0, 0),

  /** Trouble upon trouble, and many calls for few keys. */
  HECTIC(8, 4, 60, 700, 300, 30, 25),

  /** Members come and go faster than tables are agreed upon; hardly anybody calls. */
  RESTLESS(1, 1, 1_000, 250, 700, 0, 40);

  private final int clients;
  private final int keys;
  private final int restMillisMax;
  private final int quietMillisMax;
  private final int patienceMillis;
  private final int refreshPercent;
  private final int mutePercent;

  Pace(
      int clients,
      int keys,
      int restMillisMax,
      int quietMillisMax,
      int patienceMillis,
      int refreshPercent,
      int mutePercent) {
    this.clients = clients;
    this.keys = keys;
    this.restMillisMax = restMillisMax;
    this.quietMillisMax = quietMillisMax;
    this.patienceMillis = patienceMillis;
    this.refreshPercent = refreshPercent;
    this.mutePercent = mutePercent;
  }

  /** How many call. */
  int clients() {
    return clients;
  }

  /** How many of the keys they call for, at most {@link RandomWork#KEYS}. */
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

  /** How often a client looks at the newest table before it calls. */
  int refreshPercent() {
    return refreshPercent;
  }

  /** How often what goes wrong is a silent link, in one direction, of which nobody is told. */
  int mutePercent() {
    return mutePercent;
  }
}
