package io.apothik;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long all tests wait for what must come: so long that a machine with other work to do fails
 * none. What comes soon is not waited for any longer.
 */
public final class Patience implements BeforeAllCallback {
  private static final Duration MAX = Duration.ofMinutes(1);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(MAX);
  }
}
