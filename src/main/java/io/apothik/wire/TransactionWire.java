package io.apothik.wire;

import io.apothik.message.KeyRequest;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Transaction;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Result;
import io.apothik.message.Reply.Results;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Transactions and what comes of them, as bytes. A transaction can hold others, but those can not,
 * so there is an end to how deep reading is nested.
 */
final class TransactionWire {
  private static final int OPERATION_TAG = 21;
  private static final int REPLY_TAG = 76;

  /** A length, and a version's two numbers. */
  private static final int WATCHED_BYTES_MIN = 3;

  /** A length, and a tag. */
  private static final int STEP_BYTES_MIN = 2;

  private TransactionWire() {}

  /** These operations, and transactions of them and of transactions of them. */
  static Family<Operation> family(List<Kind<? extends Operation>> simple) {
    return new Family<>(
        "operation", with(simple, transactions(with(simple, transactions(simple)))));
  }

  /** These replies, and results of them and of results of them. */
  static Family<Reply> replies(List<Kind<? extends Reply>> simple) {
    return new Family<>("reply", with(simple, results(simple)));
  }

  /** Results of these replies, and of results of them. */
  static Kind<Results> results(List<Kind<? extends Reply>> simple) {
    return resultsOf(with(simple, resultsOf(simple)));
  }

  private static <T> List<Kind<? extends T>> with(
      List<Kind<? extends T>> some, Kind<? extends T> one) {
    List<Kind<? extends T>> all = new ArrayList<>(some);
    all.add(one);
    return all;
  }

  private static Kind<Transaction> transactions(List<Kind<? extends Operation>> kinds) {
    Family<Operation> steps = new Family<>("operation", kinds);
    return new Kind<>(
        OPERATION_TAG,
        Transaction.class,
        (out, transaction) -> write(out, transaction, steps),
        in -> read(in, steps));
  }

  private static void write(WireWriter out, Transaction transaction, Family<Operation> steps) {
    out.list(
        List.copyOf(transaction.watched().entrySet()),
        (to, watched) -> to.bytes(watched.getKey()).version(watched.getValue()));
    out.list(
        transaction.steps(), (to, step) -> steps.write(to.bytes(step.key()), step.operation()));
    out.flag(transaction.allOrNothing());
  }

  private static Transaction read(WireReader in, Family<Operation> steps) {
    Map<Bytes, Version> watched = new LinkedHashMap<>();
    in.nextList(WATCHED_BYTES_MIN, each -> Map.entry(each.nextBytes(), each.nextVersion()))
        .forEach(one -> watched.put(one.getKey(), one.getValue()));
    return new Transaction(
        watched,
        in.nextList(STEP_BYTES_MIN, each -> new KeyRequest(each.nextBytes(), steps.read(each))),
        in.nextFlag());
  }

  private static Kind<Results> resultsOf(List<Kind<? extends Reply>> kinds) {
    Family<Reply> replies = new Family<>("reply", kinds);
    return new Kind<>(
        REPLY_TAG,
        Results.class,
        (out, results) ->
            out.list(
                results.results(),
                (to, result) -> replies.write(to.bytes(result.key()), result.reply())),
        in ->
            new Results(
                in.nextList(
                    STEP_BYTES_MIN, each -> new Result(each.nextBytes(), replies.read(each)))));
  }
}
