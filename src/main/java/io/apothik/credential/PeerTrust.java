package io.apothik.credential;

import io.netty.util.NetUtil;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Which other nodes are believed to be what they say: those with a certificate that the authority
 * signed, for the very host that is at the other end. Java checks the host of who is connected to,
 * if told to; that of who connects is checked here: one of the certificate's names must be the
 * address that the connection comes from. A host's name will not do for that, as handshakes are
 * made on event loops, where no name server can be waited for.
 */
final class PeerTrust extends X509ExtendedTrustManager {
  private static final int IP_ADDRESS = 7;

  private final X509ExtendedTrustManager authority;

  private PeerTrust(X509ExtendedTrustManager authority) {
    this.authority = authority;
  }

  /**
   * Trust in one or more authorities.
   *
   * @param pem their certificates
   * @throws IllegalArgumentException if there is none
   */
  static PeerTrust in(Buffer pem) {
    try {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes()));
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("there is no certificate of an authority");
      }
      return new PeerTrust(manager(certificates));
    } catch (GeneralSecurityException | IOException unusable) {
      throw new IllegalArgumentException(unusable.getMessage(), unusable);
    }
  }

  private static X509ExtendedTrustManager manager(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    authority.checkClientTrusted(chain, authType, engine);
    String host = engine.getPeerHost();
    if (host == null || !isFor(chain[0], host)) {
      throw new CertificateException(
          "the certificate of %s is not for %s, which it comes from"
              .formatted(chain[0].getSubjectX500Principal(), host));
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (!"HTTPS".equals(engine.getSSLParameters().getEndpointIdentificationAlgorithm())) {
      throw new CertificateException("the host's name would not be checked");
    }
    authority.checkServerTrusted(chain, authType, engine);
  }

  private static boolean isFor(X509Certificate certificate, String address)
      throws CertificateException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names != null
        && names.stream()
            .filter(name -> name.get(0).equals(IP_ADDRESS))
            .anyMatch(name -> sameAddress((String) name.get(1), address));
  }

  /** Both are numbers, of which some can be written in several ways. */
  private static boolean sameAddress(String one, String other) {
    return NetUtil.createInetAddressFromIpAddressString(one) != null
        && Objects.equals(
            NetUtil.createInetAddressFromIpAddressString(one),
            NetUtil.createInetAddressFromIpAddressString(other));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw unknownHost();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw unknownHost();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw unknownHost();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw unknownHost();
  }

  private static CertificateException unknownHost() {
    return new CertificateException("nobody says which host is at the other end");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authority.getAcceptedIssuers();
  }
}
