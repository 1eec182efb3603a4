package io.apothik.credential;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a private key is that of a certificate. Neither Netty nor Vert.x asks: with another one
 * each connection would fail.
 */
final class CertificateKey {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final byte[] ANYTHING = {1};

  private CertificateKey() {}

  /**
   * Whether what the key signs is what the certificate proves.
   *
   * @param certificates in PEM, of which the first counts
   * @param key PKCS#8 in PEM
   * @throws GeneralSecurityException if they are none, or of a kind that this JVM does not know
   */
  static boolean fits(Buffer certificates, Buffer key) throws GeneralSecurityException {
    PublicKey known =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificates.getBytes()))
            .getPublicKey();
    PrivateKey secret;
    try {
      secret =
          KeyFactory.getInstance(known.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(decoded(key)));
    } catch (InvalidKeySpecException another) {
      return false;
    }
    Signature signature = Signature.getInstance(signatureBy(known));
    signature.initSign(secret);
    signature.update(ANYTHING);
    byte[] signed = signature.sign();
    signature.initVerify(known);
    signature.update(ANYTHING);
    return signature.verify(signed);
  }

  private static String signatureBy(PublicKey key) {
    String algorithm = key.getAlgorithm();
    return "SHA256with" + (algorithm.equals("EC") ? "ECDSA" : algorithm);
  }

  private static byte[] decoded(Buffer pem) {
    Matcher matcher = PEM.matcher(pem.toString(StandardCharsets.ISO_8859_1));
    if (!matcher.find()) {
      throw new IllegalArgumentException("there is no private key as PKCS#8, not encrypted");
    }
    return Base64.getMimeDecoder().decode(matcher.group(1));
  }
}
