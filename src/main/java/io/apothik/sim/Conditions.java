package io.apothik.sim;

import io.apothik.message.Settings;
import java.util.Random;
import java.util.function.ToLongFunction;

/**
 * How simulated processes are, and what they notice of each other.
 *
 * @param settings of every node
 * @param slotCount how many slots tables have, 1 to 16,384
 * @param noticeMillisMax after how long everybody has noticed who came or went, at least 1
 * @param stopNoticeMillis after how long who stands still seems dead
 * @param cutNoticeMillis after how long who is behind a partition seems dead
 * @param skew by how much the fastest clock is faster than the slowest: 0.04 is 4 %
 * @param migrationRate draws how many bytes a second a node fills learners with
 * @param together whether nodes never part, so that an epoch has one table though no majority binds
 */
public record Conditions(
    Settings settings,
    int slotCount,
    int noticeMillisMax,
    int stopNoticeMillis,
    int cutNoticeMillis,
    double skew,
    ToLongFunction<Random> migrationRate,
    boolean together) {}
