package io.apothik.trust;

import io.apothik.slot.Bytes;

/** What stands for a password in the users files of tests: as quick to check as can be. */
public final class QuickHash {
  private QuickHash() {}

  public static String of(String password) {
    return PasswordHash.of(password, PasswordHash.ITERATIONS_MIN, Bytes.utf8("sixteen bytes ab"))
        .text();
  }
}
