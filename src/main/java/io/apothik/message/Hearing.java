package io.apothik.message;

import io.apothik.slot.Bytes;

/** That somebody listens to changes, until it ends that. Safe for use by several threads. */
public interface Hearing {
  /**
   * How long ago it was, in milliseconds, that all changes in the slot of a key were heard; {@link
   * Long#MAX_VALUE} if that is not known.
   */
  long ageMillis(Bytes key);

  /** Listens no more. */
  void end();
}
