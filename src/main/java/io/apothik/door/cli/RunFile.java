package io.apothik.door.cli;

import io.apothik.message.Settings;
import io.apothik.message.Settings.Quorum;
import io.apothik.slot.Placement;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What commands need in order to find a running cluster.
 *
 * @param host where the bridge listens
 * @param bridgePort its port
 * @param join {@code host:port} of a member that others can join through
 * @param settings what a node that joins must have, too
 * @param peerTls whether nodes prove themselves to each other, so that one that joins must, too
 * @param pid the process that supervises the cluster
 */
public record RunFile(
    String host, int bridgePort, String join, Settings settings, boolean peerTls, long pid) {
  private static final String FILE = "cluster.json";

  /** The directory of the cluster with the given name; need not exist. */
  public static Path directory(String cluster) {
    if (!cluster.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
      throw new IllegalArgumentException(
          "'%s' is no cluster name: 1 to 64 letters, digits, - and _".formatted(cluster));
    }
    return Path.of(System.getProperty("apothik.home", "."), "run", cluster);
  }

  /** The file of the cluster with the given name, or nothing if it is not up. */
  public static Optional<RunFile> read(String cluster) throws IOException {
    Path file = directory(cluster).resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonObject json = new JsonObject(Files.readString(file));
      return Optional.of(
          new RunFile(
              json.getString("host"),
              json.getInteger("bridgePort"),
              json.getString("join"),
              new Settings(
                  Placement.labelled(json.getString("placement")),
                  json.getInteger("backups"),
                  Quorum.labelled(json.getString("quorum")),
                  json.getInteger("loops", 1)),
              json.getBoolean("peerTls", false),
              json.getLong("pid")));
    } catch (DecodeException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException broken) {
      throw new IOException(file + " is broken: " + broken.getMessage(), broken);
    }
  }

  /** Puts the file in its place as a whole. */
  public void write(String cluster) throws IOException {
    Path directory = Files.createDirectories(directory(cluster));
    JsonObject json =
        new JsonObject()
            .put("host", host)
            .put("bridgePort", bridgePort)
            .put("join", join)
            .put("placement", settings.placement().label())
            .put("backups", settings.backups())
            .put("quorum", settings.quorum().label())
            .put("loops", settings.loops())
            .put("peerTls", peerTls)
            .put("pid", pid);
    Path draft = directory.resolve(FILE + "." + pid);
    Files.writeString(draft, json.encodePrettily() + "\n");
    Files.move(draft, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes the file away if it is this one. */
  public void delete(String cluster) throws IOException {
    if (read(cluster).equals(Optional.of(this))) {
      Files.deleteIfExists(directory(cluster).resolve(FILE));
    }
  }

  /** Whether the supervising process is still there. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
