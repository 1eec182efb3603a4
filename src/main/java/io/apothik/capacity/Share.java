package io.apothik.capacity;

/**
 * What the fullest node has, when so many nodes are there.
 *
 * @param nodes that are there
 * @param slots of which it is primary
 * @param entries in them
 * @param backupEntries that it holds for others
 * @param memoryBytes what {@code --memory} must be at least for these
 * @param heapBytes what is in its heap
 */
public record Share(
    int nodes, int slots, long entries, long backupEntries, long memoryBytes, long heapBytes) {}
