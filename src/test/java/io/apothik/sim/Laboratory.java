package io.apothik.sim;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/** Runs a simulation in a class loader of its own, in which one class of the core is changed. */
final class Laboratory {
  /** Makes the simulation of a seed. */
  private interface Maker {
    Object make(long seed) throws ReflectiveOperationException;
  }

  private final Maker maker;
  private final Method run;

  private Laboratory(Class<?> simulation, Maker maker) throws ReflectiveOperationException {
    this.maker = maker;
    run = simulation.getDeclaredMethod("run");
    run.setAccessible(true);
  }

  /**
   * Simulates clusters.
   *
   * @param type the full name of the class
   * @param change what is changed in it
   */
  static Laboratory ofClusters(String type, Change change, Pace pace)
      throws ReflectiveOperationException {
    ClassLoader mutant = new MutantLoader(Laboratory.class.getClassLoader(), type, change);
    Class<?> simulation = mutant.loadClass(Simulation.class.getName());
    Class<?> paces = mutant.loadClass(Pace.class.getName());
    Object samePace = valueOf(paces, pace.name());
    Constructor<?> constructor = simulation.getDeclaredConstructor(long.class, paces);
    constructor.setAccessible(true);
    return new Laboratory(simulation, seed -> constructor.newInstance(seed, samePace));
  }

  private static Object valueOf(Class<?> constants, String name)
      throws ReflectiveOperationException {
    Method valueOf = constants.getDeclaredMethod("valueOf", String.class);
    valueOf.setAccessible(true);
    return valueOf.invoke(null, name);
  }

  /**
   * Simulates votes.
   *
   * @param type the full name of the class
   * @param change what is changed in it
   */
  static Laboratory ofVotes(String type, Change change) throws ReflectiveOperationException {
    ClassLoader mutant = new MutantLoader(Laboratory.class.getClassLoader(), type, change);
    Class<?> simulation = mutant.loadClass(VoteSimulation.class.getName());
    Constructor<?> constructor = simulation.getDeclaredConstructor(long.class);
    constructor.setAccessible(true);
    return new Laboratory(simulation, constructor::newInstance);
  }

  /** How the simulation of this seed fails, if it does: a law or a check of the core is broken. */
  Optional<Throwable> failureOf(long seed) throws ReflectiveOperationException {
    try {
      run.invoke(maker.make(seed));
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
