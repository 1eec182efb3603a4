package io.apothik.message;

/**
 * What a node, or one of its loops, did for callers so far, as the owner of slots or with a copy of
 * one. A request is counted where it is done, so once in the cluster, however often it was tried;
 * of a transaction each step is one.
 *
 * @param requests all that were done
 * @param gets those of them that asked for a value
 * @param hits those of the gets that found one
 */
public record Traffic(long requests, long gets, long hits) {
  /** Nothing was done. */
  public static final Traffic NONE = new Traffic(0, 0, 0);

  /** That of two parts of a node together. */
  public Traffic and(Traffic other) {
    return new Traffic(requests + other.requests, gets + other.gets, hits + other.hits);
  }

  /** What came since there was less. */
  public Traffic since(Traffic before) {
    return new Traffic(requests - before.requests, gets - before.gets, hits - before.hits);
  }
}
