package io.apothik.process;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives classes of tests that change no member a cluster of two nodes that they share: it is
 * started for the first, and ended after the last. So each has to mind that there may be keys of
 * others.
 */
final class TwoNodes implements ParameterResolver {
  private record Shared(TestCluster cluster) implements AutoCloseable {
    @Override
    public void close() {
      cluster.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(TwoNodes.class))
        .getOrComputeIfAbsent(Shared.class, same -> new Shared(TestCluster.start(2)), Shared.class)
        .cluster();
  }
}
