package io.apothik.door.bus;

import io.apothik.slot.Bytes;
import io.apothik.trust.OperationClass;
import io.apothik.trust.Rights;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Narrows what is asked about keys of others' choice to those keys that the caller may read. */
final class ReadableKeys {
  private static final String PREFIXES = "prefixes";

  private ReadableKeys() {}

  /**
   * Has a request for hot keys that names no prefixes name those that the caller may read, unless
   * that is every key. Prefixes that it does name are checked like those of other requests.
   *
   * @param request changed if that is needed
   * @return whether it was changed
   */
  static boolean narrow(JsonObject request, Rights rights) {
    Object named = request.getValue(PREFIXES);
    boolean namesNone = named == null || (named instanceof JsonArray array && array.isEmpty());
    if (!"hot-keys".equals(request.getValue("op"))
        || !namesNone
        || rights.allowsEvery(OperationClass.READ, Bytes.EMPTY)) {
      return false;
    }
    JsonArray readable = new JsonArray();
    rights.prefixes().forEach(prefix -> prefix.asText().ifPresent(readable::add));
    request.put(PREFIXES, readable);
    return true;
  }
}
