package io.apothik.process;

import io.apothik.door.cli.Commands;
import io.apothik.process.RunSh.Result;
import io.apothik.slot.Bytes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs commands that ask a cluster as {@link RunSh} does, but gives a process only to the first of
 * each name: the others take the same way in this JVM, without the half second that a process
 * needs. Where it matters what is printed where and how a process ends, as for {@link CommandsIT},
 * {@link TestCluster#run} has one for each.
 */
final class SameJvm {
  /** They draw on a terminal. */
  private static final Set<String> LIVE = Set.of("top", "watch");

  private static final Set<String> HAD_PROCESS = ConcurrentHashMap.newKeySet();

  private SameJvm() {}

  static Result run(List<String> arguments) {
    String[] args = arguments.toArray(String[]::new);
    if (!isOfClusterAlone(arguments) || HAD_PROCESS.add(args[0])) {
      return RunSh.run(args);
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Commands.parser(Commands.asking(), args)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    Bytes output = Bytes.copyOf(out.toString().getBytes(StandardCharsets.UTF_8));
    return new Result(exit, output, err.toString());
  }

  /** Whether it neither reads from standard input, as for a value or password, nor draws. */
  private static boolean isOfClusterAlone(List<String> arguments) {
    String name = arguments.get(0);
    return Commands.asking().containsKey(name)
        && !LIVE.contains(name)
        && !arguments.contains("-")
        && !arguments.contains("--user");
  }
}
