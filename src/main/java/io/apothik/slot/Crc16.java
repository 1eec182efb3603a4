package io.apothik.slot;

/**
 * CRC16-CCITT (XMODEM): polynomial 0x1021, initial value 0, nothing reflected, no final xor.
 *
 * <p>The checksum that the Redis Cluster specification prescribes for keys (its appendix A); the
 * check value of {@code "123456789"} is 0x31C3.
 */
public final class Crc16 {
  private static final int POLYNOMIAL = 0x1021;
  private static final int[] TABLE = table();

  private Crc16() {}

  /**
   * The checksum, in 0..65535, of {@code bytes[from..to)}.
   *
   * @throws IndexOutOfBoundsException if the range is not inside the bytes
   */
  public static int of(Bytes bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = ((crc << 8) ^ TABLE[(crc >>> 8) ^ bytes.unsignedAt(i)]) & 0xffff;
    }
    return crc;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int value = 0; value < 256; value++) {
      int crc = value << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
      }
      table[value] = crc & 0xffff;
    }
    return table;
  }
}
