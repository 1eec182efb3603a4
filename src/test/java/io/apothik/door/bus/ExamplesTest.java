package io.apothik.door.bus;

import static io.apothik.door.bus.BusSocket.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client in Python that others are invited to copy from. */
@ExtendWith(LiveBridge.Lender.class)
class ExamplesTest {
  private final String port;

  ExamplesTest(LiveBridge bridge) {
    port = Integer.toString(bridge.port());
  }

  @BeforeAll
  static void pythonIsThere() throws InterruptedException {
    assumeTrue(
        hasPython(),
        "skipped: examples/apothik.py needs the command python3, version 3.6 or later, to run");
  }

  @Test
  void fromTheCommandLine_itPrintsReplies() throws Exception {
    assertThat(run("put", "capital", "Besançon").getBoolean("changed")).isTrue();
    assertThat(run("get", "capital"))
        .isEqualTo(json("{'ok':true,'found':true,'value':'Besançon'}"));
    assertThat(run("fill", "173", "10", "5"))
        .isEqualTo(json("{'ok':true,'stored':10,'refused':{}}"));
    assertThat(run("cluster").getJsonArray("nodes")).isNotEmpty();
  }

  @Test
  void fromTheCommandLine_aRefusalIsNamedWithItsCode() throws Exception {
    Process python = start("examples/apothik.py", "127.0.0.1", port, "get", "");

    assertThat(outputOf(python)).contains("KEY_EMPTY (3): the key is empty");
    assertThat(python.exitValue()).isEqualTo(1);
  }

  @Test
  void asAModule_itStoresTextAndBytes() throws Exception {
    String program =
        """
        import sys
        sys.path.insert(0, "examples")
        from apothik import Apothik, Refused

        cache = Apothik(port=int(sys.argv[1]))
        cache.put("text", "caf\\u00e9 \\U0001f600")
        assert cache.get("text") == "caf\\u00e9 \\U0001f600"
        cache.put("bytes", b"\\x00\\xff")
        assert cache.get("bytes") == b"\\x00\\xff"
        assert cache.exists("bytes") and cache.delete("bytes")
        assert not cache.exists("bytes") and not cache.delete("bytes")
        assert cache.get("bytes") is None
        try:
            cache.put("large", "x" * 1048577)
            assert False, "accepted"
        except Refused as refused:
            assert (refused.code, refused.name) == (5, "VALUE_TOO_LONG"), refused
        assert cache.get("text")
        print("done")
        """;

    assertThat(outputOf(start("-c", program, port))).isEqualTo("done\n");
  }

  private JsonObject run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("examples/apothik.py", "127.0.0.1", port));
    all.addAll(Arrays.asList(arguments));
    return new JsonObject(outputOf(start(all.toArray(String[]::new))));
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return start("--version").waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder python = new ProcessBuilder(command).redirectErrorStream(true);
    python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    python.environment().put("PYTHONIOENCODING", "utf-8");
    python.environment().put("PYTHONUTF8", "1");
    return python.start();
  }

  private static String outputOf(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
