package io.apothik.door.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import io.vertx.ext.web.sstore.AbstractSession;
import java.nio.charset.StandardCharsets;

/** A session that is kept in the cluster: a format's number, then what it is made of. */
final class StoredSession extends AbstractSession {
  private static final byte FORMAT = 1;

  /** A new session. */
  StoredSession(VertxContextPRNG random, long timeoutMillis, int length) {
    super(random, timeoutMillis, length);
  }

  private StoredSession(VertxContextPRNG random) {
    super(random);
  }

  /** The version that it will have when what was changed is stored. */
  private int nextVersion() {
    return checksum() == crc() ? version() : version() + 1;
  }

  /**
   * The session as it will be when it is stored.
   *
   * @throws IllegalStateException if it has a value that cannot be written
   */
  Buffer toBuffer() {
    byte[] id = id().getBytes(StandardCharsets.UTF_8);
    Buffer buffer =
        Buffer.buffer()
            .appendByte(FORMAT)
            .appendInt(id.length)
            .appendBytes(id)
            .appendLong(timeout())
            .appendLong(lastAccessed())
            .appendInt(nextVersion());
    writeDataToBuffer(buffer);
    return buffer;
  }

  /**
   * The session that {@link #toBuffer} wrote.
   *
   * @throws RuntimeException if the bytes are none
   */
  static StoredSession from(Buffer buffer, VertxContextPRNG random) {
    if (buffer.getByte(0) != FORMAT) {
      throw new IllegalArgumentException("its format is " + buffer.getByte(0));
    }
    StoredSession session = new StoredSession(random);
    int at = Byte.BYTES;
    int end = at + Integer.BYTES + buffer.getInt(at);
    session.setId(buffer.getString(at + Integer.BYTES, end));
    session.setTimeout(buffer.getLong(end));
    session.setLastAccessed(buffer.getLong(end + Long.BYTES));
    session.setVersion(buffer.getInt(end + 2 * Long.BYTES));
    session.readDataFromBuffer(end + 2 * Long.BYTES + Integer.BYTES, buffer);
    return session;
  }
}
