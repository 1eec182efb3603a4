package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.door.resp.Differences.Compared;
import io.apothik.door.resp.Script.Line;
import java.util.ArrayList;
import java.util.List;

/** Gives a script to clients of a Redis and of Apothik, and compares what they are told. */
public final class Comparison {
  /** Gives commands, and tells the replies as {@link Printed}. */
  @FunctionalInterface
  public interface Caller {
    String call(Line line) throws Exception;
  }

  /** Gives all commands of a part at once. */
  @FunctionalInterface
  public interface PartCaller {
    List<String> call(List<Line> part) throws Exception;
  }

  /**
   * Where commands go.
   *
   * @param door takes away all keys
   */
  public record Side(int door, PartCaller caller) {
    /** One command after the other. */
    public static Side of(int door, Caller caller) {
      return new Side(
          door,
          part -> {
            List<String> replies = new ArrayList<>();
            for (Line line : part) {
              replies.add(caller.call(line));
            }
            return replies;
          });
    }

    private List<String> run(List<Line> part) throws Exception {
      try (RawClient client = new RawClient(door)) {
        assertThat(client.ask("FLUSHALL")).isEqualTo("\"OK\"");
      }
      return caller.call(part);
    }
  }

  private Comparison() {}

  /** Fails where the two sides differ, unless that is known, and if the script is shorter. */
  public static List<Compared> run(Script script, int linesMin, Side redis, Side apothik)
      throws Exception {
    List<Compared> all = new ArrayList<>();
    for (List<Line> part : script.parts()) {
      List<String> expected = redis.run(part);
      List<String> actual = apothik.run(part);
      assertThat(actual).hasSameSizeAs(expected).hasSameSizeAs(part);
      for (int i = 0; i < part.size(); i++) {
        all.add(new Compared(part.get(i).text(), expected.get(i), actual.get(i)));
      }
    }
    assertThat(all).hasSizeGreaterThanOrEqualTo(linesMin);
    Differences.check(all);
    return all;
  }
}
