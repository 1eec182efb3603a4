package io.apothik.door.resp;

import io.apothik.door.resp.Action.Answer;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.slot.Bytes;
import io.apothik.trust.User;
import io.apothik.trust.Users;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A client says who it is. */
record Login(Session session) {
  private static final String WRONG =
      "WRONGPASS invalid username-password pair or user is disabled.";

  /**
   * What comes of it. Passwords are checked elsewhere, as that takes a while; a client that is
   * wrong too often has to come again.
   *
   * @param admitted done if the password is right
   * @param words what the client is told then
   */
  Action as(Bytes name, Bytes password, Runnable admitted, Consumer<RespWriter> words) {
    if (!session.door().protection().hasUsers()) {
      return withoutUsers(name, admitted, words);
    } else if (isStranger(name)) {
      session.caller().forget();
      admitted.run();
      return new Answer(words);
    }
    return new Action.Elsewhere(answer -> check(name, password, admitted, words, answer));
  }

  private void check(
      Bytes name,
      Bytes password,
      Runnable admitted,
      Consumer<RespWriter> words,
      Consumer<Answer> answer) {
    session.isChecked(true);
    session
        .door()
        .protection()
        .authenticate(Arguments.latin(name), password.asText().orElse(""), session.address())
        .onComplete(
            user -> end(answer, () -> admit(user, admitted, words)),
            failure -> end(answer, () -> refuse(failure)));
  }

  private void end(Consumer<Answer> answer, Supplier<Answer> outcome) {
    session
        .door()
        .run(
            () -> {
              session.isChecked(false);
              answer.accept(outcome.get());
            });
  }

  /** Whether that name is of those who need no password. */
  private boolean isStranger(Bytes name) {
    return Arguments.latin(name).equals(Users.STRANGER) && session.caller().letsStrangersIn();
  }

  /** Without users nobody can be one of them, but everybody is the one without a password. */
  private static Action withoutUsers(Bytes name, Runnable admitted, Consumer<RespWriter> words) {
    if (!Arguments.latin(name).equals(Users.STRANGER)) {
      throw new CommandException(WRONG);
    }
    admitted.run();
    return new Answer(words);
  }

  private Answer admit(User user, Runnable admitted, Consumer<RespWriter> words) {
    session.caller().admit(user);
    admitted.run();
    return new Answer(words);
  }

  private Answer refuse(Throwable failure) {
    if (failure instanceof FailureException refused
        && refused.code() != ErrorCode.NOT_AUTHENTICATED) {
      return Answer.error(Errors.text(refused.failure()));
    }
    if (session.wasWrongTooOften()) {
      session.expel();
    }
    return Answer.error(WRONG);
  }
}
