package io.apothik.slot;

/**
 * One process of a node. A process that was restarted has forgotten what it held and promised, so
 * it is somebody else, under the same name.
 *
 * @param node the name that it bears
 * @param id differs between any two processes
 */
public record Incarnation(NodeName node, String id) {
  @Override
  public String toString() {
    return node + "/" + id;
  }
}
