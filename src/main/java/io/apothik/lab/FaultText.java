package io.apothik.lab;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads faults as people write them: {@code partition 2|3 at 10s for 20s}. */
public final class FaultText {
  private static final String NODE = "([0-9]{1,4})";
  private static final String AT = " at (\\S+)";
  private static final String FOR = " for (\\S+)";

  /** One kind of fault: how it is written, and what comes of that. */
  private record Form(Pattern pattern, String example, Function<Matcher, Fault> maker) {}

  private static final Map<String, Form> FORMS = new LinkedHashMap<>();

  static {
    form("kill", NODE + AT, "kill 3 at 10s", in -> new Fault.Kill(number(in, 1), time(in, 2)));
    form(
        "pause",
        NODE + AT + FOR,
        "pause 3 at 10s for 8s",
        in -> new Fault.Pause(number(in, 1), time(in, 2), time(in, 3)));
    form("partition", "(\\S+)" + AT + FOR, "partition 2|3 at 10s for 20s", FaultText::partition);
    form(
        "slow",
        NODE + "-" + NODE + " by (\\S+)" + AT + FOR,
        "slow 1-2 by 200ms at 10s for 20s",
        in -> new Fault.Slow(number(in, 1), number(in, 2), time(in, 3), time(in, 4), time(in, 5)));
    form(
        "clock",
        NODE + " by (-?[0-9]{1,4})%" + AT + FOR,
        "clock 2 by 5% at 10s for 20s",
        in -> new Fault.Clock(number(in, 1), number(in, 2), time(in, 3), time(in, 4)));
    form("join", NODE + AT, "join 6 at 10s", in -> new Fault.Join(number(in, 1), time(in, 2)));
    form("leave", NODE + AT, "leave 3 at 10s", in -> new Fault.Leave(number(in, 1), time(in, 2)));
  }

  private FaultText() {}

  private static void form(
      String kind, String rest, String example, Function<Matcher, Fault> maker) {
    FORMS.put(kind, new Form(Pattern.compile(kind + " " + rest), example, maker));
  }

  /**
   * The fault.
   *
   * @throws IllegalArgumentException if the text says none; names what is expected, and an example
   */
  public static Fault parse(String text) {
    String words = text.strip().replaceAll("\\s+", " ").replaceAll(" ?([|,]) ?", "$1");
    Form form = FORMS.get(words.split(" ", 2)[0]);
    if (form == null) {
      throw new IllegalArgumentException(
          "fault '%s' begins with none of %s; an example: %s"
              .formatted(text, String.join(", ", FORMS.keySet()), example("partition")));
    }
    Matcher matcher = form.pattern().matcher(words);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "fault '%s' cannot be read; it is written so: %s".formatted(text, form.example()));
    }
    try {
      return form.maker().apply(matcher);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "fault '%s': %s; an example: %s".formatted(text, wrong.getMessage(), form.example()),
          wrong);
    }
  }

  /** One fault of each kind, as it is written. */
  public static List<String> examples() {
    return FORMS.values().stream().map(Form::example).toList();
  }

  private static String example(String kind) {
    Form form = FORMS.get(kind);
    return form == null ? "" : form.example();
  }

  /** Sides are numbers of nodes, as in 2|3, or nodes, if anywhere are two: 1,4|2,3,5 or 4,|1,2. */
  private static Fault partition(Matcher in) {
    String text = in.group(1);
    List<List<Integer>> sides =
        Arrays.stream(text.split("\\|", -1)).map(side -> nodes(text, side)).toList();
    if (sides.size() < 2) {
      throw new IllegalArgumentException("'%s' has no second side after a |".formatted(text));
    }
    return text.contains(",")
        ? new Fault.Partition(sides, time(in, 2), time(in, 3))
        : Fault.Partition.ofSizes(
            sides.stream().map(side -> side.get(0)).toList(), time(in, 2), time(in, 3));
  }

  private static List<Integer> nodes(String sides, String side) {
    if (!side.matches("[0-9]{1,4}(,[0-9]{1,4})*,?")) {
      throw new IllegalArgumentException(
          "'%s' is no side: a number of nodes, as in 2|3, or nodes, as in 1,4|2,3,5, are expected"
              .formatted(side.isEmpty() ? sides : side));
    }
    return Stream.of(side.split(",")).map(Integer::valueOf).toList();
  }

  private static int number(Matcher in, int group) {
    return Integer.parseInt(in.group(group));
  }

  private static int time(Matcher in, int group) {
    return Span.millis(in.group(group));
  }
}
