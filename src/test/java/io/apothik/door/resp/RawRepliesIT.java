package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.door.resp.Comparison.Side;
import io.apothik.door.resp.Differences.Compared;
import io.apothik.door.resp.Script.Line;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies to the whole script, byte for byte. */
@ExtendWith(SharedServers.class)
class RawRepliesIT {
  private final Script script = Script.read();
  private final Servers servers;

  RawRepliesIT(Servers servers) {
    this.servers = servers;
  }

  @Test
  void everyKnownDifference_isThere() throws Exception {
    List<Compared> all = new ArrayList<>();
    all.addAll(oneByOne(2, servers.redis().port(), servers.three().plainPort()));
    all.addAll(oneByOne(2, servers.redisCluster().port(), servers.single().clusterPort()));

    assertThat(Differences.unseen(all)).as("stands in differences.txt, and is none").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void threeNodesBehindOneDoor_replyAsOneRedis(int version) throws Exception {
    oneByOne(version, servers.redis().port(), servers.three().plainPort());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void threeNodesBehindOneDoor_replyAsOneRedis_toAPartInOneWrite(int version) throws Exception {
    atOnce(version, servers.redis().port(), servers.three().plainPort());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aNode_repliesAsACluster(int version) throws Exception {
    oneByOne(version, servers.redisCluster().port(), servers.single().clusterPort());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aNode_repliesAsACluster_toAPartInOneWrite(int version) throws Exception {
    atOnce(version, servers.redisCluster().port(), servers.single().clusterPort());
  }

  private List<Compared> oneByOne(int version, int redis, int apothik) throws Exception {
    try (RawClient expected = client(redis, version);
        RawClient actual = client(apothik, version)) {
      return Comparison.run(
          script,
          script.size(),
          Side.of(redis, line -> Printed.exactly(expected.call(line.words()))),
          Side.of(apothik, line -> Printed.exactly(actual.call(line.words()))));
    }
  }

  private void atOnce(int version, int redis, int apothik) throws Exception {
    try (RawClient expected = client(redis, version);
        RawClient actual = client(apothik, version)) {
      Comparison.run(
          script,
          script.size(),
          new Side(redis, part -> atOnce(expected, part)),
          new Side(apothik, part -> atOnce(actual, part)));
    }
  }

  private static List<String> atOnce(RawClient client, List<Line> part) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    part.forEach(line -> all.writeBytes(RawClient.encoded(line.words())));
    client.send(all.toByteArray());
    return part.stream().map(line -> Printed.exactly(client.reply())).toList();
  }

  private static RawClient client(int port, int version) {
    RawClient client = new RawClient(port);
    assertThat(client.ask("HELLO " + version)).contains("\"proto\", (integer) " + version);
    return client;
  }
}
