package io.apothik.slot;

/**
 * What a node was started with. It holds as far as tables say nothing else.
 *
 * @param founding what the first table says if this node plans it
 * @param memoryBytes what entries may take here where a table leaves that to each node
 */
public record Provision(Tuning founding, long memoryBytes) {
  /** What holds here under that table. */
  public Tuning under(SlotTable table) {
    Tuning said = table.tuning().orElse(founding);
    return said.memoryBytes() == 0 ? said.withMemoryBytes(memoryBytes) : said;
  }
}
