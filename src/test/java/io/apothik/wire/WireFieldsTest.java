package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.Seed;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WireFieldsTest {
  private static final int FIELDS = 20_000;
  private static final int LONG_BYTES = 3_000;

  private final long seed = Seed.next();
  private final Random random = new Random(seed);

  @Test
  void manyFieldsOfAllLengths_comeBackInTheirOrder() {
    List<Object> fields = IntStream.range(0, FIELDS).mapToObj(i -> anyField()).toList();
    Buffer buffer = Buffer.buffer("before");
    int start = buffer.length();
    WireWriter out = new WireWriter(buffer);
    fields.forEach(field -> write(out, field));
    out.finish();

    WireReader in = new WireReader(buffer, start, buffer.length());

    List<Object> read = new ArrayList<>();
    fields.forEach(field -> read.add(readLike(field, in)));
    assertThat(read).as("-Dapothik.seed=%d", seed).isEqualTo(fields);
    in.requireEnd();
  }

  @Test
  void twoWritersAtATime_doNotDisturbEachOther() {
    Buffer one = Buffer.buffer();
    Buffer other = Buffer.buffer();
    WireWriter first = new WireWriter(one).number(1);
    WireWriter second = new WireWriter(other).number(2);
    first.number(3).finish();
    second.number(4).finish();

    assertThat(one).isEqualTo(Buffer.buffer(new byte[] {1, 3}));
    assertThat(other).isEqualTo(Buffer.buffer(new byte[] {2, 4}));
  }

  @Test
  void bytesOutsideTheHeap_areRead() {
    byte[] bytes = Messages.encoded(Messages.small().toList().get(0)).getBytes();
    ByteBuf outside = Unpooled.directBuffer().writeByte(7).writeBytes(bytes).writeByte(7);
    Buffer buffer = BufferInternal.buffer(outside);

    assertThat(MessageWire.decode(buffer, 1, 1 + bytes.length))
        .isEqualTo(Messages.decoded(Buffer.buffer(bytes)));
    outside.release();
  }

  @Test
  void nothingOutsideTheMessage_isRead() {
    Buffer buffer = Buffer.buffer(new byte[] {1, 2, 3});
    WireReader in = new WireReader(buffer, 1, 2);
    assertThat(in.nextNumber()).isEqualTo(2);

    assertThatThrownBy(in::nextOctet).isInstanceOf(WireException.class);
    assertThatThrownBy(in::nextRandom).isInstanceOf(WireException.class);
    assertThatThrownBy(() -> new WireReader(buffer, 1, 4)).isInstanceOf(WireException.class);
    assertThatThrownBy(() -> new WireReader(buffer, -1, 2)).isInstanceOf(WireException.class);
    assertThatThrownBy(() -> new WireReader(buffer, 2, 1)).isInstanceOf(WireException.class);
  }

  @Test
  void moreNamesThanAreRemembered_areReadAsTheyWereWritten() {
    NameCache cache = new NameCache();
    for (int round = 0; round < 2; round++) {
      for (int number = 1; number <= 2_000; number++) {
        NodeName name = NodeName.numbered(number, "h" + number % 7);
        byte[] bytes = Bytes.utf8("<" + name.value() + ">").toArray();
        assertThat(cache.name(bytes, 1, bytes.length - 2)).isEqualTo(name);
      }
    }
  }

  @Test
  void aNameThatWasReadJustNow_isTheSameObject() {
    NameCache cache = new NameCache();
    byte[] bytes = Bytes.utf8(Messages.A.value()).toArray();

    NodeName name = cache.name(bytes, 0, bytes.length);

    assertThat(cache.name(bytes, 0, bytes.length)).isSameAs(name);
  }

  private Object anyField() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextLong() >> random.nextInt(Long.SIZE);
      case 1 -> NodeName.numbered(1 + random.nextInt(1_000), "127.0.0.1");
      case 2 -> "é" + random.nextInt();
      case 3 -> random.nextBoolean();
      default -> anyBytes();
    };
  }

  private Bytes anyBytes() {
    byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(LONG_BYTES) : 5];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }

  private static void write(WireWriter out, Object field) {
    if (field instanceof Long number) {
      out.number(number).random(number);
    } else if (field instanceof NodeName name) {
      out.name(name);
    } else if (field instanceof String text) {
      out.text(text);
    } else if (field instanceof Bytes bytes) {
      out.bytes(bytes);
    } else {
      out.flag((Boolean) field);
    }
  }

  private static Object readLike(Object field, WireReader in) {
    if (field instanceof Long) {
      long number = in.nextNumber();
      assertThat(in.nextRandom()).isEqualTo(number);
      return number;
    } else if (field instanceof NodeName) {
      return in.nextName();
    } else if (field instanceof String) {
      return in.nextText();
    }
    return field instanceof Bytes ? in.nextBytes() : (Object) in.nextFlag();
  }
}
