package io.apothik.door.cli;

import io.apothik.message.Limits;
import io.apothik.slot.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about one key and a value, which is an argument or comes from a file. */
abstract class ValueCommand extends KeyCommand {
  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "0 to 1 MiB.")
  @Nullable String value;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Take the value from this file, - for standard input.")
  @Nullable String file;

  /**
   * The value.
   *
   * @throws IllegalArgumentException if there is not exactly one, or it cannot be read
   */
  Bytes value() {
    if ((value == null) == (file == null)) {
      throw new IllegalArgumentException("there must be a VALUE or --from FILE");
    }
    return value != null ? Bytes.utf8(value) : Bytes.copyOf(read(String.valueOf(file)));
  }

  /** No more than it takes to see that the limit is exceeded. */
  private static byte[] read(String file) {
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      return in.readNBytes(Limits.VALUE_BYTES_MAX + 1);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("cannot read " + file + ": " + unreadable, unreadable);
    }
  }
}
