package io.apothik.door.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.shell.jline3.PicocliJLineCompleter;

@Command(name = "shell", description = "A prompt for all commands, with history and completion.")
final class Shell implements Callable<Integer> {
  private static final Set<String> ELSEWHERE =
      Set.of("bench", "node", "shell", "simulate", "up", "user");

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "apothik",
      description = "The cluster to ask (default: ${DEFAULT-VALUE}).")
  String cluster = "apothik";

  @Mixin Entrance entrance = new Entrance();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CommandLine commands = Commands.parser(Commands.asking());
    if (spec != null) {
      commands.setOut(spec.commandLine().getOut()).setErr(spec.commandLine().getErr());
    }
    Path history = Path.of(System.getProperty("apothik.home", "."), "run", ".history");
    try (org.jline.terminal.Terminal terminal =
        TerminalBuilder.builder().system(true).dumb(true).build()) {
      // Ctrl-C ends the command that runs, such as watch, and not the shell.
      Thread self = Thread.currentThread();
      terminal.handle(org.jline.terminal.Terminal.Signal.INT, signal -> self.interrupt());
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .completer(new PicocliJLineCompleter(commands.getCommandSpec()))
              .variable(LineReader.HISTORY_FILE, history)
              .build();
      return prompt(reader, commands);
    }
  }

  private int prompt(LineReader reader, CommandLine commands) {
    while (true) {
      try {
        List<String> words = words(reader.readLine(cluster + "> "));
        if (words.equals(List.of("exit")) || words.equals(List.of("quit"))) {
          return ExitCode.DONE;
        }
        if (!words.isEmpty() && isElsewhere(words.get(0))) {
          commands
              .getErr()
              .println(
                  "error: '%s' is no command of this shell; outside of it: ./run.sh %s"
                      .formatted(words.get(0), String.join(" ", words)));
        } else if (!words.isEmpty()) {
          commands.execute(withCluster(words, commands));
          Thread.interrupted();
        }
      } catch (UserInterruptException interrupted) {
        // As in any shell, this drops the line, not the shell.
      } catch (EndOfFileException end) {
        return ExitCode.DONE;
      }
    }
  }

  /** Whether it is a command of run.sh for which a process of its own is needed. */
  private static boolean isElsewhere(String word) {
    return ELSEWHERE.contains(word) || word.matches("[0-9]+");
  }

  /** An empty word counts where it is quoted; the cursor is put where it adds none at the end. */
  private static List<String> words(String line) {
    return line.isBlank() ? List.of() : new DefaultParser().parse(line.strip(), 0).words();
  }

  private String[] withCluster(List<String> words, CommandLine commands) {
    List<String> all = new ArrayList<>(words);
    CommandLine command = commands.getSubcommands().get(words.get(0));
    boolean takesCluster =
        command != null && command.getCommandSpec().findOption("--cluster") != null;
    if (takesCluster && !words.contains("--cluster")) {
      all.addAll(1, List.of("--cluster", cluster));
    }
    if (takesCluster && !words.contains("--user")) {
      all.addAll(1, entrance.words());
    }
    return all.toArray(String[]::new);
  }
}
