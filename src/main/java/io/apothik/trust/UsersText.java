package io.apothik.trust;

import io.apothik.slot.Bytes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A users file: one user a line, as words between blanks. The first is the name, the second the
 * {@link PasswordHash}, the third the classes of operations between commas, and each further one a
 * prefix of keys, or {@code *} for every key. Empty lines, and those that begin with {@code #}, say
 * nothing. The user {@code default} can have {@code -} for a password: strangers are that one.
 */
public final class UsersText {
  private static final String NO_PASSWORD = "-";
  private static final String EVERY_KEY = "*";
  private static final int USERS_MAX = 10_000;
  private static final int PREFIXES_MAX = 1_000;

  private UsersText() {}

  static Users parse(String text, String file) {
    Map<String, User> users = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        User user = user(line);
        require(users.put(user.name(), user) == null, "the user '%s' is there twice", user.name());
        require(users.size() <= USERS_MAX, "there are more than %s users", USERS_MAX);
      } catch (IllegalArgumentException mistake) {
        throw new IllegalArgumentException(
            "%s:%d: %s".formatted(file, i + 1, mistake.getMessage()), mistake);
      }
    }
    // A file that is being written over is empty for a moment, and that is nobody's wish.
    require(!users.isEmpty(), "%s: there is no user", file);
    return new Users(users.values(), iterations(users));
  }

  /** The line that stands for the user. */
  public static String line(User user) {
    StringBuilder line = new StringBuilder(user.name()).append(' ');
    PasswordHash hash = user.passwordOrNull();
    line.append(hash == null ? NO_PASSWORD : hash.text()).append(' ');
    line.append(
        String.join(
            ",", user.rights().classes().stream().sorted().map(OperationClass::label).toList()));
    for (Bytes prefix : user.rights().prefixes()) {
      line.append(' ').append(prefix.length() == 0 ? EVERY_KEY : prefix.asText().orElseThrow());
    }
    return line.toString();
  }

  /**
   * Rights as a line has them.
   *
   * @param classes labels between commas
   * @throws IllegalArgumentException if a class is unknown, or a prefix cannot stand in a line
   */
  public static Rights rights(String classes, List<String> prefixes) {
    Set<OperationClass> allowed = EnumSet.noneOf(OperationClass.class);
    Arrays.stream(classes.split(",", -1)).map(OperationClass::labelled).forEach(allowed::add);
    require(!prefixes.isEmpty(), "there is no prefix of keys; %s stands for every key", EVERY_KEY);
    require(prefixes.size() <= PREFIXES_MAX, "there are more than %s prefixes", PREFIXES_MAX);
    return new Rights(allowed, prefixes.stream().map(UsersText::prefix).toList());
  }

  private static User user(String line) {
    List<String> words = List.of(line.split("[ \t]+"));
    require(
        words.size() >= 4,
        "a line has a name, a password's hash, the rights and prefixes of keys; this has %s words",
        words.size());
    String name = words.get(0);
    return new User(
        name, password(name, words.get(1)), rights(words.get(2), words.subList(3, words.size())));
  }

  private static @Nullable PasswordHash password(String name, String word) {
    if (!word.equals(NO_PASSWORD)) {
      return PasswordHash.parse(word);
    }
    require(name.equals(Users.STRANGER), "the user '%s' has no password", User.shown(name));
    return null;
  }

  private static Bytes prefix(String word) {
    if (word.equals(EVERY_KEY)) {
      return Bytes.EMPTY;
    }
    require(
        !word.isEmpty() && !word.matches(".*[*\\s].*"),
        "the prefix '%s' is empty or has a blank or a star; what begins with it is meant as it is",
        User.shown(word));
    return Bytes.utf8(word);
  }

  /** As many as the slowest has: who is not there takes no less time than who is. */
  private static int iterations(Map<String, User> users) {
    return users.values().stream()
        .map(User::passwordOrNull)
        .mapToInt(hash -> hash == null ? PasswordHash.ITERATIONS_MIN : hash.iterations())
        .max()
        .orElse(PasswordHash.ITERATIONS);
  }

  private static void require(boolean right, String mistake, Object value) {
    if (!right) {
      throw new IllegalArgumentException(mistake.formatted(value));
    }
  }
}
