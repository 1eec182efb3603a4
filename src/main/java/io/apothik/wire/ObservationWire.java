package io.apothik.wire;

import io.apothik.message.ErrorCode;
import io.apothik.message.HotKey;
import io.apothik.message.Observation.HotKeys;
import io.apothik.message.Observation.Samples;
import io.apothik.message.Sample;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a node observed of itself, as bytes. */
final class ObservationWire {
  /** Six numbers, and two lengths. */
  private static final int SAMPLE_BYTES_MIN = 7;

  /** A code and a number. */
  private static final int ERROR_BYTES_MIN = 2;

  /** A key's length, two numbers, and a name. */
  private static final int HOT_KEY_BYTES_MIN = 4;

  private ObservationWire() {}

  static void write(WireWriter out, Samples samples) {
    out.list(samples.samples(), ObservationWire::write);
  }

  static Samples readSamples(WireReader in) {
    return new Samples(in.nextList(SAMPLE_BYTES_MIN, ObservationWire::readSample));
  }

  private static void write(WireWriter out, Sample sample) {
    out.number(sample.atMillis()).number(sample.requests()).bytes(sample.latencies());
    out.list(
        sample.errors().entrySet(),
        (to, error) -> to.number(error.getKey().number()).number(error.getValue()));
    out.number(sample.evicted()).signed(sample.bytesIn()).signed(sample.bytesOut());
  }

  private static Sample readSample(WireReader in) {
    return new Sample(
        in.nextNumber(),
        in.nextNumber(),
        in.nextBytes(),
        readErrors(in),
        in.nextNumber(),
        in.nextSigned(),
        in.nextSigned());
  }

  private static Map<ErrorCode, Long> readErrors(WireReader in) {
    Map<ErrorCode, Long> errors = new LinkedHashMap<>();
    in.nextList(
            ERROR_BYTES_MIN,
            each -> Map.entry(ErrorCode.numbered(each.nextInt()), each.nextNumber()))
        .forEach(error -> errors.put(error.getKey(), error.getValue()));
    return errors;
  }

  static void write(WireWriter out, HotKeys keys) {
    out.number(keys.requests()).number(keys.windowMillis());
    out.list(keys.keys(), ObservationWire::write);
    out.list(keys.silent(), WireWriter::name);
  }

  static HotKeys readHotKeys(WireReader in) {
    return new HotKeys(
        in.nextNumber(),
        in.nextNumber(),
        in.nextList(HOT_KEY_BYTES_MIN, ObservationWire::readHotKey),
        in.nextList(1, WireReader::nextName));
  }

  private static void write(WireWriter out, HotKey key) {
    out.bytes(key.key()).number(key.count()).number(key.countAtLeast()).name(key.node());
  }

  private static HotKey readHotKey(WireReader in) {
    return new HotKey(in.nextBytes(), in.nextNumber(), in.nextNumber(), in.nextName());
  }
}
