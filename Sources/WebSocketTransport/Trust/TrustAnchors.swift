import NIOSSL
import SwiftASN1
import X509

/// The certificates that are trusted by themselves, found by subject and read only when a chain leads to them.
struct TrustAnchors: CustomCertificateStore {
  private var bySubject: [[UInt8]: [[UInt8]]] = [:]

  /// Those among these that can be used; an RSA key under 2048 bits cannot.
  init(_ certificates: [NIOSSLCertificate]) {
    for certificate in certificates {
      guard let der = try? certificate.toDERBytes(), let outline = try? CertificateOutline(der: der),
        outline.rsaBits ?? .max >= CertificateOutline.leastRSABits
      else { continue }
      bySubject[outline.subject, default: []].append(der)
    }
  }

  /// Those of the system's store, read at the first use; none where there is no store.
  static let system = TrustAnchors(systemFile.map(\.certificates) ?? [])

  /// Where Debian, Fedora, openSUSE, and Alpine and macOS keep theirs.
  private static var systemFile: PEMFile? {
    [
      "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
      "/etc/ssl/cert.pem",
    ].lazy.compactMap { try? PEMFile($0) }.first
  }

  var isEmpty: Bool { bySubject.isEmpty }

  subscript(subject: DistinguishedName) -> [Certificate]? {
    var serializer = DER.Serializer()
    guard (try? serializer.serialize(subject)) != nil else { return nil }
    return bySubject[serializer.serializedBytes]?.compactMap { try? Certificate(derEncoded: $0) }
  }

  func contains(_ certificate: Certificate) -> Bool {
    self[certificate.subject]?.contains(certificate) ?? false
  }

  mutating func append(contentsOf certificates: some Sequence<Certificate>) {
    for certificate in certificates {
      var (subject, whole) = (DER.Serializer(), DER.Serializer())
      guard (try? subject.serialize(certificate.subject)) != nil, (try? whole.serialize(certificate)) != nil
      else { continue }
      bySubject[subject.serializedBytes, default: []].append(whole.serializedBytes)
    }
  }
}
