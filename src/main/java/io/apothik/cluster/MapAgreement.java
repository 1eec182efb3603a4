package io.apothik.cluster;

import io.apothik.slot.SlotTable;
import io.apothik.wire.TableWire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.shareddata.AsyncMap;
import org.jspecify.annotations.Nullable;

/**
 * Agreement by compare-and-set on a cluster-wide map. The map is an AP structure: when it loses its
 * partition's owner in the middle of an update, or on both sides of a network partition, two tables
 * can be chosen for one epoch.
 */
public final class MapAgreement implements TableAgreement {
  private static final String MAP = "apothik.table";
  private static final String NEWEST = "newest";

  private final Future<AsyncMap<String, Buffer>> map;

  public MapAgreement(Vertx vertx) {
    this.map = vertx.sharedData().getClusterWideMap(MAP);
  }

  @Override
  public Future<SlotTable> propose(SlotTable table) {
    return map.compose(newest -> propose(newest, table));
  }

  private Future<SlotTable> propose(AsyncMap<String, Buffer> newest, SlotTable table) {
    Buffer proposed = TableWire.encode(table);
    return newest
        .get(NEWEST)
        .compose(
            stored -> {
              SlotTable known = decode(stored);
              if (known.epoch() >= table.epoch()) {
                return Future.succeededFuture(known);
              }
              Future<Boolean> won =
                  stored == null
                      ? newest.putIfAbsent(NEWEST, proposed).map(previous -> previous == null)
                      : newest.replaceIfPresent(NEWEST, stored, proposed);
              return won.compose(
                  yes -> yes ? Future.succeededFuture(table) : propose(newest, table));
            });
  }

  @Override
  public Future<SlotTable> latest() {
    return map.compose(newest -> newest.get(NEWEST)).map(MapAgreement::decode);
  }

  private static SlotTable decode(@Nullable Buffer stored) {
    return stored == null ? SlotTable.NONE : TableWire.decode(stored);
  }
}
