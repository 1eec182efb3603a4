package io.apothik.cluster;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;

/**
 * What Hazelcast may bring to life with Java's serialization from bytes that came over the network.
 * Neither it nor the cluster manager needs that for anything but exceptions, which tell the caller
 * of an operation on another member why that failed; without them, it waits for minutes.
 */
final class Deserialization {
  private static final String[] EXCEPTIONS = {
    "com.hazelcast.cache.CacheNotExistsException",
    "com.hazelcast.core.ConsistencyLostException",
    "com.hazelcast.core.HazelcastException",
    "com.hazelcast.core.HazelcastInstanceNotActiveException",
    "com.hazelcast.core.HazelcastOverloadException",
    "com.hazelcast.core.IndeterminateOperationStateException",
    "com.hazelcast.core.LocalMemberResetException",
    "com.hazelcast.core.MemberLeftException",
    "com.hazelcast.core.OperationTimeoutException",
    "com.hazelcast.core.RuntimeInterruptedException",
    "com.hazelcast.internal.cluster.impl.ClusterTopologyChangedException",
    "com.hazelcast.internal.cluster.impl.ConfigMismatchException",
    "com.hazelcast.internal.cluster.impl.VersionMismatchException",
    "com.hazelcast.internal.partition.PartitionStateVersionMismatchException",
    "com.hazelcast.map.QueryResultSizeExceededException",
    "com.hazelcast.map.ReachedMaxSizeException",
    "com.hazelcast.map.impl.operation.EntryOffloadableLockMismatchException",
    "com.hazelcast.map.impl.operation.MapFetchIndexOperation$MissingPartitionException",
    "com.hazelcast.nio.serialization.HazelcastSerializationException",
    "com.hazelcast.partition.NoDataMemberInClusterException",
    "com.hazelcast.splitbrainprotection.SplitBrainProtectionException",
    "java.io.EOFException",
    "java.io.IOException",
    "java.io.InvalidClassException",
    "java.io.NotSerializableException",
    "java.io.ObjectStreamException",
    "java.io.UncheckedIOException",
    "java.net.ConnectException",
    "java.net.SocketException",
    "java.nio.channels.ClosedChannelException",
    "java.util.ConcurrentModificationException",
    "java.util.NoSuchElementException",
    "java.util.concurrent.CancellationException",
    "java.util.concurrent.CompletionException",
    "java.util.concurrent.ExecutionException",
    "java.util.concurrent.RejectedExecutionException",
    "java.util.concurrent.TimeoutException"
  };

  /** What exceptions consist of. */
  private static final String[] PARTS = {
    "[Ljava.lang.StackTraceElement;",
    "[Ljava.lang.Throwable;",
    "java.util.ArrayList",
    "java.util.Collections$EmptyList",
    "java.util.Collections$UnmodifiableCollection",
    "java.util.Collections$UnmodifiableList",
    "java.util.Collections$UnmodifiableRandomAccessList",
    "java.util.UUID"
  };

  /** Nothing but exceptions, and numbers and the like; what is in packages below is not in them. */
  private static final String[] PACKAGES = {"java.lang", "com.hazelcast.spi.exception"};

  private Deserialization() {}

  /** Restricts it to that, and to what the configuration allows by itself. */
  static void restrict(Config config) {
    JavaSerializationFilterConfig own =
        config.getSerializationConfig().getJavaSerializationFilterConfig();
    JavaSerializationFilterConfig filter = own == null ? new JavaSerializationFilterConfig() : own;
    ClassFilter allowed = filter.getWhitelist();
    allowed.addClasses(EXCEPTIONS).addClasses(PARTS).addPackages(PACKAGES);
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(filter.setDefaultsDisabled(true));
  }
}
