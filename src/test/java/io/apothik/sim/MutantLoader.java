package io.apothik.sim;

import java.io.IOException;
import java.util.function.UnaryOperator;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.pool.TypePool;

/** Loads this project's classes anew, one of them changed; all others are those of the tests. */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "io.apothik.";

  private final String changed;
  private final byte[] changedBytes;
  private final ClassFileLocator files;

  /**
   * @param changed the full name of the class that is changed
   * @param change what is changed in it
   * @throws IllegalStateException if there is not what is to be changed
   */
  MutantLoader(ClassLoader parent, String changed, UnaryOperator<DynamicType.Builder<?>> change) {
    super(parent);
    this.changed = changed;
    this.files = ClassFileLocator.ForClassLoader.of(parent);
    this.changedBytes = apply(change);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = name.equals(changed) ? changedBytes : bytesOf(name);
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] bytesOf(String name) throws ClassNotFoundException {
    try {
      return files.locate(name).resolve();
    } catch (IOException | IllegalStateException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  private byte[] apply(UnaryOperator<DynamicType.Builder<?>> change) {
    TypeDescription type = TypePool.Default.of(files).describe(changed).resolve();
    return change.apply(new ByteBuddy().redefine(type, files)).make().getBytes();
  }
}
