package io.apothik.sim;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/** Runs the simulation in a class loader of its own, in which one class of the core is changed. */
final class Laboratory {
  private final Constructor<?> simulation;
  private final Object pace;
  private final Method run;

  /**
   * @param type the full name of the class
   * @param change what is changed in it
   * @param pace of the simulation
   */
  Laboratory(String type, Change change, Pace pace) throws ReflectiveOperationException {
    ClassLoader mutant = new MutantLoader(Laboratory.class.getClassLoader(), type, change);
    Class<?> simulated = mutant.loadClass(Simulation.class.getName());
    Class<?> paces = mutant.loadClass(Pace.class.getName());
    this.pace = paceIn(paces, pace);
    simulation = simulated.getDeclaredConstructor(long.class, paces);
    simulation.setAccessible(true);
    run = simulated.getDeclaredMethod("run");
    run.setAccessible(true);
  }

  /** The same pace, as the mutant's classes know it. */
  private static Object paceIn(Class<?> paces, Pace pace) throws ReflectiveOperationException {
    Constructor<?> constructor = paces.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor.newInstance(
        pace.clients(),
        pace.keys(),
        pace.restMillisMax(),
        pace.quietMillisMax(),
        pace.patienceMillis(),
        pace.refreshPercent(),
        pace.mutePercent());
  }

  /** How the simulation of this seed fails, if it does: a law or a check of the core is broken. */
  Optional<Throwable> failureOf(long seed) throws ReflectiveOperationException {
    try {
      run.invoke(simulation.newInstance(seed, pace));
      return Optional.empty();
    } catch (InvocationTargetException thrown) {
      Throwable failure = thrown.getCause();
      if (failure instanceof AssertionError || failure instanceof RuntimeException) {
        return Optional.of(failure);
      }
      throw thrown;
    }
  }
}
