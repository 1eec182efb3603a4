package io.apothik.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.apothik.message.Limits;
import io.apothik.message.Settings;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in the cluster: the one place where membership events enter.
 *
 * <p>An event is only a hint. Members that joined before the listener was registered give none, and
 * one that fails inside the cluster manager is lost; so after every event, and on a timer, the
 * members are read again and compared with what was known.
 */
public final class Membership implements NodeListener {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final long RECONCILE_MILLIS = 1_000;

  /** Where the cluster manager keeps the id that its events speak of. */
  private static final String NODE_ID = "__vertx.nodeId";

  private final HazelcastClusterManager clusterManager;
  private final Settings settings;
  private final boolean hearsay;
  private final Set<String> heardOf = ConcurrentHashMap.newKeySet();
  private final List<BiConsumer<LiveSet, LiveSet>> listeners = new CopyOnWriteArrayList<>();
  private final Map<NodeName, Role> departed = new LinkedHashMap<>();
  private final Thaw thaw = new Thaw();

  private volatile LiveSet live = LiveSet.NONE;
  private volatile @Nullable Context context;
  private volatile Runnable onEnd = () -> {};

  /**
   * @param hearsay true to repeat a famous mistake: to believe only in members of whose joining an
   *     event told, and never to read the members again
   */
  public Membership(HazelcastClusterManager clusterManager, Settings settings, boolean hearsay) {
    this.clusterManager = clusterManager;
    this.settings = settings;
    this.hearsay = hearsay;
  }

  /** Reads the members for the first time, and goes on reading; completes after the first. */
  public Future<LiveSet> start(Vertx vertx) {
    Context own = vertx.getOrCreateContext();
    context = own;
    vertx.setPeriodic(RECONCILE_MILLIS, timer -> hint());
    return reconcile(own).map(done -> live);
  }

  /** Reads no more; what is known stays. */
  public void stop() {
    context = null;
  }

  /** Calls back with what was and what is, on a thread of this object's, after every change. */
  public void onChange(BiConsumer<LiveSet, LiveSet> listener) {
    listeners.add(listener);
  }

  /**
   * Runs it if Hazelcast ends by itself, as it does where it left one part of a cluster that was
   * cut in two and could not join the other.
   */
  public void onEnd(Runnable listener) {
    onEnd = listener;
  }

  public LiveSet live() {
    return live;
  }

  /** The nodes that were in the cluster and are gone, with the role that they had. */
  public Map<NodeName, Role> departed() {
    synchronized (departed) {
      return new LinkedHashMap<>(departed);
    }
  }

  /** The settings of the other members that have a name, each once. */
  public List<String> otherSettings() {
    return hazelcast().getCluster().getMembers().stream()
        .filter(member -> !member.localMember() && MemberAttributes.read(member).isPresent())
        .map(MemberAttributes::settings)
        .distinct()
        .toList();
  }

  @Override
  public void nodeAdded(String nodeId) {
    heardOf.add(nodeId);
    hint();
  }

  @Override
  public void nodeLeft(String nodeId) {
    heardOf.remove(nodeId);
    hint();
  }

  private void hint() {
    Context own = context;
    if (own != null) {
      own.runOnContext(ignored -> reconcile(own));
    }
  }

  private Future<Void> reconcile(Context own) {
    if (!hazelcast().getLifecycleService().isRunning()) {
      if (context != null) {
        stop();
        onEnd.run();
      }
      return Future.succeededFuture();
    }
    return own.executeBlocking(this::read, true)
        .onFailure(failure -> LOG.debug("the members could not be read", failure))
        .map(
            now -> {
              changeTo(now);
              return null;
            });
  }

  private LiveSet read() {
    thaw.look(hazelcast().getCluster(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    List<Member> members = new ArrayList<>();
    for (com.hazelcast.cluster.Member member : hazelcast().getCluster().getMembers()) {
      if (settings.goWith(MemberAttributes.settings(member)) && isBelieved(member)) {
        MemberAttributes.read(member).ifPresent(members::add);
      }
    }
    return new LiveSet(members);
  }

  private boolean isBelieved(com.hazelcast.cluster.Member member) {
    String nodeId = member.getAttribute(NODE_ID);
    return !hearsay || member.localMember() || (nodeId != null && heardOf.contains(nodeId));
  }

  private void changeTo(LiveSet now) {
    LiveSet before = live;
    if (now.equals(before)) {
      return;
    }
    LOG.info("members: {}", now.names());
    live = now;
    rememberDeparted(before, now);
    listeners.forEach(listener -> listener.accept(before, now));
  }

  private void rememberDeparted(LiveSet before, LiveSet now) {
    synchronized (departed) {
      now.names().forEach(departed::remove);
      for (Member member : before.members()) {
        if (!now.contains(member.name())) {
          departed.put(member.name(), member.role());
        }
      }
      while (departed.size() > Limits.DEPARTED_NODES_MAX) {
        departed.remove(departed.keySet().iterator().next());
      }
    }
  }

  private HazelcastInstance hazelcast() {
    return clusterManager.getHazelcastInstance();
  }
}
