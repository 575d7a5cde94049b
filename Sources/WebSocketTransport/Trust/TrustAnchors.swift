import NIOSSL
import SwiftASN1
import X509

/// The certificates that are trusted by themselves, found by subject and read only when a chain leads to them.
struct TrustAnchors: CustomCertificateStore {
  private var bySubject: [[UInt8]: [[UInt8]]] = [:]
  /// Those in DER that no one has looked at: to parse a whole system's takes longer than a handshake.
  private let unread: [[UInt8]]
  private let folders: [CertificateFolder]
  /// Those that were given and cannot be used.
  private var unusable: [[UInt8]] = []

  /// Those in DER, and in the folders, that can be used, which is looked at when a chain leads to one.
  init(unread: [[UInt8]], folders: [CertificateFolder]) {
    (self.unread, self.folders) = (unread, folders)
  }

  /// Those among these that can be used; an RSA key under 2048 bits cannot.
  init(_ certificates: [NIOSSLCertificate]) {
    (unread, folders) = ([], [])
    for certificate in certificates {
      guard let der = try? certificate.toDERBytes() else { continue }
      if let outline = Self.usable(der) {
        bySubject[outline.subject, default: []].append(der)
      } else {
        unusable.append(der)
      }
    }
  }

  /// One of this subject that was given and cannot be used, in DER; nil for none.
  func unusable(_ subject: DistinguishedName) -> [UInt8]? {
    var serializer = DER.Serializer()
    guard (try? serializer.serialize(subject)) != nil else { return nil }
    let encoded = serializer.serializedBytes
    return (unusable + unread).first { der in
      der.holds(encoded) && Self.usable(der) == nil && (try? CertificateOutline(der: der))?.subject == encoded
    }
  }

  var isEmpty: Bool { bySubject.isEmpty && unread.isEmpty && folders.isEmpty }

  subscript(subject: DistinguishedName) -> [Certificate]? {
    var serializer = DER.Serializer()
    guard (try? serializer.serialize(subject)) != nil else { return nil }
    let encoded = serializer.serializedBytes
    var found = bySubject[encoded] ?? []
    found += unread.filter { $0.holds(encoded) && Self.usable($0)?.subject == encoded }
    if !folders.isEmpty, let name = try? CanonicalName(der: encoded) {
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

extension [UInt8] {
  /// Whether these bytes are somewhere in it, next to each other.
  fileprivate func holds(_ part: [UInt8]) -> Bool {
    guard let first = part.first, part.count <= count else { return false }
    return (0...count - part.count).contains {
      self[$0] == first && self[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}
