package io.apothik.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.lab.Fault;
import io.apothik.lab.Scenario;
import io.apothik.lab.Setting;
import io.apothik.message.Settings.Quorum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTextTest {
  @TempDir private Path directory;

  private final ScenarioText text = new ScenarioText();

  private void read(String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    text.read(name, ConfigFile.parse(file).getMap());
  }

  @Test
  void nothing_isTheDefault() {
    assertThat(text.scenario())
        .isEqualTo(new Scenario(5, new Setting(1, Quorum.MAJORITY), 10, 100, 60_000, 1, List.of()));
  }

  @Test
  void yaml_saysAllOfIt() throws IOException {
    read(
        "scenario.yaml",
        """
        nodes: 7
        backups: 2
        quorum: none
        clients: 20
        keys: 50
        for: 90s
        seed: 42
        faults:
          - kill 3 at 10s
          - pause 2 at 20s for 8s
        """);

    assertThat(text.scenario())
        .isEqualTo(
            new Scenario(
                7,
                new Setting(2, Quorum.NONE),
                20,
                50,
                90_000,
                42,
                List.of(new Fault.Kill(3, 10_000), new Fault.Pause(2, 20_000, 8_000))));
  }

  @Test
  void json_isReadTheSameWay() throws IOException {
    read("scenario.json", "{\"nodes\": 3, \"faults\": [\"kill 3 at 10s\"]}");

    assertThat(text.scenario().nodes()).isEqualTo(3);
    assertThat(text.scenario().faults()).containsExactly(new Fault.Kill(3, 10_000));
  }

  @Test
  void option_isStrongerThanFile() throws IOException {
    read("scenario.yaml", "nodes: 7\nfaults: [kill 3 at 10s]\n");

    text.set("nodes", "4");
    text.addFault("kill 2 at 5s");

    assertThat(text.scenario().nodes()).isEqualTo(4);
    assertThat(text.scenario().faults()).hasSize(2);
  }

  @Test
  void unknownKey_isRefusedWithTheNearest() {
    assertThatThrownBy(() -> text.read("s.yaml", Map.of("node", 3)))
        .hasMessage("s.yaml: 'node' is not known; did you mean 'nodes'?");
  }

  @Test
  void faultsThatAreNoList_areRefusedWithAnExample() {
    assertThatThrownBy(() -> text.read("s.yaml", Map.of("faults", "kill 3 at 10s")))
        .hasMessage("s.yaml: faults: a list of texts is expected, such as - kill 3 at 10s");
  }

  @Test
  void valueThatIsNone_isRefusedWithAnExample() {
    text.set("backups", "four");

    assertThatThrownBy(text::scenario)
        .hasMessage("backups 'four': a number up to 3 is expected, such as 1");
  }
}
