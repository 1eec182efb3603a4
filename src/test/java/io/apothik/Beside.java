package io.apothik;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** A class of tests that runs beside any others; its own tests run one after the other. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = Beside.ItsOwn.class)
public @interface Beside {
  /** What a class holds alone is held by none of its tests beside another. */
  final class ItsOwn implements ResourceLocksProvider {
    @Override
    public Set<Lock> provideForClass(Class<?> tests) {
      return Set.of(new Lock(tests.getName()));
    }
  }
}
