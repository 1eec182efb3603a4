package io.apothik.trust;

import io.apothik.slot.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All who may come in. Immutable; safe for use by several threads. */
public final class Users {
  /** The name of the user that strangers are, if there is one without a password. */
  public static final String STRANGER = "default";

  /** Where nobody is asked who they are: strangers may do everything. */
  public static final Users EVERYBODY =
      new Users(List.of(new User(STRANGER, null, Rights.ALL)), PasswordHash.ITERATIONS);

  private static final long FILE_BYTES_MAX = 4L * 1024 * 1024;

  private final Map<String, User> byName = new HashMap<>();
  private final PasswordHash nobody;

  Users(Collection<User> users, int iterations) {
    users.forEach(user -> byName.put(user.name(), user));
    // No password has this hash, as nobody could find one.
    Bytes salt = Bytes.copyOf(new byte[PasswordHash.SALT_BYTES]);
    nobody = new PasswordHash(iterations, salt, Bytes.copyOf(new byte[PasswordHash.HASH_BYTES]));
  }

  /**
   * The users that a file names; {@link UsersText} says in which form.
   *
   * @throws IllegalArgumentException with file, line and reason if the file has a mistake
   */
  public static Users read(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > FILE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "%s has %d bytes, the limit is %d".formatted(file, bytes, FILE_BYTES_MAX));
    }
    return parse(Files.readString(file), file.toString());
  }

  /**
   * The users that a text names.
   *
   * @param file for the messages
   * @throws IllegalArgumentException with file, line and reason if the text has a mistake
   */
  public static Users parse(String text, String file) {
    return UsersText.parse(text, file);
  }

  public Optional<User> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Who those are that have not said who they are, or nothing if they are not let in. */
  public Optional<User> stranger() {
    return named(STRANGER).filter(user -> user.passwordOrNull() == null);
  }

  /**
   * Who has that name and that password. Takes as long for a name that there is not, so that the
   * time tells no names.
   */
  public Optional<User> authenticated(String name, String password) {
    Optional<User> user = named(name).filter(known -> known.passwordOrNull() != null);
    PasswordHash hash = user.map(User::passwordOrNull).orElse(nobody);
    return hash.matches(password) ? user : Optional.empty();
  }
}
