package io.apothik.node;

import io.apothik.cluster.ClusterConfig;
import io.apothik.cluster.FreePorts;
import io.apothik.credential.TlsFiles;
import io.apothik.message.Settings;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.NodeName;
import io.apothik.slot.Provision;
import io.apothik.slot.Role;
import io.apothik.slot.Tuning;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a node is to be. Immutable; start from {@link #named} and change what should differ.
 *
 * @param settings what all nodes of the cluster must agree on
 * @param place where the cluster is and how it is reached
 * @param memory how much of the heap entries may take
 * @param mistakes of the original experiment, to be repeated on purpose
 * @param vertxOptions how many threads, and the like; without high availability
 * @param meters where a cache node shows its metrics
 */
public record NodeConfig(
    NodeName name,
    Role role,
    Settings settings,
    Place place,
    Memory memory,
    Mistakes mistakes,
    VertxOptions vertxOptions,
    MeterRegistry meters) {

  /**
   * Where the cluster is and how it is reached.
   *
   * @param clusterXml the Hazelcast configuration
   * @param clusterName nodes with different cluster names never meet
   * @param joinPort where others join through this node; 0 for any that is free, or, without a
   *     member to join, for what the XML says
   * @param doors where its doors will listen
   * @param joinOrNull {@code host:port} of a member to join, or null to do what the XML says
   * @param nodesExpected a new cluster waits for so many cache nodes, 5 s at most, before it
   *     divides the slots; at least 1
   * @param founders with fewer cache nodes no new cluster is founded, however long that takes: with
   *     a majority of those that there are to be, no two clusters are; at least 1
   * @param tlsOrNull what nodes prove themselves to each other with, or null to talk in the clear
   */
  public record Place(
      Path clusterXml,
      String clusterName,
      int joinPort,
      DoorPorts doors,
      @Nullable String joinOrNull,
      int nodesExpected,
      int founders,
      @Nullable TlsFiles tlsOrNull) {
    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if less than one node is expected or needed, or TLS has no
     *     authority
     */
    public Place {
      if (nodesExpected < 1) {
        throw new IllegalArgumentException(
            "%d nodes are expected: the least is 1".formatted(nodesExpected));
      }
      if (founders < 1) {
        throw new IllegalArgumentException("%d founders: the least is 1".formatted(founders));
      }
      if (tlsOrNull != null && tlsOrNull.authorityOrNull() == null) {
        throw new IllegalArgumentException(
            "nodes cannot prove themselves to each other without an authority's certificate");
      }
    }
  }

  /**
   * How much a cache node may use.
   *
   * @param bytes for entries, their keys and what surrounds them; above it, entries are evicted
   * @param migrationBytesPerSecond with how much it fills copies on other nodes
   */
  public record Memory(long bytes, long migrationBytesPerSecond) {
    /** The least that a node works with: a handful of the largest values. */
    public static final long BYTES_MIN = Tuning.MEMORY_BYTES_MIN;

    /** A quarter of the heap, and 100 MiB/s. */
    public static final Memory DEFAULT =
        new Memory(Math.max(BYTES_MIN, Runtime.getRuntime().maxMemory() / 4), 100L * 1024 * 1024);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if there is too little or too much of one
     */
    public Memory {
      Tuning.requireMemory(bytes);
      Tuning.requireMigrationRate(migrationBytesPerSecond);
    }
  }

  /**
   * Mistakes of the original experiment; possible under the modulo placement alone.
   *
   * @param countMaster take the ring from all members, those that store nothing included
   * @param lateListener register the membership listener after the join, and never read the members
   */
  public record Mistakes(boolean countMaster, boolean lateListener) {
    public static final Mistakes NONE = new Mistakes(false, false);
  }

  /**
   * Checks what can be checked without a network.
   *
   * @throws IllegalArgumentException if the parts do not go together
   */
  public NodeConfig {
    if (settings.placement().owned() && !mistakes.equals(Mistakes.NONE)) {
      throw new IllegalArgumentException(
          "--count-master and --late-listener need --placement modulo: under slots, only cache"
              + " nodes are ever in the table, and every node is shown the same table");
    }
    if (vertxOptions.isHAEnabled()) {
      throw new IllegalArgumentException(
          "Vert.x high availability takes the only membership listener; a node cannot use it");
    }
    vertxOptions = new VertxOptions(vertxOptions);
  }

  /** A cache node with the default settings, in the cluster {@code apothik}. */
  public static NodeConfig named(NodeName name, Path clusterXml) {
    return new NodeConfig(
        name,
        Role.CACHE,
        Settings.DEFAULT,
        new Place(clusterXml, "apothik", 0, DoorPorts.NONE, null, 1, 1, null),
        Memory.DEFAULT,
        Mistakes.NONE,
        fewThreads(),
        Metrics.globalRegistry);
  }

  public NodeConfig withRole(Role other) {
    return new NodeConfig(name, other, settings, place, memory, mistakes, vertxOptions, meters);
  }

  public NodeConfig withSettings(Settings other) {
    return new NodeConfig(name, role, other, place, memory, mistakes, vertxOptions, meters);
  }

  /** The original system, with these of its mistakes. */
  public NodeConfig withSettings(Settings other, Mistakes repeated) {
    return new NodeConfig(name, role, other, place, memory, repeated, vertxOptions, meters);
  }

  public NodeConfig withMemory(Memory other) {
    return new NodeConfig(name, role, settings, place, other, mistakes, vertxOptions, meters);
  }

  public NodeConfig withVertxOptions(VertxOptions other) {
    return new NodeConfig(name, role, settings, place, memory, mistakes, other, meters);
  }

  /** With its metrics in this registry instead of the application's global one. */
  public NodeConfig withMeters(MeterRegistry other) {
    return new NodeConfig(name, role, settings, place, memory, mistakes, vertxOptions, other);
  }

  /** In the cluster of that name, through that member if one is given. */
  public NodeConfig withCluster(String other, @Nullable String join) {
    return withPlace(
        draft -> {
          draft.clusterName = other;
          draft.joinOrNull = join;
        });
  }

  /** With this port to join through it. */
  public NodeConfig withJoinPort(int join) {
    return withPorts(join, place.doors);
  }

  /** With these ports to join through it, and of its doors. */
  public NodeConfig withPorts(int join, DoorPorts doors) {
    return withPlace(
        draft -> {
          draft.joinPort = join;
          draft.doors = doors;
        });
  }

  /** As one of so many cache nodes with which a cluster begins. */
  public NodeConfig withNodesExpected(int other) {
    return withPlace(draft -> draft.nodesExpected = other);
  }

  /** In a cluster that is not founded with fewer cache nodes than that. */
  public NodeConfig withFounders(int other) {
    return withPlace(draft -> draft.founders = other);
  }

  /** With these to prove itself to other nodes; all of a cluster must have such, or none. */
  public NodeConfig withTls(@Nullable TlsFiles other) {
    return withPlace(draft -> draft.tlsOrNull = other);
  }

  private NodeConfig withPlace(Consumer<Draft> change) {
    Draft draft = new Draft(place);
    change.accept(draft);
    return new NodeConfig(
        name, role, settings, draft.place(), memory, mistakes, vertxOptions, meters);
  }

  /** A place that is being changed. */
  private static final class Draft {
    private final Path clusterXml;
    private String clusterName;
    private int joinPort;
    private DoorPorts doors;
    private @Nullable String joinOrNull;
    private int nodesExpected;
    private int founders;
    private @Nullable TlsFiles tlsOrNull;

    private Draft(Place place) {
      clusterXml = place.clusterXml;
      clusterName = place.clusterName;
      joinPort = place.joinPort;
      doors = place.doors;
      joinOrNull = place.joinOrNull;
      nodesExpected = place.nodesExpected;
      founders = place.founders;
      tlsOrNull = place.tlsOrNull;
    }

    private Place place() {
      return new Place(
          clusterXml, clusterName, joinPort, doors, joinOrNull, nodesExpected, founders, tlsOrNull);
    }
  }

  /**
   * What it does as far as tables say nothing else. Memory that nobody asked for is a part of the
   * heap, and nodes have heaps of different size: so a cluster is not founded on that.
   */
  Provision provision() {
    long asked = memory.bytes() == Memory.DEFAULT.bytes() ? 0 : memory.bytes();
    return new Provision(
        new Tuning(settings.backups(), asked, memory.migrationBytesPerSecond()), memory.bytes());
  }

  /** This as the cluster sees it: a process of its own, with a port of its own. */
  ClusterConfig toCluster() {
    return new ClusterConfig(
        place.clusterXml,
        place.clusterName,
        name,
        role,
        settings,
        UUID.randomUUID().toString(),
        place.joinPort,
        FreePorts.pick(name.host()),
        place.doors,
        place.joinOrNull);
  }

  /**
   * One event loop: nothing hops between threads; and the sockets of the system where they can be.
   */
  private static VertxOptions fewThreads() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setPreferNativeTransport(true)
        .setWorkerPoolSize(4)
        .setInternalBlockingPoolSize(4);
  }
}
