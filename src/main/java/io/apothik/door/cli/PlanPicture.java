package io.apothik.door.cli;

import io.apothik.capacity.Capacity;
import io.apothik.capacity.Share;
import io.apothik.capacity.Workload;
import io.apothik.message.Limits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code plan} prints.
 *
 * @param memory what entries may take on each node
 */
record PlanPicture(Capacity capacity, long memory) {
  private static final double PERCENT = 100;
  private static final double MILLIS_PER_SECOND = 1_000;

  /** Whether all entries have room after the death of a node. */
  boolean fitsAfterDeath() {
    return kept(capacity.shareAfterDeath().nodes()) == workload().entries();
  }

  private Workload workload() {
    return capacity.workload();
  }

  private long kept(int nodes) {
    return capacity.entriesKept(nodes, memory);
  }

  private long heapMax() {
    return Capacity.heapMaxBytes(liveBytes());
  }

  /** What lives in the heap of the fullest node after a death, or what memory lets live. */
  private long liveBytes() {
    Share share = capacity.shareAfterDeath();
    double room = (double) kept(share.nodes()) / workload().entries();
    return Capacity.EMPTY_HEAP_BYTES
        + (long) (room * (share.heapBytes() - Capacity.EMPTY_HEAP_BYTES));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%,d entries, keys of %,d bytes, values of %,d bytes%s; %d %s, %d %s",
            workload().entries(),
            workload().keyBytes(),
            workload().valueBytes(),
            workload().mortal() ? ", with a time to live" : "",
            capacity.nodes(),
            capacity.nodes() == 1 ? "node" : "nodes",
            capacity.backups(),
            capacity.backups() == 1 ? "backup" : "backups"));
    lines.add(
        text(
            "entry          %,d bytes of a node's memory for each copy; of the heap about %,d at its"
                + " primary, %,d at a backup",
            workload().weight(), workload().primaryHeapBytes(), workload().backupHeapBytes()));
    lines.add("node           " + share(capacity.share(capacity.nodes())));
    if (capacity.nodes() > 1) {
      lines.add("after a death  " + share(capacity.shareAfterDeath()));
    }
    lines.add(
        text(
            "set            --memory %s, and -Xmx%dm; a process then takes up to %s, all of them %s",
            ByteCount.text(memory),
            heapMax() >> 20,
            ByteCount.about(Capacity.processBytes(heapMax())),
            ByteCount.about(capacity.nodes() * Capacity.processBytes(heapMax()))));
    lines.addAll(changes());
    lines.addAll(deaths());
    return lines;
  }

  private static String share(Share share) {
    return text(
        "%,d slots, %,d entries and %,d of others on the fullest node: %s of its memory, %s of its"
            + " heap",
        share.slots(),
        share.entries(),
        share.backupEntries(),
        ByteCount.about(share.memoryBytes()),
        ByteCount.about(share.heapBytes()));
  }

  private List<String> changes() {
    String rate = ByteCount.about(capacity.migrationBytesPerSecond());
    List<String> lines = new ArrayList<>();
    if (capacity.rebuildBytes() > 0) {
      lines.add(
          text(
              "rebuild        %s are copied after a death, in %s at %s/s a node",
              ByteCount.about(capacity.rebuildBytes()), seconds(capacity.rebuildSeconds()), rate));
    }
    lines.add(
        text(
            "join           %s are copied to one more node, in %s",
            ByteCount.about(capacity.joinBytes()), seconds(capacity.joinSeconds())));
    if (capacity.nodes() > 1) {
      lines.add(
          text(
              "leave          a node hands over for %s%s",
              seconds(capacity.leaveSeconds()),
              leavesInTime() ? "" : ", and leaves after 20 s with copies not made: see the docs"));
    }
    return lines;
  }

  private boolean leavesInTime() {
    return capacity.leaveSeconds() * MILLIS_PER_SECOND <= Limits.LEAVE_MILLIS_MAX;
  }

  private List<String> deaths() {
    List<String> lines = new ArrayList<>();
    int most = Math.min(capacity.backups() + 1, capacity.nodes() - 1);
    for (int deaths = 1; deaths <= most; deaths++) {
      lines.add(text("%d at once      %s", deaths, atOnce(deaths)));
    }
    if (capacity.nodes() > 1) {
      lines.add("one by one     " + inTurn());
    }
    return lines;
  }

  private String inTurn() {
    int nodes = capacity.shareAfterDeath().nodes();
    if (!fitsAfterDeath()) {
      return text(
          "%,d of %,d entries have room on %d nodes, the others are evicted",
          kept(nodes), workload().entries(), nodes);
    } else if (capacity.backups() == 0) {
      return "what a node held is lost with it, and has room again on the others";
    }
    return text(
        "%d may die, each when the last was made good, until entries are evicted",
        capacity.deathsInTurn(memory));
  }

  private String atOnce(int deaths) {
    double lost = capacity.lostShare(deaths);
    String loss =
        lost == 0 ? "nothing is lost" : text("%.2g %% of the slots are lost", lost * PERCENT);
    return capacity.keepsQuorum(deaths)
        ? loss
        : loss + "; no majority is left: nobody answers until recover --accept-loss";
  }

  private static String seconds(double seconds) {
    return seconds < 1 ? "less than 1 s" : text("%,.0f s", seconds);
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  JsonObject json() {
    JsonArray deaths = new JsonArray();
    for (int k = 1; k <= Math.min(capacity.backups() + 1, capacity.nodes() - 1); k++) {
      deaths.add(
          new JsonObject()
              .put("deaths", k)
              .put("lostShare", capacity.lostShare(k))
              .put("keepsQuorum", capacity.keepsQuorum(k)));
    }
    return new JsonObject()
        .put("entries", workload().entries())
        .put("keyBytes", workload().keyBytes())
        .put("valueBytes", workload().valueBytes())
        .put("ttl", workload().mortal())
        .put("nodes", capacity.nodes())
        .put("backups", capacity.backups())
        .put("entryBytes", workload().weight())
        .put("entryHeapBytes", workload().primaryHeapBytes())
        .put("backupHeapBytes", workload().backupHeapBytes())
        .put("node", json(capacity.share(capacity.nodes())))
        .put("afterDeath", json(capacity.shareAfterDeath()))
        .put("memoryBytes", memory)
        .put("heapMaxBytes", heapMax())
        .put("processBytes", Capacity.processBytes(heapMax()))
        .put("migrationBytesPerSecond", capacity.migrationBytesPerSecond())
        .put("rebuildBytes", capacity.rebuildBytes())
        .put("rebuildSeconds", capacity.rebuildSeconds())
        .put("joinBytes", capacity.joinBytes())
        .put("joinSeconds", capacity.joinSeconds())
        .put("leaveSeconds", capacity.leaveSeconds())
        .put("leavesInTime", leavesInTime())
        .put("atOnce", deaths)
        .put("deathsInTurn", capacity.deathsInTurn(memory))
        .put("fitsAfterDeath", fitsAfterDeath());
  }

  private static JsonObject json(Share share) {
    return new JsonObject()
        .put("nodes", share.nodes())
        .put("slots", share.slots())
        .put("entries", share.entries())
        .put("backupEntries", share.backupEntries())
        .put("memoryBytes", share.memoryBytes())
        .put("heapBytes", share.heapBytes());
  }
}
