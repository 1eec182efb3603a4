package io.apothik.door.resp;

import io.apothik.Shared;

/** Gives tests the servers that they share. */
public final class SharedServers extends Shared<Servers> {
  public SharedServers() {
    super(Servers.class, Servers::new);
  }
}
