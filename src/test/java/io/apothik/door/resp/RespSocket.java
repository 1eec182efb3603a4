package io.apothik.door.resp;

import io.apothik.slot.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import javax.net.SocketFactory;

/** A client that sends words and takes replies as they are, a character a byte. */
final class RespSocket implements AutoCloseable {
  private final RawClient client;

  RespSocket(int port) {
    this(port, SocketFactory.getDefault());
  }

  RespSocket(int port, SocketFactory factory) {
    client = new RawClient(() -> factory.createSocket("127.0.0.1", port));
  }

  /** Sends the words of a command, and gives the reply. */
  String ask(String... words) {
    return text(client.call(Stream.of(words).map(Bytes::utf8).toList()));
  }

  void sendRaw(String bytes) {
    client.send(RawClient.ascii(bytes));
  }

  /** The next reply; nothing if the connection has ended. */
  String reply() {
    return text(client.reply());
  }

  private static String text(byte[] reply) {
    return new String(reply, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    client.close();
  }
}
