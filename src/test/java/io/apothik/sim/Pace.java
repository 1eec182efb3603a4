package io.apothik.sim;

/**
 * How much happens at once.
 *
 * @param clients how many call
 * @param keys how many of the keys they call for, at most {@link RandomWork#KEYS}
 * @param restMillisMax how long a client rests between two calls
 * @param quietMillisMax how long nothing new goes wrong
 * @param patienceMillis after how long a client tries again
 * @param refreshPercent how often a client looks at the newest table before it calls
 * @param mutePercent how often what goes wrong is a link that falls silent in one direction, of
 *     which nobody is told
 */
record Pace(
    int clients,
    int keys,
    int restMillisMax,
    int quietMillisMax,
    int patienceMillis,
    int refreshPercent,
    int mutePercent) {
  /** Trouble after trouble, each of which is over when the next comes. */
  static final Pace STEADY = new Pace(4, RandomWork.KEYS, 120, 2_500, 700, 0, 0);

  /** Trouble upon trouble, and many calls for few keys. */
  static final Pace HECTIC = new Pace(8, 4, 60, 700, 300, 30, 25);

  /** Members come and go faster than tables are agreed upon; hardly anybody calls. */
  static final Pace RESTLESS = new Pace(1, 1, 1_000, 250, 700, 0, 40);
}
