package io.apothik.door.resp;

import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys that a client watches, with the versions that they had when it began to. */
final class Watched {
  private final Map<Bytes, Version> versions = new LinkedHashMap<>();

  /** From now on; what is watched already is so from when on it was. */
  void add(Bytes key, Version version) {
    versions.putIfAbsent(key, version);
  }

  Map<Bytes, Version> versions() {
    return versions;
  }

  int size() {
    return versions.size();
  }
}
