package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where Apothik is known to answer otherwise than Redis. */
public final class Differences {
  /**
   * A difference.
   *
   * @param command as the script has it
   * @param redis what a Redis replies, as {@link Printed}; where it is a cluster, that can be
   *     another thing
   * @param apothik what Apothik replies
   * @param reason why it does
   */
  record Known(String command, String redis, String apothik, String reason) {
    private boolean isOf(Compared compared) {
      return command.equals(compared.command()) && redis.equals(compared.redis());
    }
  }

  /** What the two replied to a command. */
  public record Compared(String command, String redis, String apothik) {
    private boolean isSame() {
      return redis.equals(apothik);
    }

    @Override
    public String toString() {
      return command + "\n   Redis:   " + redis + "\n   Apothik: " + apothik;
    }
  }

  private static final Path FILE = Path.of("src/test/resources/redis/differences.txt");

  private Differences() {}

  static List<Known> known() {
    List<Known> all = new ArrayList<>();
    for (String line : Script.lines(FILE)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] columns = line.split("\t", -1);
        assertThat(columns).as(line).hasSize(4);
        all.add(new Known(columns[0], columns[1], columns[2], columns[3]));
      }
    }
    return all;
  }

  /** Fails where the replies differ, unless they do as is known, and where they do not any more. */
  static void check(List<Compared> all) {
    List<Known> known = known();
    assertThat(all.stream().filter(compared -> !isExpected(compared, known)))
        .as("what is neither as with Redis nor as is known in %s", FILE)
        .isEmpty();
  }

  private static boolean isExpected(Compared compared, List<Known> known) {
    Optional<Known> difference = known.stream().filter(each -> each.isOf(compared)).findFirst();
    return difference.isEmpty()
        ? compared.isSame()
        : difference.get().apothik().equals(compared.apothik());
  }

  /** What is known, and was not the case for any of these. */
  static List<Known> unseen(List<Compared> all) {
    return known().stream().filter(each -> all.stream().noneMatch(each::isOf)).toList();
  }
}
