package io.apothik.bench;

import java.util.ArrayList;
import java.util.List;

/** The options of every JVM that takes part, whichever system it runs. */
final class Jvm {
  private static final int ADDS_NATIVE_ACCESS = 24;

  private Jvm() {}

  /** What starts a main class in a JVM like this one, with these options. */
  static List<String> command(List<String> options, Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }

  /** The collector is the JDK's choice for the machine. */
  static List<String> options(String heap) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xms" + heap,
                "-Xmx" + heap,
                // What Hazelcast asks for.
                "--add-modules=java.se",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.management/sun.management=ALL-UNNAMED",
                "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
                // With two cores there would be no common pool, and a new thread for each answer.
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-Djava.net.preferIPv4Stack=true",
                "-Dvertx.disableDnsResolver=true",
                "-Dlogback.configurationFile=bench/logback.xml"));
    if (Runtime.version().feature() >= ADDS_NATIVE_ACCESS) {
      options.add("--enable-native-access=ALL-UNNAMED");
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return List.copyOf(options);
  }
}
