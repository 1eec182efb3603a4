package io.apothik.wire;

import io.apothik.message.ErrorCode;
import io.apothik.message.HotKey;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.HistoryRequest;
import io.apothik.message.NodeMessage.HotKeysRequest;
import io.apothik.message.Observation;
import io.apothik.message.Sample;
import io.apothik.slot.Bytes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What nodes ask each other of what they observed, and tell. */
final class ObservationSamples {
  private ObservationSamples() {}

  static Stream<Message> all() {
    return Stream.of(
        new HistoryRequest(720),
        new HotKeysRequest(100, List.of()),
        new HotKeysRequest(1, List.of(Messages.KEY, Bytes.EMPTY)),
        new Observation.Samples(List.of()),
        new Observation.Samples(
            List.of(
                new Sample(
                    Long.MAX_VALUE,
                    5,
                    Messages.KEY,
                    Map.of(ErrorCode.BUSY, 3L, ErrorCode.INTERNAL, Long.MAX_VALUE),
                    7,
                    Sample.UNKNOWN,
                    Long.MAX_VALUE),
                new Sample(0, 0, Bytes.EMPTY, Map.of(), 0, 0, 0))),
        new Observation.HotKeys(0, 0, List.of(), List.of()),
        new Observation.HotKeys(
            Long.MAX_VALUE,
            60_000,
            List.of(
                new HotKey(Messages.KEY, Long.MAX_VALUE, 1, Messages.A),
                new HotKey(Bytes.utf8("other"), 1, 0, Messages.B)),
            List.of(Messages.B)));
  }
}
