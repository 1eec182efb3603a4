package io.apothik.message;

import io.apothik.slot.NodeName;
import java.util.Collection;
import java.util.List;

/**
 * How a caller names a node: by its number or by its whole name.
 *
 * @param text digits, or a name such as {@code apothik_3@127.0.0.1}
 */
public record NodeRef(String text) {
  /**
   * Checks the form.
   *
   * @throws FailureException with BAD_REQUEST if it is neither a number nor a name
   */
  public NodeRef {
    if (!isNumber(text)) {
      try {
        new NodeName(text);
      } catch (IllegalArgumentException malformed) {
        throw new FailureException(ErrorCode.BAD_REQUEST, String.valueOf(malformed.getMessage()));
      }
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("[1-9][0-9]{0,8}");
  }

  public boolean matches(NodeName name) {
    return isNumber(text)
        ? name.number().orElse(0) == Integer.parseInt(text)
        : name.value().equals(text);
  }

  /**
   * The one node that is meant.
   *
   * @throws FailureException with UNKNOWN_NODE or AMBIGUOUS_NODE if it is not one
   */
  public NodeName resolve(Collection<NodeName> nodes) {
    List<NodeName> matching = nodes.stream().filter(this::matches).distinct().toList();
    if (matching.isEmpty()) {
      throw new FailureException(ErrorCode.UNKNOWN_NODE, "no node " + text + " in the cluster");
    }
    if (matching.size() > 1) {
      throw new FailureException(
          ErrorCode.AMBIGUOUS_NODE, "number " + text + " is borne by " + matching);
    }
    return matching.get(0);
  }
}
