import NIOSSL
import SwiftASN1
import X509

/// The certificates that are trusted by themselves, found by subject and read only when a chain leads to them.
struct TrustAnchors: CustomCertificateStore {
  private var bySubject: [[UInt8]: [[UInt8]]] = [:]
  private let folders: [CertificateFolder]

  /// Those among these, and in the folders, that can be used; an RSA key under 2048 bits cannot.
  init(_ certificates: [NIOSSLCertificate], folders: [CertificateFolder] = []) {
    self.folders = folders
    for certificate in certificates {
      guard let der = try? certificate.toDERBytes(), let outline = Self.usable(der) else { continue }
      bySubject[outline.subject, default: []].append(der)
    }
  }

  /// Those of the system's store, read at the first use; none where there is no store.
  static let system = SystemTrust.anchors()

  var isEmpty: Bool { bySubject.isEmpty && folders.isEmpty }

  subscript(subject: DistinguishedName) -> [Certificate]? {
    var serializer = DER.Serializer()
    guard (try? serializer.serialize(subject)) != nil else { return nil }
    var found = bySubject[serializer.serializedBytes] ?? []
    if !folders.isEmpty, let name = try? CanonicalName(der: serializer.serializedBytes) {
      let others = folders.flatMap { $0.certificates(of: name) }
      for der in others where !found.contains(der) && Self.usable(der) != nil { found.append(der) }
    }
    return found.isEmpty ? nil : found.compactMap { try? Certificate(derEncoded: $0) }
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

  private static func usable(_ der: [UInt8]) -> CertificateOutline? {
    guard let outline = try? CertificateOutline(der: der),
      outline.rsaBits ?? .max >= CertificateOutline.leastRSABits
    else { return nil }
    return outline
  }
}
