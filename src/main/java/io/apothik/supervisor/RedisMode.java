package io.apothik.supervisor;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/** What the door for Redis clients does with a key that is somebody else's. */
enum RedisMode {
  /** It sends the client there. */
  CLUSTER,
  /** It speaks for the client. */
  PROXY;

  static final class Converter implements ITypeConverter<RedisMode> {
    @Override
    public RedisMode convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "cluster" -> CLUSTER;
        case "proxy" -> PROXY;
        default ->
            throw new picocli.CommandLine.TypeConversionException(
                "'" + text + "' is neither cluster nor proxy");
      };
    }
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
