package io.apothik.door.cli;

import io.apothik.slot.Bytes;
import io.apothik.trust.PasswordHash;
import io.apothik.trust.User;
import io.apothik.trust.UsersText;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a line for a users file; asks no cluster. */
@Command(
    name = "user",
    description = {
      "Print the line of a users file for NAME.",
      "Asks for the password, or reads it as a line from standard input."
    })
final class UserCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "The user's name.")
  private String name = "";

  @Option(
      names = "--rights",
      paramLabel = "CLASSES",
      required = true,
      description = "Some of read,write,admin.")
  private String rights = "";

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "What keys must begin with; may be there several times (default: any key).")
  private List<String> prefixes = List.of("*");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine line = spec().commandLine();
    try {
      User user = new User(name, null, UsersText.rights(rights, prefixes));
      String password = Password.chosen(name);
      byte[] salt = new byte[PasswordHash.SALT_BYTES];
      new SecureRandom().nextBytes(salt);
      PasswordHash hash = PasswordHash.of(password, PasswordHash.ITERATIONS, Bytes.copyOf(salt));
      line.getOut().println(UsersText.line(new User(user.name(), hash, user.rights())));
      return ExitCode.DONE;
    } catch (IOException | IllegalArgumentException mistake) {
      line.getErr().println("error: " + mistake.getMessage());
      return ExitCode.USAGE;
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("run by picocli alone");
    }
    return spec;
  }
}
