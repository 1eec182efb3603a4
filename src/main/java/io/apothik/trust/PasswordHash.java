package io.apothik.trust;

import io.apothik.slot.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2 (RFC 8018, section 5.2) with HMAC-SHA-256, as text {@code
 * pbkdf2-sha256$ITERATIONS$SALT$HASH}, the last two in base64 without padding.
 *
 * @param iterations {@link #ITERATIONS_MIN} to {@link #ITERATIONS_MAX}
 * @param salt {@link #SALT_BYTES} bytes
 * @param hash {@link #HASH_BYTES} bytes
 */
public record PasswordHash(int iterations, Bytes salt, Bytes hash) {
  /** What OWASP's cheat sheet on the storage of passwords asks for. */
  public static final int ITERATIONS = 600_000;

  public static final int ITERATIONS_MIN = 10_000;

  /** More would let one line of a file keep a processor busy for seconds with each password. */
  public static final int ITERATIONS_MAX = 10_000_000;

  public static final int SALT_BYTES = 16;
  public static final int HASH_BYTES = 32;

  /** The longest password that is accepted, in bytes of UTF-8. */
  public static final int PASSWORD_BYTES_MAX = 512;

  private static final Pattern FORM =
      Pattern.compile("pbkdf2-sha256\\$([0-9]{1,8})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if something is outside of them
   */
  public PasswordHash {
    requireBetween("iterations", iterations, ITERATIONS_MIN, ITERATIONS_MAX);
    requireBetween("bytes of salt", salt.length(), SALT_BYTES, SALT_BYTES);
    requireBetween("bytes of hash", hash.length(), HASH_BYTES, HASH_BYTES);
  }

  /**
   * What is to be kept of a password. Takes a fifth of a second for {@link #ITERATIONS}.
   *
   * @param salt of its own for every hash, unforeseeable
   * @throws IllegalArgumentException if the password is empty or too long
   */
  public static PasswordHash of(String password, int iterations, Bytes salt) {
    requireBetween("bytes of password", Bytes.utf8(password).length(), 1, PASSWORD_BYTES_MAX);
    return new PasswordHash(iterations, salt, derive(password, iterations, salt));
  }

  /**
   * The hash that the text stands for.
   *
   * @throws IllegalArgumentException if it is none, or outside of the limits
   */
  public static PasswordHash parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "what stands for the password is not of the form pbkdf2-sha256$ITERATIONS$SALT$HASH");
    }
    return new PasswordHash(
        Integer.parseInt(matcher.group(1)), bytes(matcher.group(2)), bytes(matcher.group(3)));
  }

  /** Whether it is that password's. Takes as long as the making; equally long if it is not. */
  public boolean matches(String password) {
    int length = Bytes.utf8(password).length();
    if (length == 0 || length > PASSWORD_BYTES_MAX) {
      return false;
    }
    return MessageDigest.isEqual(hash.toArray(), derive(password, iterations, salt).toArray());
  }

  /** The text that {@link #parse} takes. */
  public String text() {
    return "pbkdf2-sha256$%d$%s$%s".formatted(iterations, base64(salt), base64(hash));
  }

  /** Nothing that helps to find the password. */
  @Override
  public String toString() {
    return "pbkdf2-sha256$" + iterations + "$…";
  }

  private static Bytes derive(String password, int iterations, Bytes salt) {
    PBEKeySpec spec =
        new PBEKeySpec(password.toCharArray(), salt.toArray(), iterations, HASH_BYTES * Byte.SIZE);
    try {
      return Bytes.copyOf(
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded());
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java has no PBKDF2 with SHA-256", missing);
    } finally {
      spec.clearPassword();
    }
  }

  private static String base64(Bytes bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes.toArray());
  }

  private static Bytes bytes(String base64) {
    return Bytes.copyOf(Base64.getDecoder().decode(base64));
  }

  private static void requireBetween(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          min == max
              ? "%d %s, not %d".formatted(value, what, min)
              : "%d %s: the limits are %d and %d".formatted(value, what, min, max));
    }
  }
}
