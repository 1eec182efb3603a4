package io.apothik.trust;

import io.apothik.slot.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were found right lately, so that not every connection costs the time of a {@link
 * PasswordHash}: for each a keyed hash of user and password, which tells nothing without the key.
 * For as long as the users are the same. Safe for use by several threads.
 */
public final class VerifiedPasswords {
  private static final int REMEMBERED_MAX = 1_024;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final Map<Bytes, User> remembered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, User> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  /**
   * @param key unforeseeable, never kept
   */
  public VerifiedPasswords(Bytes key) {
    this.key = new SecretKeySpec(key.toArray(), ALGORITHM);
  }

  /** Whether that password of the user was found right. */
  public boolean has(User user, String password) {
    Bytes proof = proof(user, password);
    synchronized (remembered) {
      return user.equals(remembered.get(proof));
    }
  }

  /** Remembers that this is the user's password. */
  public void add(User user, String password) {
    Bytes proof = proof(user, password);
    synchronized (remembered) {
      remembered.put(proof, user);
    }
  }

  private Bytes proof(User user, String password) {
    byte[] name = user.name().getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array());
      mac.update(name);
      return Bytes.copyOf(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, missing);
    }
  }
}
