package io.apothik.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.slot.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A users file says who may come in. */
class UsersTest {
  private static final String HASH = QuickHash.of("secret");

  private static Users parse(String... lines) {
    return Users.parse(String.join("\n", lines).replace("HASH", HASH), "users");
  }

  @Test
  void aLine_isAUser() {
    Users users = parse("# who may come in", "", "  alice HASH read,write shop: cart:  ");

    User alice = users.named("alice").orElseThrow();
    assertThat(alice.rights())
        .isEqualTo(
            new Rights(
                Set.of(OperationClass.READ, OperationClass.WRITE),
                List.of(Bytes.utf8("shop:"), Bytes.utf8("cart:"))));
    assertThat(users.authenticated("alice", "secret")).contains(alice);
  }

  @Test
  void aUserAsALine_isReadAsTheSameUser() {
    User user = parse("bob HASH admin,read * é:").named("bob").orElseThrow();

    assertThat(UsersText.line(user)).isEqualTo("bob " + HASH + " read,admin * é:");
    assertThat(parse(UsersText.line(user)).named("bob")).contains(user);
  }

  @Test
  void aWrongPassword_aNameThatThereIsNot_orNoPassword_isNobody() {
    Users users = parse("alice HASH read *", "default - read *");

    assertThat(users.authenticated("alice", "Secret")).isEmpty();
    assertThat(users.authenticated("alicia", "secret")).isEmpty();
    assertThat(users.authenticated("default", "")).isEmpty();
    assertThat(users.authenticated("default", "-")).isEmpty();
  }

  @Test
  void strangers_areNobody_unlessThereIsADefaultWithoutAPassword() {
    assertThat(parse("alice HASH read *").stranger()).isEmpty();
    assertThat(parse("default HASH read *").stranger()).isEmpty();
    assertThat(parse("default - read public:").stranger().map(User::name)).contains("default");
  }

  @Test
  void everybody_mayDoEverything() {
    assertThat(Users.EVERYBODY.stranger().map(User::rights)).contains(Rights.ALL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alice HASH read|a line has a name, a password's hash, the rights and prefixes of keys;"
            + " this has 3 words",
        "al!ce HASH read *|'al!ce' is no user's name: 1 to 64 letters, digits and . _ - @",
        "alice secret read *|what stands for the password is not of the form"
            + " pbkdf2-sha256$ITERATIONS$SALT$HASH",
        "alice - read *|the user 'alice' has no password",
        "alice HASH reads *|'reads' is no class of operations: read, write and admin are",
        "alice HASH read,,write *|'' is no class of operations: read, write and admin are",
        "alice HASH read shop:*|the prefix 'shop:*' is empty or has a blank or a star; what begins"
            + " with it is meant as it is",
        "carol HASH read *|the user 'carol' is there twice"
      })
  void aMistake_isNamedWithFileAndLine(String line, String reason) {
    assertThatThrownBy(() -> parse("# comment", "carol HASH read *", line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("users:3: " + reason);
  }

  @Test
  void aFileWithoutUsers_isAMistake() {
    assertThatThrownBy(() -> parse("# nobody")).hasMessage("users: there is no user");
  }

  @Test
  void aFileThatIsTooLarge_isNotRead(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("users"), "#".repeat(4 * 1024 * 1024 + 1));

    assertThatThrownBy(() -> Users.read(file))
        .hasMessage(file + " has 4194305 bytes, the limit is 4194304");
  }

  @Test
  void aPasswordThatWasRight_isRemembered_forThatUserAlone() {
    Users users = parse("alice HASH read *", "bob HASH read *");
    User alice = users.named("alice").orElseThrow();
    VerifiedPasswords verified = new VerifiedPasswords(Bytes.utf8("key"));

    verified.add(alice, "secret");

    assertThat(verified.has(alice, "secret")).isTrue();
    assertThat(verified.has(alice, "Secret")).isFalse();
    assertThat(verified.has(users.named("bob").orElseThrow(), "secret")).isFalse();
  }

  @Test
  void whatIsRemembered_isBounded() {
    User alice = parse("alice HASH read *").named("alice").orElseThrow();
    VerifiedPasswords verified = new VerifiedPasswords(Bytes.utf8("key"));

    for (int i = 0; i <= 1_024; i++) {
      verified.add(alice, "secret-" + i);
    }

    assertThat(verified.has(alice, "secret-0")).isFalse();
    assertThat(verified.has(alice, "secret-1024")).isTrue();
  }

  @Test
  void aSession_followsTheUsersAsTheyChange() {
    Users[] users = {parse("alice HASH read *")};
    Session session = new Session(() -> users[0]);
    assertThat(session.user()).isEmpty();

    session.admit(users[0].named("alice").orElseThrow());
    users[0] = parse("alice HASH write *");
    assertThat(session.user().map(User::rights).map(Rights::classes))
        .contains(Set.of(OperationClass.WRITE));

    users[0] = parse("bob HASH write *");
    assertThat(session.user()).isEmpty();
    users[0] = parse("alice HASH write *");
    assertThat(session.user()).isEmpty();
  }

  @Test
  void aSession_whosePasswordChanged_isOver() {
    Users[] users = {parse("alice HASH read *", "default - read public:")};
    Session session = new Session(() -> users[0]);
    assertThat(session.user().map(User::name)).contains("default");

    session.admit(users[0].named("alice").orElseThrow());
    assertThat(session.user().map(User::name)).contains("alice");
    users[0] = parse("alice " + QuickHash.of("other") + " read *", "default - read public:");

    assertThat(session.user().map(User::name)).isEqualTo(Optional.of("default"));
  }
}
